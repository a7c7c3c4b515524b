import { expect } from 'vitest'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { keyOf, useActs } from './acts.ts'
import { type Counted, counted, recount } from './recount.ts'

export const RESPONSIBLE = 'section-responsible'
export const HELPER = 'household-helper'

/** A duty as its row has it. */
export interface HeldDuty {
  id: string
  holder: string
  starts: Date
  ends: Date
  end_reason: string | null
  campaign: string | null
  lane: string
}

/** The scene of acts, and what stories of holders who are away do and look at in it. */
export function useAwayHolders() {
  const acts = useActs()
  const { scene, post, gapsOf, campaignNow } = acts
  const laterBy = (ms: number) => new Date(scene.now().getTime() + ms)

  /** Notes that somebody is away from now on, unless `more` says otherwise; returns the id of the absence. */
  async function noteAbsence(person: string, more: object = {}): Promise<string> {
    const { status, body } = await post('/absences', { person, kind: 'away', ...more })
    expect(status).toBe(201)
    return body.absence.id
  }

  const isGap = async (place: string, rule = RESPONSIBLE) => (await gapsOf(rule)).some((gap) => gap.place === place)

  /** Gives the gap at a place to somebody, as a coordinator does on the board. */
  async function giveGap(place: string, holder: string, rule = RESPONSIBLE) {
    const gap = (await gapsOf(rule)).find((g) => g.place === place)
    if (!gap) throw new Error(`there is no gap at ${place}`)
    const wish = { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id(holder) }
    return (await post('/gaps/give', wish)).body
  }

  /** Duties of a role at a place that lasted at all, one after another. */
  const dutiesAt = async (place: string, role = 'responsible') =>
    (
      await scene.rows<HeldDuty>('duty', `subject = '${scene.id(place)}' and role = '${role}' and ends > starts`)
    ).toSorted((a, b) => Number(a.starts) - Number(b.starts))
  /** A duty as `who from until`; one that does not end is `on`. */
  function spellOf({ holder, starts, ends }: HeldDuty): string {
    const at = (moment: Date) => (moment.getTime() < 8.64e15 ? moment.toISOString() : 'on')
    return `${scene.county.code(holder)} ${at(starts)} ${at(ends)}`
  }

  /** Counts of the county and below are kept as a recount finds them, whoever is away; those above it follow later. */
  async function expectCountsKept(lane = ACTUAL, now = scene.now()): Promise<void> {
    const [kept, afresh] = await scene.db.read(
      async (tx) => [await counted(tx, lane), await recount(tx, now, lane)] as const,
    )
    const above = ['area 36 ', 'area 3611 ', `unit ${scene.id('U36')} `, `unit ${scene.id('U3611')} `]
    const inside = (all: Counted) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => !above.some((node) => key.startsWith(node))))
    expect(inside(kept)).toEqual(inside(afresh))
  }

  return {
    ...acts,
    laterBy,
    noteAbsence,
    endAbsence: (absence: string) => post(`/absences/${absence}/end`),
    isGap,
    giveGap,
    dutiesAt,
    spellOf,
    spellsAt: async (place: string) => (await dutiesAt(place)).map(spellOf),
    /** How often somebody's phone rang for a call. */
    callsTo: (person: string) =>
      scene.phones.heard.filter((m) => m.kind === 'call' && m.person === scene.id(person)).length,
    expectCountsKept,
  }
}

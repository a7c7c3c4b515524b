import type { Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { endDuties } from '../duties/store.ts'
import { afterDuties } from '../gaps/actions.ts'
import { afterDutiesEnded, type EndedDuty } from '../gaps/after-ended.ts'
import { relyOnAbsencesOf } from '../people/absences.ts'
import {
  type DutyToWrite,
  dutiesKnown,
  endKnown,
  insertDuties,
  inTheWay,
  type KnownDuty,
  MOVED,
} from './store-duties.ts'

/** What became of each duty, by its `n`. `own`: the same holder stands in its way. */
type DutyOutcome = 'added' | 'changed' | 'same' | 'taken' | 'own' | 'past'

/** From when to when a duty was, as the register had it. */
export type DutySpan = Pick<KnownDuty, 'starts' | 'ends'>

/** What became of a duty; of a known one its id, and from when to when it was. */
export interface Written {
  outcome: DutyOutcome
  id: string
  was: DutySpan | null
}

/**
 * Writes duties that the register does not have, gives known ones their new end or, while it is to come, their new beginning, and
 * lets the gaps and the called follow. A duty that was ended stays ended, and one that another holder stands in the way of is
 * left out.
 */
export async function writeDuties(
  tx: Tx,
  now: Date,
  actor: Actor,
  duties: readonly DutyToWrite[],
): Promise<Map<number, Written>> {
  const outcomes = new Map<number, DutyOutcome>()
  const known = new Map<number, Pick<KnownDuty, 'id' | 'starts' | 'ends'>>()
  const byN = new Map(duties.map((duty) => [duty.n, duty]))
  const ending: (EndedDuty & { ends: string | null })[] = []
  for (const { n, district, state, ...was } of await dutiesKnown(tx, now, duties)) {
    known.set(n, was)
    outcomes.set(n, state === 'end' ? 'changed' : state)
    const duty = byN.get(n)
    if (state === 'end' && duty) ending.push({ ...duty, id: was.id, district, lane: ACTUAL })
  }
  if (ending.length > 0) await endKnown(tx, now, ending)
  const fresh = duties.filter((duty) => !outcomes.has(duty.n))
  for (const [district, theirs] of Map.groupBy(fresh, (duty) => duty.district)) {
    await relyOnAbsencesOf(tx, district, [...new Set(theirs.map((duty) => duty.holder))])
  }
  const added = await insertDuties(tx, now, actor, fresh)
  const barred = fresh.filter((duty) => !added.has(duty.n))
  const moved = await moveBeginnings(tx, now, actor, barred)
  for (const duty of fresh) {
    const was = moved.was.get(duty.n)
    if (was) known.set(duty.n, { ...was, id: duty.id })
    outcomes.set(duty.n, added.has(duty.n) ? 'added' : moved.done.has(duty.n) ? 'changed' : was ? 'own' : 'taken')
  }

  const given = fresh.filter((duty) => added.has(duty.n) || moved.done.has(duty.n))
  for (const [district, theirs] of Map.groupBy(given, (duty) => duty.district)) {
    await afterDuties(tx, now, district, [...new Set(theirs.map((duty) => duty.subject))])
  }
  await afterDutiesEnded(tx, now, actor, [...ending, ...moved.ended])
  const written = (n: number, outcome: DutyOutcome): Written => {
    const was = known.get(n)
    return { outcome, id: was?.id ?? byN.get(n)?.id ?? '', was: was ?? null }
  }
  return new Map([...outcomes].map(([n, outcome]) => [n, written(n, outcome)]))
}

interface Moved {
  /** What the same holder has already that stands in a row's way, by its `n`; who is barred by another has none. */
  was: Map<number, KnownDuty>
  done: Set<number>
  ended: EndedDuty[]
}

/**
 * Of duties that the register refused, gives those another beginning that differ in nothing else from one that is still to come: that
 * one is called off, and the new one written. Whatever has begun keeps its beginning, since the past is not rewritten.
 */
async function moveBeginnings(tx: Tx, now: Date, actor: Actor, barred: readonly DutyToWrite[]): Promise<Moved> {
  const was = new Map<number, KnownDuty>()
  if (barred.length === 0) return { was, done: new Set(), ended: [] }
  const byN = new Map(barred.map((duty) => [duty.n, duty]))
  const moving = new Map<string, DutyToWrite>()
  for (const [n, others] of Map.groupBy(await inTheWay(tx, barred), (other) => other.n)) {
    const duty = byN.get(n)
    const [own] = others
    if (!duty || !own || others.some((other) => other.holder !== duty.holder)) continue
    was.set(n, own)
    const sameEnd = own.ends?.getTime() === (duty.ends === null ? undefined : new Date(duty.ends).getTime())
    const isToCome = own.starts > now && own.recordedAt < now && duty.starts !== null && new Date(duty.starts) >= now
    if (others.length === 1 && sameEnd && isToCome && !moving.has(own.id)) moving.set(own.id, duty)
  }
  const ended: EndedDuty[] = []
  for (const [district, theirs] of Map.groupBy(moving, ([, duty]) => duty.district)) {
    const ids = theirs.map(([id]) => id)
    ended.push(...(await endDuties(tx, now, district, tx`id = any(${ids}::uuid[])`, MOVED)))
  }
  const done = await insertDuties(tx, now, actor, [...moving.values()])
  return { was, done, ended }
}

import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { noteChange } from '../audit/changes.ts'
import { resumeHelpers, resumeSummonses, type StoodDown, stoodDownSince, stoppedAt } from '../callouts/resume.ts'
import type { SummonsKey } from '../callouts/stand-down.ts'
import { queueHoldsAgain } from '../callouts/tell-holds-again.ts'
import { UNDO_PIECE } from './bounds.ts'
import type { ActUndoing } from './model.ts'

/** What became of a piece of calls. */
export interface CalledAgain {
  restored: number
  lost: number
  told: number
  /** The piece went up to this summons; null: it was the last. */
  upTo: { callout: string; person: string } | null
}

/**
 * Calls the next people back whom the act stood down: their summons stands as it stood, for what they hold of it and what was given to
 * them again. Who was told to stay is told that it holds; who had not answered yet is called on by the ladder. Whoever has nothing
 * left of it stays stood down.
 */
export async function callNextBack(tx: Tx, now: Date, undoing: ActUndoing): Promise<CalledAgain> {
  const { district, lane, kind, actedAt } = undoing
  await countBeside(tx, district)
  const after = { callout: undoing.upTo, person: undoing.upToPerson }
  const stood =
    kind === 'callout'
      ? await stoppedAt(tx, district, undoing.subject, actedAt, after, UNDO_PIECE)
      : await stoodDownSince(tx, district, undoing.campaign, actedAt, after, UNDO_PIECE)
  const again = await dutiesAgain(tx, district, stood)
  const { lasting, ended } = await dutiesSince(tx, now, district, actedAt, stood)
  const wanted = stood.flatMap((s) => {
    const given = s.duties.flatMap((id) => again.get(id) ?? [])
    const holds = given.length > 0 || s.duties.some((id) => lasting.has(id))
    const isAsked = s.askedAs === 'holder' ? holds : kind === 'callout'
    return isAsked ? [{ ...s, given }] : []
  })
  const isWanted = new Set(wanted.map(keyOf))
  const back = await resumeSummonses(tx, now, district, wanted)
  if (kind === 'warning') back.push(...(await resumeHelpers(tx, district, actedAt, stood)))
  const told = await queueHoldsAgain(tx, now, { district, lane, since: actedAt }, back)
  if (back.length > 0) {
    await noteChange(tx, lane, [district], 'callouts')
    await ask(tx, lane, district, 'climb', now)
    await ask(tx, lane, district, 'send', now)
  }
  const last = stood.at(-1)
  return {
    restored: back.length,
    lost: stood.filter((s) => !isWanted.has(keyOf(s)) && s.duties.some((id) => ended.has(id))).length,
    told,
    upTo: last && stood.length === UNDO_PIECE ? { callout: last.callout, person: last.person } : null,
  }
}

const keyOf = ({ callout, person }: SummonsKey) => `${callout} ${person}`

/**
 * Of what these summonses asked for, what lasts, and what ended since the act (primary key of duty). Of somebody who had nothing of it
 * left before, having said no, nothing is lost: they stay stood down, as the next round would have stood them down.
 */
async function dutiesSince(
  tx: Tx,
  now: Date,
  district: string,
  since: Date,
  stood: readonly StoodDown[],
): Promise<{ lasting: Set<string>; ended: Set<string> }> {
  const ids = [...new Set(stood.flatMap((s) => s.duties))]
  const found = await tx<{ id: string; lasts: boolean; since: boolean }[]>`
    select id, ends > greatest(starts, ${now}) as lasts, changed_at >= ${since} as since from duty
    where district = ${district} and id = any(${ids}::uuid[])`
  return {
    lasting: new Set(found.flatMap((d) => (d.lasts ? [d.id] : []))),
    ended: new Set(found.flatMap((d) => (d.since && !d.lasts ? [d.id] : []))),
  }
}

/** The duties that give again what these summonses asked for, by what they give again (index duty_again). */
async function dutiesAgain(tx: Tx, district: string, stood: readonly StoodDown[]): Promise<Map<string, string>> {
  const ids = [...new Set(stood.flatMap((s) => s.duties))]
  const found = await tx<{ of: string; id: string }[]>`
    select again_of as of, id from duty where district = ${district} and again_of = any(${ids}::uuid[])`
  return new Map(found.map((d) => [d.of, d.id]))
}

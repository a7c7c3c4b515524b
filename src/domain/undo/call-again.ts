import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { noteChange } from '../audit/changes.ts'
import { resumeHelpers, resumeSummonses, type StoodDown, stoodDownSince, stoppedAt } from '../callouts/resume.ts'
import { queueHoldsAgain } from '../callouts/tell-holds-again.ts'
import { lastingAmong } from '../gaps/still-asked.ts'
import { PIECE } from './bounds.ts'
import type { Undoing } from './model.ts'

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
export async function callNextBack(tx: Tx, now: Date, undoing: Undoing): Promise<CalledAgain> {
  const { district, lane, kind, actedAt } = undoing
  await countBeside(tx, district)
  const after = { callout: undoing.upTo, person: undoing.upToPerson }
  const stood =
    kind === 'callout'
      ? await stoppedAt(tx, district, undoing.subject, actedAt, after, PIECE)
      : await stoodDownSince(tx, district, undoing.campaign, actedAt, after, PIECE)
  const again = await dutiesAgain(tx, district, stood)
  const lasting = await lastingAmong(tx, now, district, [...new Set(stood.flatMap((s) => s.duties))])
  const wanted = stood.flatMap((s) => {
    const given = s.duties.flatMap((id) => again.get(id) ?? [])
    const asks = s.askedAs !== 'holder' ? kind === 'callout' : given.length > 0 || s.duties.some((id) => lasting.has(id))
    return asks ? [{ ...s, given }] : []
  })
  const back = await resumeSummonses(tx, now, district, wanted)
  if (kind === 'warning') back.push(...(await resumeHelpers(tx, district, undoing.campaign, actedAt, stood)))
  const told = await queueHoldsAgain(tx, now, { district, lane, since: actedAt }, back)
  if (back.length > 0) {
    await noteChange(tx, lane, [district], 'callouts')
    await ask(tx, lane, district, 'climb', now)
    await ask(tx, lane, district, 'send', now)
  }
  const last = stood.at(-1)
  return {
    restored: back.length,
    lost: stood.filter((s) => s.askedAs === 'holder' || kind === 'callout').length - wanted.length,
    told,
    upTo: last && stood.length === PIECE ? { callout: last.callout, person: last.person } : null,
  }
}

/** The duties that give again what these summonses asked for, by what they give again (index duty_again). */
async function dutiesAgain(tx: Tx, district: string, stood: readonly StoodDown[]): Promise<Map<string, string>> {
  const ids = [...new Set(stood.flatMap((s) => s.duties))]
  const found = await tx<{ of: string; id: string }[]>`
    select again_of as of, id from duty where district = ${district} and again_of = any(${ids}::uuid[])`
  return new Map(found.map((d) => [d.of, d.id]))
}

import type { Tx } from '../../db/connect.ts'
import { noteChange } from '../audit/changes.ts'
import { ENGINE } from '../audit/model.ts'
import { endDuties } from '../duties/store.ts'
import { afterEndedByHand } from '../gaps/stand-in.ts'
import { UNDO_PIECE } from './bounds.ts'
import type { ActUndoing } from './model.ts'

/** What became of a piece of a plan's lines. */
export interface EndedLines {
  ended: number
  /** The piece went up to this duty; null: it was the last. */
  upTo: string | null
}

/**
 * Ends the next duties that a plan gave, in the order of their ids: those that have not begun as if they had never been. Who was
 * called for them alone is stood down. (Primary keys of proposal_line and duty.)
 */
export async function endNextGiven(
  tx: Tx,
  now: Date,
  { district, lane, subject, upTo }: ActUndoing,
): Promise<EndedLines> {
  const lines = await tx<{ duty: string }[]>`
    select duty from proposal_line where district = ${district} and proposal = ${subject} and duty > ${upTo}
    order by duty limit ${UNDO_PIECE}`
  const ids = lines.map((l) => l.duty)
  const ended = await endDuties(tx, now, district, tx`id = any(${ids}::uuid[]) and proposal = ${subject}`, 'undone')
  if (ended.length > 0) {
    await noteChange(tx, lane, [district], 'duties')
    await afterEndedByHand(tx, now, ENGINE, ended)
  }
  return { ended: ended.length, upTo: ids.length < UNDO_PIECE ? null : (ids.at(-1) ?? null) }
}

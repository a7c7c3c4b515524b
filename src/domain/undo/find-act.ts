import { MINUTE } from '../../base/clock.ts'
import { MusterError } from '../../base/errors.ts'
import { EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { ACTUAL, UNDO_MINUTES } from '../audit/model.ts'
import type { UndoKind } from './model.ts'

/** An act as the audit keeps it, with the district where it is kept. */
export interface KeptAct {
  district: string
  id: string
  at: Date
  lane: string | null
  actor: string
  act: string
  subject: string | null
  detail: Record<string, unknown>
}

/** An act that may be undone, in which lane. */
export type UndoableAct = KeptAct & { lane: string; kind: UndoKind }

const KINDS: Readonly<Record<string, UndoKind>> = {
  'proposal.accept': 'plan',
  'callout.stop': 'callout',
  'warning.end': 'warning',
  'duty.give': 'duties',
  'summons.answer': 'answers',
}

/** What of an act may be undone while it is fresh; null: it stands. */
export function undoKindOf({ act, detail }: Pick<KeptAct, 'act' | 'detail'>): UndoKind | null {
  if (act === 'summons.answer' && typeof detail.written !== 'string') return null
  return KINDS[act] ?? null
}

/** Until when an act may be undone. */
export const undoableUntil = (at: Date): Date => new Date(at.getTime() + UNDO_MINUTES * MINUTE)

/** One act of a district, or of all (primary key of audit). ACT_UNKNOWN. */
export async function findAct(tx: Tx, district: string, id: string): Promise<KeptAct> {
  const [act] = await tx<KeptAct[]>`
    select district, id, at, lane, actor, act, subject, detail from audit
    where district = any(${[district, EVERYWHERE]}::text[]) and id = ${id}`
  if (!act) throw new MusterError('ACT_UNKNOWN', { act: id })
  return act
}

/** The lane that an act was done in; real life's for those on the register itself. ACT_UNKNOWN. */
export async function laneOfAct(tx: Tx, district: string, id: string): Promise<string> {
  return (await findAct(tx, district, id)).lane ?? ACTUAL
}

/** An act that may still be undone. ACT_UNKNOWN, ACT_FINAL, ACT_LONG_AGO. */
export async function undoableAct(tx: Tx, now: Date, district: string, id: string): Promise<UndoableAct> {
  const act = await findAct(tx, district, id)
  const kind = undoKindOf(act)
  if (kind === null) throw new MusterError('ACT_FINAL', { act: act.act })
  if (undoableUntil(act.at) < now) throw new MusterError('ACT_LONG_AGO', { minutes: UNDO_MINUTES })
  return { ...act, lane: act.lane ?? ACTUAL, kind }
}

import { MusterError } from '../../base/errors.ts'
import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { tryOut } from '../../db/try-out.ts'
import type { Actor } from '../audit/model.ts'
import { writeOnce } from '../audit/once.ts'
import { audit } from '../audit/store.ts'
import { takeBackIn } from '../callouts/written-answers.ts'
import { afterDecline } from '../gaps/actions.ts'
import { undoDutiesIn } from '../gaps/by-hand/undo.ts'
import { type UndoableAct, undoableAct } from './find-act.ts'
import { dutiesGivenBy } from './given-by.ts'
import type { GraveKind, UndoKind, UndoSize } from './model.ts'
import { beginCalloutUndo } from './undo-callout.ts'
import { beginPlanUndo } from './undo-plan.ts'
import { beginWarningUndo } from './undo-warning.ts'

/** Which act is to be undone. */
export interface UndoInput {
  district: string
  /** The row of the audit that tells of it. */
  act: string
  key?: string | undefined
}

/**
 * Undoes an act of the last ten minutes, whole: an accepted plan, a call-out that was stopped, a warning that was ended by hand; duties
 * given by hand and answers written down, too. What was is not changed: all that follows is new rows, and an audit row that names the
 * act. What is large is begun here, and done in pieces by the step `undo`. ACT_UNKNOWN, ACT_FINAL, ACT_LONG_AGO, ACT_UNDONE,
 * ACT_OVERTAKEN, KEY_USED.
 */
export async function undoAct(db: Db, now: Date, actor: Actor, input: UndoInput): Promise<UndoSize> {
  const { district, act, key } = input
  const sent = { district, key, act: 'act.undo', asked: act }
  return writeOnce(db, now, sent, (tx) => begin(tx, now, actor, input))
}

/** What `undoAct` would do at this moment, and what of it cannot be as it was; nothing is kept of it. The same errors. */
export async function tryUndo(db: Db, now: Date, actor: Actor, input: UndoInput): Promise<UndoSize> {
  return tryOut(db, now, (tx) => begin(tx, now, actor, input))
}

const GRAVE: Readonly<Record<GraveKind, (tx: Tx, now: Date, actor: Actor, act: UndoableAct) => Promise<UndoSize>>> = {
  plan: beginPlanUndo,
  callout: beginCalloutUndo,
  warning: beginWarningUndo,
}
const NOUN: Readonly<Record<GraveKind, string>> = { plan: 'proposal', callout: 'callout', warning: 'warning' }
const isGrave = (kind: UndoKind): kind is GraveKind => kind in GRAVE

async function begin(tx: Tx, now: Date, actor: Actor, { district, act: id }: UndoInput): Promise<UndoSize> {
  const act = await undoableAct(tx, now, district, id)
  if (!isGrave(act.kind)) return act.kind === 'duties' ? endGiven(tx, now, actor, act) : takeBack(tx, now, actor, act)
  const size = await GRAVE[act.kind](tx, now, actor, act)
  const { duties, people, lost } = size
  await audit(tx, now, actor, {
    district: act.district,
    lane: act.lane,
    act: `${NOUN[act.kind]}.undo`,
    subject: act.subject,
    detail: { undoes: act.id, duties, people, lost },
  })
  if (act.district !== EVERYWHERE) await ask(tx, act.lane, act.district, 'undo', now)
  return size
}

/** Ends duties that were given by hand. */
async function endGiven(tx: Tx, now: Date, actor: Actor, act: UndoableAct): Promise<UndoSize> {
  const given = (await dutiesGivenBy(tx, now, act.district, [act])).get(act.id) ?? []
  const ids = given.filter((d) => d.lasts).map((d) => d.id)
  const { ended } = await undoDutiesIn(tx, now, actor, act.district, ids, act.id)
  if (ended.length === 0) throw new MusterError('ACT_UNDONE')
  const people = new Set(ended.map((d) => d.holder)).size
  return { kind: 'duties', duties: ended.length, lost: given.length - ended.length, people }
}

/** Takes answers back that were written down. */
async function takeBack(tx: Tx, now: Date, actor: Actor, act: UndoableAct): Promise<UndoSize> {
  const written = { district: act.district, act: String(act.detail.written), undoes: act.id }
  const { restored, refused, fresh } = await takeBackIn(tx, now, actor, written, afterDecline)
  if (fresh === 0) throw new MusterError('ACT_UNDONE')
  return { kind: 'answers', duties: 0, lost: refused.length, people: restored.length }
}

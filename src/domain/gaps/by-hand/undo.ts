import { MINUTE } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { ACTUAL, type Actor, UNDO_MINUTES } from '../../audit/model.ts'
import { audit } from '../../audit/store.ts'
import type { Duty } from '../../duties/model.ts'
import { dutiesByIds, endDuties } from '../../duties/store.ts'
import { afterEndedByHand } from '../stand-in.ts'
import { type Refusal, refusalOf } from './model.ts'

export interface Undone {
  ended: string[]
  refused: ({ duty: string } & Refusal)[]
}

/** The lane that duties were given in; real life's for those that nobody knows. */
export async function laneOf(tx: Tx, district: string, duties: string[]): Promise<string> {
  const [first] = await dutiesByIds(tx, district, duties)
  return first?.lane ?? ACTUAL
}

/**
 * Ends duties that were given a moment ago: the place is open again, and whoever was called for nothing else is told that
 * they may stay. What is later than ten minutes is ended with a reason, as any duty is.
 */
export async function undoDuties(db: Db, now: Date, actor: Actor, district: string, duties: string[]): Promise<Undone> {
  return db.write(now, async (tx) => {
    const { ended, refused } = await undoDutiesIn(tx, now, actor, district, duties)
    return { ended: ended.map((d) => d.id), refused }
  })
}

/** The same inside a transaction; `undoes`: the row of the audit that tells that they were given. */
export async function undoDutiesIn(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  duties: readonly string[],
  undoes?: string,
): Promise<{ ended: Duty[]; refused: Undone['refused'] }> {
  const known = new Map((await dutiesByIds(tx, district, [...duties])).map((d) => [d.id, d]))
  const refused: Undone['refused'] = []
  for (const duty of new Set(duties)) {
    const error = whyNot(now, duty, known.get(duty))
    if (!error) continue
    refused.push({ duty, ...refusalOf(error) })
    known.delete(duty)
  }
  const which = [...known.keys()]
  const ended = await endDuties(tx, now, district, tx`id = any(${which}::uuid[])`, 'undone')
  const [first] = ended
  if (first) {
    const detail = { ended: ended.length, ...(undoes && { undoes }) }
    await audit(tx, now, actor, { district, lane: first.lane, act: 'duty.undo', detail })
    await afterEndedByHand(tx, now, actor, ended)
  }
  return { ended, refused }
}

function whyNot(now: Date, id: string, duty: Duty | undefined): MusterError | null {
  if (!duty) return new MusterError('DUTY_UNKNOWN', { duty: id })
  if (now.getTime() - duty.recordedAt.getTime() > UNDO_MINUTES * MINUTE)
    return new MusterError('UNDO_LATE', { minutes: UNDO_MINUTES })
  if (duty.ends && duty.ends <= (duty.starts > now ? duty.starts : now))
    return new MusterError('DUTY_PAST', { what: 'the duty is already over' })
  return null
}

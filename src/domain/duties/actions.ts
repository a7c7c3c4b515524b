import { MusterError } from '../../base/errors.ts'
import type { Db } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Duty, DutyInput } from './model.ts'
import { dutyById, endDuties, insertDuty } from './store.ts'

/** What must follow a change of the register inside its transaction: the gap step's refresh. Passed in, since gaps come later. */
export type AfterDuties = (tx: Parameters<Parameters<Db['write']>[1]>[0], now: Date, district: string, subjects: string[]) => Promise<void>

/** Gives a duty. */
export async function giveDuty(db: Db, now: Date, actor: Actor, input: DutyInput, after: AfterDuties): Promise<Duty> {
  return db.write(now, async (tx) => {
    const duty = await insertDuty(tx, now, actor, ACTUAL, input)
    await audit(tx, now, actor, { district: duty.district, act: 'duty.give', subject: duty.id, detail: { subject: duty.subject, role: duty.role, holder: duty.holder } })
    await after(tx, now, duty.district, [duty.subject])
    return duty
  })
}

/** Ends a duty now: from this instant nobody holds it, and that is what the board shows. */
export async function endDuty(
  db: Db, now: Date, actor: Actor, district: string, id: string, reason: string, after: AfterDuties,
): Promise<Duty> {
  return db.write(now, async (tx) => {
    const [ended] = await endDuties(tx, now, district, tx`id = ${id}`, reason)
    if (!ended) {
      const duty = await dutyById(tx, district, id)
      if (!duty) throw new MusterError('DUTY_UNKNOWN', { duty: id })
      throw new MusterError('DUTY_PAST', { what: 'the duty is already over' })
    }
    await audit(tx, now, actor, { district, act: 'duty.end', subject: id, detail: { reason } })
    await after(tx, now, district, [ended.subject])
    return ended
  })
}

/** Puts another holder in a duty's place: the old one ends and the new one begins at the same instant. */
export async function replaceHolder(
  db: Db, now: Date, actor: Actor, district: string, id: string, holder: string, reason: string, after: AfterDuties,
): Promise<Duty> {
  return db.write(now, async (tx) => {
    const [old] = await endDuties(tx, now, district, tx`id = ${id}`, reason)
    if (!old) throw new MusterError('DUTY_UNKNOWN', { duty: id })
    const duty = await insertDuty(tx, now, actor, old.lane, { ...old, holder, holderKind: 'person', starts: now })
    await audit(tx, now, actor, { district, act: 'duty.replace', subject: duty.id, detail: { instead: id, reason } })
    await after(tx, now, district, [duty.subject])
    return duty
  })
}

import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Duty, DutyInput } from './model.ts'
import { checkParties } from './parties.ts'
import { dutyById, endDuties, insertDuty } from './store.ts'

/** What must follow a change of the register inside its transaction: the gap step's refresh. Passed in, since gaps come later. */
export type AfterDuties = (tx: Tx, now: Date, district: string, subjects: string[]) => Promise<void>

/** What must follow duties that end: whoever was called for them alone is stood down. Passed in, for the same reason. */
export type AfterEnd = (tx: Tx, now: Date, actor: Actor, ended: readonly Duty[]) => Promise<void>

/** Whether one holder of the role answers alone for that subject. Passed in, since playbooks come later. */
export type SoleOf = (
  tx: Tx,
  lane: string,
  duty: Pick<Duty, 'district' | 'subjectKind' | 'subject' | 'role'>,
) => Promise<boolean>

/**
 * What must come before a duty is given: a holder of a sole role who is away makes room for a stand-in. Until when there is room;
 * null: without an end. Passed in, for the same reason.
 */
export type MakeRoom = (
  tx: Tx,
  now: Date,
  actor: Actor,
  lane: string,
  duty: Pick<Duty, 'district' | 'subject' | 'role' | 'sole' | 'holder' | 'starts'>,
) => Promise<{ until: Date | null; parted: readonly Duty[] }>

/** What giving a duty asks and brings about elsewhere. */
export interface GivingDuty {
  soleOf: SoleOf
  makeRoom: MakeRoom
  afterDuties: AfterDuties
  afterEnd: AfterEnd
}

/**
 * Gives a duty; one that stands in for somebody who is away ends where theirs goes on. DUTY_SPAN, DUTY_PAST, DUTY_TAKEN;
 * PLACE_UNKNOWN, UNIT_UNKNOWN, PERSON_UNKNOWN.
 */
export async function giveDuty(
  db: Db,
  now: Date,
  actor: Actor,
  input: DutyInput,
  { soleOf, makeRoom, afterDuties, afterEnd }: GivingDuty,
): Promise<Duty> {
  const [starts, ends] = [input.starts ? new Date(input.starts as Date) : now, input.ends as Date | null | undefined]
  if (ends && ends <= starts)
    throw new MusterError('DUTY_SPAN', { starts: starts.toISOString(), ends: ends.toISOString() })
  return db.write(now, async (tx) => {
    const asked = { subjectKind: 'place', holderKind: 'person', ...input, starts } as const
    await checkParties(tx, asked)
    const sole = await soleOf(tx, ACTUAL, asked)
    const { until, parted } = await makeRoom(tx, now, actor, ACTUAL, { ...asked, sole })
    // Who names an end that the register has no room for is refused, but for who stands in for somebody.
    const isCut = until !== null && (!ends || (parted.length > 0 && ends > until))
    const duty = await insertDuty(tx, now, actor, ACTUAL, { ...asked, ...(isCut && { ends: until }), sole })
    await audit(tx, now, actor, {
      district: duty.district,
      lane: ACTUAL,
      act: 'duty.give',
      subject: duty.id,
      detail: { subject: duty.subject, role: duty.role, holder: duty.holder },
    })
    await afterDuties(tx, now, duty.district, [duty.subject])
    if (parted.length > 0) await afterEnd(tx, now, actor, parted)
    return duty
  })
}

/** Ends a duty now: from this instant nobody holds it, that is what the board shows, and its holder may go. */
export async function endDuty(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  id: string,
  reason: string,
  after: AfterEnd,
): Promise<Duty> {
  return db.write(now, async (tx) => {
    const { ended } = await endOne(tx, now, district, id, reason)
    await audit(tx, now, actor, { district, lane: ended.lane, act: 'duty.end', subject: id, detail: { reason } })
    await after(tx, now, actor, [ended])
    return ended
  })
}

/**
 * Puts another holder in a duty's place, for as long as it was to last: one ends and the other begins at one instant. It
 * stays the duty that it was, sole or shared.
 */
export async function replaceHolder(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  id: string,
  holder: string,
  reason: string,
  after: AfterEnd,
): Promise<Duty> {
  return db.write(now, async (tx) => {
    const { before, ended } = await endOne(tx, now, district, id, reason)
    const starts = before.starts > now ? before.starts : now
    await checkParties(tx, { ...before, holder, holderKind: 'person' })
    const duty = await insertDuty(tx, now, actor, before.lane, { ...before, holder, holderKind: 'person', starts })
    const act = { district, lane: duty.lane, act: 'duty.replace', subject: duty.id }
    await audit(tx, now, actor, { ...act, detail: { instead: id, reason } })
    await after(tx, now, actor, [ended])
    return duty
  })
}

/** The duty as it was and as it is, ended now; DUTY_UNKNOWN, or DUTY_PAST when it was over already. */
async function endOne(
  tx: Tx,
  now: Date,
  district: string,
  id: string,
  reason: string,
): Promise<{ before: Duty; ended: Duty }> {
  const before = await dutyById(tx, district, id)
  if (!before) throw new MusterError('DUTY_UNKNOWN', { duty: id })
  const [ended] = await endDuties(tx, now, district, tx`id = ${id}`, reason)
  if (!ended) throw new MusterError('DUTY_PAST', { what: 'the duty is already over' })
  return { before, ended }
}

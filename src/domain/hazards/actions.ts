import { MINUTE } from '../../base/clock.ts'
import { type ErrorCode, MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, UNDO_MINUTES } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { type AfterRecords, takeIn } from '../records/actions.ts'
import { HAZARD_RECORDS } from '../records/hazard-names.ts'
import { unknownFault, unknownIn } from '../records/known.ts'
import type { RecordInput } from '../records/model.ts'
import { foldHazard, type NotCounted } from './fold.ts'
import type { Hazard, HazardSaying } from './model.ts'
import { holdHazards, recordsOfHazards } from './store.ts'

/** Who acts on which hazard, when. */
export interface HazardActing {
  now: Date
  actor: Actor
  district: string
  hazard: string
}

/** What somebody says of a hazard, written down by the desk. `id` is the record's own: sent again, it is the same. */
export interface HazardSaid {
  id: string
  state: HazardSaying
  toldBy: string
  /** Left out: now. */
  occurredAt?: Date | undefined
  /** Of a mistake; asked for by the route. */
  reason?: string | undefined
  note?: string | undefined
}

const REFUSAL: Readonly<Record<NotCounted, ErrorCode>> = {
  'same-person': 'HAZARD_SAME_PERSON',
  'not-treated': 'HAZARD_NOT_TREATED',
  'not-teller': 'HAZARD_NOT_TELLER',
  over: 'HAZARD_OVER',
  'taken-back': 'HAZARD_OVER',
  unclear: 'HAZARD_OVER',
}

/**
 * Writes down what somebody says of a hazard, as a record of its own. That it was a mistake is the coordinator's ruling where somebody
 * else than its teller says so. HAZARD_UNKNOWN, PERSON_UNKNOWN, RECORD_OTHER; HAZARD_SAME_PERSON, HAZARD_NOT_TREATED, HAZARD_OVER
 * where it would change nothing.
 */
export async function sayOfHazard(
  db: Db,
  acting: HazardActing,
  said: HazardSaid,
  after: AfterRecords,
): Promise<Hazard> {
  const { now } = acting
  return db.write(now, async (tx) => {
    const hazard = await held(tx, acting)
    const { state, reason, note } = said
    const ruling = state === 'mistaken' && said.toldBy !== hazard.toldBy
    const record: RecordInput = {
      id: said.id,
      kind: ruling ? 'hazard-ruling' : 'hazard-state',
      subject: hazard.subject,
      toldBy: said.toldBy,
      occurredAt: said.occurredAt ?? now,
      body: { of: hazard.id, state, ...(reason && { reason }), ...(note && { note }) },
    }
    return write(tx, acting, { hazard, record, act: `hazard.${state}` }, after)
  })
}

/**
 * Takes back a record of a hazard that came in during the last ten minutes: what it changed is as before; with the first, the hazard
 * is a mistake. Both stay readable. HAZARD_UNKNOWN, RECORD_UNKNOWN, HAZARD_LATE.
 */
export async function takeBackTold(
  db: Db,
  acting: HazardActing,
  { id, record: back }: { id: string; record: string },
  after: AfterRecords,
): Promise<Hazard> {
  const { now, district } = acting
  return db.write(now, async (tx) => {
    const hazard = await held(tx, acting)
    const told = (await recordsOfHazards(tx, district, [hazard.id])).find((r) => r.id === back)
    if (!told || !(HAZARD_RECORDS as readonly string[]).includes(told.kind)) {
      throw new MusterError('RECORD_UNKNOWN', { record: back })
    }
    if (now.getTime() - told.receivedAt.getTime() > UNDO_MINUTES * MINUTE)
      throw new MusterError('HAZARD_LATE', { record: back })
    const record: RecordInput = {
      id,
      kind: 'hazard-ruling',
      subject: hazard.subject,
      toldBy: told.toldBy,
      occurredAt: now,
      body: { of: hazard.id, state: 'taken-back' },
      corrects: back,
    }
    return write(tx, acting, { hazard, record, act: 'hazard.take-back' }, after)
  })
}

/** Holds the hazard, in the turn that the record will need. */
async function held(tx: Tx, { district, hazard: id }: HazardActing): Promise<Hazard> {
  await countBeside(tx, district)
  const hazard = (await holdHazards(tx, district, [id])).get(id)
  if (!hazard) throw new MusterError('HAZARD_UNKNOWN', { hazard: id })
  return hazard
}

/** Takes the record in; one that would change nothing is refused. Returns the hazard as it is then. */
async function write(
  tx: Tx,
  { now, actor, district }: HazardActing,
  { hazard, record, act }: { hazard: Hazard; record: RecordInput; act: string },
  after: AfterRecords,
): Promise<Hazard> {
  const { id, lane } = hazard
  const [unknown] = (await unknownIn(tx, { district, lane }, [record])).get(record.id) ?? []
  if (unknown && unknown !== 'RECORD_KIND') throw unknownFault(unknown, record)
  const [kept] = await takeIn(tx, { now, actor, district, lane }, [record], after)
  const folded = foldHazard(id, await recordsOfHazards(tx, district, [id]))
  if (kept === 'refused') {
    // Sent again a second later, it has another time of its own: the same record, if it says the same.
    const first = folded?.course.find((s) => s.record.id === record.id)?.record
    if (first?.body.state !== record.body.state || first?.toldBy !== record.toldBy) {
      throw new MusterError('RECORD_OTHER', { record: record.id })
    }
  }
  const not = folded?.course.find((s) => s.record.id === record.id)?.not
  if (kept === 'new' && not) throw new MusterError(REFUSAL[not], { hazard: id })
  if (kept === 'new') {
    await audit(tx, now, actor, { district, lane, act, subject: id, detail: { record: record.id } })
  }
  return folded?.hazard ?? hazard
}

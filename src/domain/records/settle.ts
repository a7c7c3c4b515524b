import { MusterError } from '../../base/errors.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { type AfterRecords, takeIn } from './actions.ts'
import { type Aside, holdAside, saveSettled } from './aside-store.ts'
import { unknownFault, unknownIn } from './known.ts'
import type { RecordInput } from './model.ts'

/** A record kept aside, and who settles it when. */
export interface Settling {
  now: Date
  actor: Actor
  district: string
  id: string
}

/** What a record kept aside is tied to, instead of what it names; left out: what it names stays. */
export interface Tie {
  subject?: string | undefined
  toldBy?: string | undefined
  kind?: string | undefined
  /** The hazard that is meant. */
  of?: string | undefined
}

/**
 * Takes a record that was kept aside into the register, tied to what somebody says is meant. It counts from now on.
 * ASIDE_UNKNOWN, ASIDE_SETTLED; PLACE_UNKNOWN, PERSON_UNKNOWN, RECORD_KIND where what is meant is not known either.
 */
export async function tieAside(db: Db, settling: Settling, tie: Tie, after: AfterRecords): Promise<RecordInput> {
  const { now, actor, district, id } = settling
  return db.write(now, async (tx) => {
    const aside = await waiting(tx, district, id)
    const { of, ...named } = tie
    const before = recordOf(aside)
    const record = { ...before, ...given(named), body: { ...before.body, ...given({ of }) } }
    const [reason] = (await unknownIn(tx, { district, lane: aside.lane }, [record])).get(id) ?? []
    if (reason) throw unknownFault(reason, record)
    await takeIn(tx, { now, actor, district, lane: aside.lane }, [record], after)
    await saveSettled(tx, settling, { at: now, by: actorText(actor), as: 'tied', reason: null })
    await audit(tx, now, actor, {
      district,
      lane: aside.lane,
      act: 'record.tie',
      subject: id,
      detail: { ...given(tie) },
    })
    return record
  })
}

/** Drops a record that was kept aside: it stays readable there, and counts nowhere. ASIDE_UNKNOWN, ASIDE_SETTLED. */
export async function dropAside(db: Db, settling: Settling, reason: string): Promise<void> {
  const { now, actor, district, id } = settling
  await db.write(now, async (tx) => {
    const { lane } = await waiting(tx, district, id)
    await saveSettled(tx, settling, { at: now, by: actorText(actor), as: 'dropped', reason })
    await audit(tx, now, actor, { district, lane, act: 'record.drop', subject: id, detail: { reason } })
  })
}

async function waiting(tx: Tx, district: string, id: string): Promise<Aside> {
  const aside = await holdAside(tx, district, id)
  if (!aside) throw new MusterError('ASIDE_UNKNOWN', { record: id })
  if (aside.settledAs) throw new MusterError('ASIDE_SETTLED', { record: id, settled: aside.settledAs })
  return aside
}

function recordOf({ id, kind, subject, toldBy, occurredAt, at, body, corrects }: Aside): RecordInput {
  return { id, kind, subject, toldBy, occurredAt, body, at: at ?? undefined, corrects: corrects ?? undefined }
}

/** What a tie says, without what it leaves out. */
function given<T extends object>(tie: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(tie).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof given<T>
  >
}

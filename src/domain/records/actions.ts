import type { Db, Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { RecordInput, Taken } from './model.ts'
import { insertRecords } from './store.ts'

/** What must follow new records inside their transaction: the evidence that requirements wait for. Passed in, since gaps come later. */
export type AfterRecords = (tx: Tx, now: Date, district: string, lane: string, records: RecordInput[]) => Promise<void>

interface TakenRecord {
  id: string
  kept: Taken
}

/** Who takes records in, when, and to where. */
export interface Taking {
  now: Date
  actor: Actor
  district: string
  lane: string
}

/** Takes in records of the program's own, which name what is there. Sending them again changes nothing and says so. */
export async function takeRecords(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  lane: string,
  records: RecordInput[],
  after: AfterRecords,
): Promise<TakenRecord[]> {
  if (records.length === 0) return []
  return db.write(now, async (tx) => {
    const kept = await takeIn(tx, { now, actor, district, lane }, records, after)
    return records.map(({ id }, i) => ({ id, kept: kept[i] ?? 'refused' }))
  })
}

/** The same inside a transaction; what became of each, in their order. */
export async function takeIn(
  tx: Tx,
  { now, actor, district, lane }: Taking,
  records: RecordInput[],
  after: AfterRecords,
): Promise<Taken[]> {
  const kept = await insertRecords(tx, now, district, lane, records)
  const fresh = records.filter((_, i) => kept[i] === 'new')
  if (fresh.length > 0) {
    await audit(tx, now, actor, {
      district,
      lane,
      act: 'record.take',
      subject: fresh.length === 1 ? (fresh[0]?.id ?? null) : null,
      detail: { records: fresh.length, kind: [...new Set(fresh.map((r) => r.kind))] },
    })
    await after(tx, now, district, lane, fresh)
  }
  return kept
}

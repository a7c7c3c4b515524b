import type { Db, Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Receipt, RecordInput } from './model.ts'
import { insertRecords } from './store.ts'

/** What must follow new records inside their transaction: the evidence that requirements wait for. Passed in, since gaps come later. */
export type AfterRecords = (tx: Tx, now: Date, district: string, lane: string, records: RecordInput[]) => Promise<void>

/** Takes records in. Sending them again changes nothing and says so. */
export async function takeRecords(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  lane: string,
  records: RecordInput[],
  after: AfterRecords,
): Promise<Receipt[]> {
  if (records.length === 0) return []
  return db.write(now, async (tx) => {
    const receipts = await insertRecords(tx, now, district, lane, records)
    const kept = records.filter((_, i) => receipts[i]?.kept === 'new')
    if (kept.length > 0) {
      await audit(tx, now, actor, {
        district,
        lane,
        act: 'record.take',
        subject: kept.length === 1 ? (kept[0]?.id ?? null) : null,
        detail: { records: kept.length, kind: [...new Set(kept.map((r) => r.kind))] },
      })
      await after(tx, now, district, lane, kept)
    }
    return receipts
  })
}

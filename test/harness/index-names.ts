import type { Db } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { freshInDistrict, indexNames } from '../../src/domain/search/keep-names.ts'

/** Indexes the names of a district that are not yet, as the step `index` does, without an engine. */
export async function indexNow(db: Db, now: Date, district: string): Promise<void> {
  const at = { lane: ACTUAL, district, now }
  await db.write(now, async (tx) => {
    const fresh = await freshInDistrict(tx, at)
    await indexNames(tx, at, fresh?.names ?? [])
  })
}

import { type Db, openDb } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { settle } from './county.ts'

/** Makes a register in a folder with the little county in it, as a command finds it; `then` does what happened there since. */
export async function countyIn(folder: string, now: Date, then?: (db: Db) => Promise<unknown>): Promise<void> {
  const db = await openDb({ folder })
  await migrate(db, now)
  await settle(db, now)
  await then?.(db)
  await db.close()
}

import { inject } from 'vitest'
import { type Db, openDb } from '../../src/db/connect.ts'
import { databaseOf } from './template.ts'

/** A second process's view of a story's database: connections of its own. Not on the embedded engine, which has one. */
export async function another<T>(first: Db, fn: (db: Db) => Promise<T>): Promise<T> {
  const template = inject('template')
  if (template.engine === 'embedded') throw new Error('the embedded engine belongs to one process')
  const [here] = await first.read((tx) => tx<{ name: string }[]>`select current_database() as name`)
  const db = await openDb({ url: databaseOf(template.url, here?.name ?? ''), pool: 4 })
  try {
    return await fn(db)
  } finally {
    await db.close()
  }
}

import { afterAll, afterEach, beforeAll } from 'vitest'
import type { MusterError } from '../../src/base/errors.ts'
import { type Db, type OpenOptions, openDb } from '../../src/db/connect.ts'
import { type Cluster, makeCluster } from './cluster.ts'
import { START } from './world.ts'

/** How many connections the server takes. */
export const CONNECTIONS = 12

/** A database server of the file's own with a table `tally` of numbers in it. */
export function useOwnServer() {
  let cluster: Cluster
  const opened: Db[] = []
  beforeAll(async () => {
    cluster = await makeCluster(CONNECTIONS)
    const db = await openDb({ url: cluster.url, pool: 1 })
    await db.write(START, (tx) => tx`create table tally (n int primary key)`)
    await db.close()
  })
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close()
  })
  afterAll(async () => {
    await cluster.stop('immediate')
    cluster.remove()
  })
  return {
    get url() {
      return cluster.url
    },
    start: () => cluster.start(),
    stop: (mode: 'fast' | 'immediate') => cluster.stop(mode),
    /** Opens it with so many connections, until the end of the test. */
    async open(pool: number, more: Pick<OpenOptions, 'prepare' | 'limits'> = {}): Promise<Db> {
      const db = await openDb({ url: cluster.url, pool, ...more })
      opened.push(db)
      return db
    },
  }
}

/** The code of the error with which an act is refused, or `done`. */
export const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: MusterError) => error.code,
  )

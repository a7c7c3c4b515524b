import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/connect.ts'
import { distribute, notSpread } from '../../src/db/distribute.ts'
import { MIGRATIONS, migrate, migrationsIn } from '../../src/db/migrate.ts'
import { databaseOf } from '../harness/template.ts'
import { START } from '../harness/world.ts'

const url = process.env.MUSTER_TEST_CITUS_URL ?? ''
const NAME = 'muster_test_migrations'

/** A database of its own on every node of the cluster that the tests of this run use. */
async function onEveryNode(act: (node: postgres.Sql, at: { host: string; port: string }) => Promise<unknown>) {
  const known = postgres(url, { max: 1, onnotice: () => {} })
  const nodes = await known<{ host: string; port: number }[]>`
    select nodename as host, nodeport as port from pg_dist_node order by groupid`
  await known.end()
  for (const { host, port } of nodes) {
    const own = new URL(databaseOf(url, 'postgres'))
    own.hostname = host
    own.port = String(port)
    const node = postgres(own.href, { max: 1, onnotice: () => {} })
    await act(node, { host, port: String(port) }).finally(() => node.end())
  }
}

const drop = () => onEveryNode((node) => node`drop database if exists ${node(NAME)} with (force)`)

// Only a distributed database lays tables on nodes.
describe.skipIf(!url)('a register that is spread over nodes (told where MUSTER_TEST_CITUS_URL names Citus)', () => {
  let folder = ''
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'muster-migrations-'))
    await drop()
    const workers: { host: string; port: string }[] = []
    await onEveryNode(async (node, at) => {
      await node`create database ${node(NAME)}`
      const own = new URL(databaseOf(url, NAME))
      own.hostname = at.host
      own.port = at.port
      const inside = postgres(own.href, { max: 1, onnotice: () => {} })
      await inside`create extension citus`
      await inside.end()
      workers.push(at)
    })
    const [self, ...others] = workers as [{ host: string; port: string }, ...{ host: string; port: string }[]]
    const coordinator = postgres(databaseOf(url, NAME), { max: 1, onnotice: () => {} })
    await coordinator`select citus_set_coordinator_host(${self.host}, ${Number(self.port)})`
    for (const { host, port } of others) await coordinator`select citus_add_node(${host}, ${Number(port)})`
    await coordinator.end()
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await drop()
  })

  // From the first state that can be spread at all: before it a table lacks the key that spreading asks for.
  const from = migrationsIn().findIndex((m) => m.name.startsWith('0006'))
  test('takes in each migration after it, and what that makes is spread too', async () => {
    const all = migrationsIn()
    for (const { name } of all.slice(0, from + 1)) cpSync(join(MIGRATIONS, name), join(folder, name))
    const db = await openDb({ url: databaseOf(url, NAME), pool: 1 })
    try {
      await migrate(db, START, { folder })
      await distribute(db, START, folder)
      expect(await migrate(db, START)).toEqual(all.slice(from + 1).map((m) => m.name))
      expect(await db.read((tx) => notSpread(tx))).toEqual([])
    } finally {
      await db.close()
    }
  })
})

import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { type MovableClock, movableClock } from '../../src/base/clock.ts'
import { type Db, openDb, type Tx } from '../../src/db/connect.ts'
import { SETTLED, settle } from './county.ts'
import { databaseOf, type Template } from './template.ts'

/** Eight in the morning of the day on which Poyang county's dams were fought for: when every world begins. */
export const START = SETTLED

/** A migrated database with nothing in it, and a time that moves only when the test moves it. */
export interface World {
  readonly db: Db
  readonly clock: MovableClock
  now(): Date
}

/**
 * Gives each test of the file a fresh world on the engine of the run: embedded, or the one that MUSTER_TEST_URL or
 * MUSTER_TEST_CITUS_URL names. To be called at the top of a test file; the world is there inside its tests. `settled`: with the little
 * county in it.
 *
 *     const world = useWorld()
 *     test('…', async () => { await giveDuty(world.db, world.now(), …) })
 */
export function useWorld(start: Date = START, { settled = false } = {}): World {
  const source = sourceOf(inject('template'), settled)
  let db: Db | null = null
  let clock = movableClock(start)
  beforeAll(() => source.open())
  beforeEach(async () => {
    clock = movableClock(start)
    db = await source.fresh()
  })
  afterEach(async () => {
    if (db) await source.leave(db)
    db = null
  })
  afterAll(() => source.close())
  return {
    get db() {
      if (!db) throw new Error('a world is there only inside a test')
      return db
    },
    get clock() {
      return clock
    },
    now: () => clock.now(),
  }
}

/** Where fresh databases come from: opened once a file, asked once a test. */
interface Source {
  open(): Promise<void>
  fresh(): Promise<Db>
  leave(db: Db): Promise<void>
  close(): Promise<void>
}

function sourceOf(template: Template, settled: boolean): Source {
  if (template.engine === 'embedded')
    return emptied(() => openDb({ memory: { from: template.dump } }), settled && putBack)
  if (template.engine === 'distributed') return emptied(() => openDb({ url: template.url }), settled && settleAnew)
  return cloned(template.url, settled ? template.settled : template.name)
}

/** The database of this process, which runs one file after another (`isolate: false` in vitest.config.ts). */
let kept: Promise<Db> | null = null

/**
 * One database for the process, emptied before each test: on the embedded engine that takes 50 ms, another start 3 s. It
 * ends with the process.
 */
function emptied(openOne: () => Promise<Db>, fillIt: false | ((db: Db) => Promise<unknown>)): Source {
  return {
    async open() {
      kept ??= openOne()
      await kept
    },
    async fresh() {
      if (!kept) throw new Error('the database did not open')
      const db = await kept
      // One that broke down in a test fails that test, and none of those that come after it in this process.
      if (db.state().state === 'ended') kept = openOne()
      const fresh = await kept
      await empty(fresh)
      if (fillIt) await fillIt(fresh)
      return fresh
    },
    async leave() {},
    async close() {},
  }
}

/** A database a test, cloned from the template and dropped after. */
function cloned(url: string, template: string): Source {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  let name = ''
  return {
    async open() {},
    async fresh() {
      name = `muster_test_${randomUUID().replaceAll('-', '')}`
      await admin`create database ${admin(name)} template ${admin(template)}`
      return openDb({ url: databaseOf(url, name), pool: 4 })
    },
    async leave(db) {
      await db.close()
      await admin`drop database if exists ${admin(name)} with (force)`
    },
    close: () => admin.end(),
  }
}

/**
 * Empties every table of ours that holds a row, but the list of migrations. Migrations themselves plant no rows. Citus hands
 * on what a part of a statement finds as columns, and there has to be one.
 */
async function empty(db: Db): Promise<void> {
  await db.write(START, async (tx) => {
    const full = await filledTables(tx)
    if (full.length > 0)
      await tx.unsafe(`truncate ${full.map((name) => `"${name}"`).join(', ')} restart identity cascade`)
  })
}

async function filledTables(tx: Tx): Promise<string[]> {
  const tables = await tx<{ name: string }[]>`
    select relname as name from pg_class c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migration'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`
  const checks = tables.map(({ name }) => `select '${name}' as name where exists (select true from "${name}")`)
  if (checks.length === 0) return []
  return (await tx.unsafe<{ name: string }[]>(checks.join(' union all '))).map((t) => t.name)
}

const settleAnew = (db: Db) => settle(db, START)

/**
 * The county as it was settled the first time in this database, kept in tables beside ours: to put its rows back takes a fifth of
 * settling it anew. Rows that were good then are good now, so nothing looks at them again.
 */
async function putBack(db: Db): Promise<void> {
  const kept = await db.read((tx) => keptTables(tx))
  if (kept.length > 0) {
    await db.write(START, async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(
        kept
          .map(({ name, columns }) => `insert into "${name}" (${columns}) select ${columns} from settled."${name}"`)
          .join(';'),
      )
    })
    return
  }
  await settleAnew(db)
  await db.write(START, async (tx) => {
    await tx`create schema settled`
    for (const name of await filledTables(tx))
      await tx.unsafe(`create table settled."${name}" as table public."${name}"`)
  })
}

/** Tables kept, with those of their columns that are not made from others. */
async function keptTables(tx: Tx): Promise<readonly { name: string; columns: string }[]> {
  return tx<{ name: string; columns: string }[]>`
    select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class k join pg_class c on c.relname = k.relname and c.relnamespace = 'public'::regnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where k.relnamespace = to_regnamespace('settled') and k.relkind = 'r' group by c.relname`
}

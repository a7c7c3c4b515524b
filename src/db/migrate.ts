import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MusterError } from '../base/errors.ts'
import type { Db, Tx } from './connect.ts'
import { EXTENSIONS } from './engines.ts'
import { layOut, layoutsIn, toSpread } from './layouts.ts'
import { statementsOf } from './statements.ts'

/** A migration as its file has it: `0003-places.sql` is the name, the text is what runs. */
export interface Migration {
  name: string
  sql: string
  sha256: string
}

export interface MigrateOptions {
  /** Where the migrations are; the project's own when left out. */
  folder?: string | undefined
  /** Told each migration before it runs. */
  onProgress?: ((text: string) => void) | undefined
}

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))
// Any number, as long as everything that migrates a Muster database uses the same: "must" in ASCII.
const LOCK = 0x6d757374

/**
 * Earlier texts of migrations that left behind what the text of today does: a database on which one was applied goes on.
 * 0020 had an update that a distributed database refuses.
 */
const SAME_EFFECT: ReadonlySet<string> = new Set(['837454e23b1ca322e7616ed4c80d85d1fb9613ed3566f998227e2e0fecee288a'])

/** The migrations in a folder, in the order of their numbers. */
export function migrationsIn(folder: string = MIGRATIONS): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[\w-]+\.sql$/.test(name))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Applies what is not yet applied, each in a transaction of its own, and returns the names; those before it stay when one
 * fails. Processes that start at once take turns. Throws DB_MIGRATION_CHANGED when the text of an applied one is no longer
 * the same, DB_NEWER when the database has some that are unknown here, DB_EXTENSION_MISSING when PostGIS can't be made.
 */
export async function migrate(db: Db, now: Date, options: MigrateOptions = {}): Promise<string[]> {
  const known = migrationsIn(options.folder)
  await db.write(now, prepare, { long: true })
  const spread = db.can.distributed && (await db.read((tx) => isSpread(tx)))
  const applied: string[] = []
  for (;;) {
    const name = await db.write(now, (tx) => applyNext(tx, { ...options, known, spread, now }), { long: true })
    if (name === null) return applied
    applied.push(name)
  }
}

/** What is applied and since when, and what is not yet; applies nothing. Throws as `migrate` does. */
export async function migrationStatus(
  db: Db,
  folder?: string,
): Promise<{ applied: { name: string; at: Date }[]; pending: string[] }> {
  const known = migrationsIn(folder)
  const applied = await db.read(async (tx) => {
    const [table] = await tx<{ there: boolean }[]>`select to_regclass('migration') is not null as there`
    return table?.there ? appliedIn(tx) : []
  })
  const pending = pendingOf(known, applied)
  return { applied: applied.map(({ name, at }) => ({ name, at })), pending: pending.map((m) => m.name) }
}

/**
 * Extensions first: they may need a right that the rest does not, and the migrations' types need them. One that is there is
 * not asked for again: Citus demands the owner's right for it all the same.
 */
async function prepare(tx: Tx): Promise<void> {
  await takeTurn(tx)
  for (const extension of EXTENSIONS) {
    const [there] = await tx`select true from pg_extension where extname = ${extension}`
    if (there) continue
    try {
      await tx.savepoint((inner) => inner`create extension if not exists ${inner(extension)}`)
    } catch (error) {
      throw new MusterError('DB_EXTENSION_MISSING', { extension, reason: (error as Error).message }, { cause: error })
    }
  }
  await tx`create table if not exists migration (name text primary key, sha256 text not null, at timestamptz not null)`
}

/** How much of a column the planner looks at: Citus refuses to set it on a table that is spread, where it is no more than advice. */
const NOT_WHERE_SPREAD = /^alter table \w+ alter column \w+ set statistics \d+$/m

/**
 * Statement by statement, since Citus refuses in one text what it does one by one. Where the database is spread over nodes
 * already, a table that a migration makes is laid out at once, before the rows that the same migration writes into it.
 */
async function applyNext(
  tx: Tx,
  { known, spread, now, onProgress }: { known: Migration[]; spread: boolean; now: Date } & MigrateOptions,
): Promise<string | null> {
  await takeTurn(tx)
  const [next] = pendingOf(known, await appliedIn(tx))
  if (!next) return null
  onProgress?.(`migration ${next.name}`)
  const layouts = spread ? layoutsIn([next]) : []
  if (spread) await tx`set local citus.enable_unsafe_triggers = on`
  for (const statement of statementsOf(next.sql)) {
    if (spread && NOT_WHERE_SPREAD.test(statement)) continue
    await tx.unsafe(statement)
    const layout = layouts.find((l) => l.table === CREATES.exec(statement)?.[1])
    if (layout) await layOut(tx, layout)
  }
  await tx`insert into migration (name, sha256, at) values (${next.name}, ${next.sha256}, ${now})`
  return next.name
}

/** The table that a statement makes; comments may stand before it. */
const CREATES = /^(?:--[^\n]*\n\s*)*create table (\w+)/

/** Whether the tables lie on the nodes of a distributed database: the first that would is there and not on the coordinator alone. */
async function isSpread(tx: Tx): Promise<boolean> {
  const [area] = await tx<{ there: boolean }[]>`select to_regclass('area') is not null as there`
  return area?.there === true && !(await toSpread(tx, ['area'])).has('area')
}

/** Lasts until the transaction ends, so that a process that dies lets go. */
async function takeTurn(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${LOCK})`
}

type Applied = { name: string; sha256: string; at: Date }

function appliedIn(tx: Tx): Promise<Applied[]> {
  return tx<Applied[]>`select name, sha256, at from migration order by name`
}

function pendingOf(known: Migration[], applied: Applied[]): Migration[] {
  const byName = new Map(known.map((m) => [m.name, m]))
  for (const { name, sha256 } of applied) {
    const file = byName.get(name)
    if (!file) throw new MusterError('DB_NEWER', { found: name, known: known.at(-1)?.name ?? 'none' })
    if (file.sha256 !== sha256 && !SAME_EFFECT.has(sha256)) throw new MusterError('DB_MIGRATION_CHANGED', { name })
  }
  const done = new Set(applied.map((m) => m.name))
  return known.filter((m) => !done.has(m.name))
}

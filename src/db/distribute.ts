import { MusterError } from '../base/errors.ts'
import type { Db, Tx } from './connect.ts'
import { type Migration, migrationsIn } from './migrate.ts'

/** How a table lies on the nodes of a distributed database: whole on each, or in parts by a column. */
export interface Layout {
  table: string
  /** The column it is spread by; null for a reference table. */
  by: string | null
}

/**
 * The layouts that migrations declare, reference tables first, since those that are spread point at them:
 *
 *     -- reference: area
 *     -- distribute: duty by district
 */
export function layoutsIn(migrations: readonly Migration[]): Layout[] {
  const found: Layout[] = []
  for (const { sql } of migrations) {
    for (const [, reference, table, by] of sql.matchAll(/^-- (?:reference: (\w+)|distribute: (\w+) by (\w+))\s*$/gm)) {
      found.push(reference ? { table: reference, by: null } : { table: table as string, by: by as string })
    }
  }
  return [...found.filter((l) => l.by === null), ...found.filter((l) => l.by !== null)]
}

/**
 * Spreads the tables over the nodes of Citus as the migrations declare, and returns those it spread; what is spread already
 * is left alone, so it may be run again. Throws DB_NOT_DISTRIBUTED on the other engines.
 *
 * Reference tables come one a transaction. From then on Citus takes whatever points at one (unit at area) for a table of
 * its own that lies on the coordinator, and of two such tables that point at each other it can spread neither first. So the
 * foreign keys among those that are to be spread are set aside and made again, all in one transaction.
 */
export async function distribute(db: Db, now: Date, folder?: string): Promise<string[]> {
  if (!db.can.distributed) throw new MusterError('DB_NOT_DISTRIBUTED', { engine: db.engine })
  const layouts = layoutsIn(migrationsIn(folder))
  const whole: string[] = []
  for (const { table } of layouts.filter((l) => l.by === null)) {
    await db.write(now, async (tx) => {
      if (!(await toSpread(tx, [table])).has(table)) return
      await tx`select create_reference_table(${table}::regclass)`
      whole.push(table)
    })
  }
  return db.write(now, async (tx) => {
    const spread = layouts.filter((l) => l.by !== null)
    const wanted = await toSpread(
      tx,
      spread.map((l) => l.table),
    )
    const keys = await setAside(tx, [...wanted])
    // Ours compare an old row with its new one and query nothing, so they are safe on whichever node holds the row.
    await tx`set local citus.enable_unsafe_triggers = on`
    for (const { table, by } of spread) {
      if (wanted.has(table)) await tx`select create_distributed_table(${table}::regclass, ${by})`
    }
    for (const { table, name, key } of keys) {
      await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(key)}`
    }
    return [...whole, ...wanted]
  })
}

/** The tables that a distributed database has and that lie on its coordinator alone, though they are meant to be spread. */
export async function notSpread(tx: Tx, folder?: string): Promise<string[]> {
  const tables = layoutsIn(migrationsIn(folder)).map((l) => l.table)
  return [...(await toSpread(tx, tables))]
}

/** Those of these tables that lie on the coordinator alone, whether Citus knows them or not. */
async function toSpread(tx: Tx, tables: string[]): Promise<Set<string>> {
  const rows = await tx<{ table: string }[]>`
    select t.name as table from unnest(${tables}::text[]) with ordinality as t (name, nth)
    where not exists (select from citus_tables c
      where c.table_name = t.name::regclass and c.citus_table_type <> 'local')
    order by t.nth`
  return new Set(rows.map((r) => r.table))
}

/** Takes away the foreign keys from one of these tables to another, and returns them. */
async function setAside(tx: Tx, tables: string[]): Promise<{ table: string; name: string; key: string }[]> {
  const keys = await tx<{ table: string; name: string; key: string }[]>`
    select f.conrelid::regclass::text as table, f.conname as name, pg_get_constraintdef(f.oid) as key
    from pg_constraint f
    where f.contype = 'f' and f.conrelid = any(${tables}::regclass[]) and f.confrelid = any(${tables}::regclass[])
    order by 1, 2`
  for (const { table, name } of keys) await tx`alter table ${tx(table)} drop constraint ${tx(name)}`
  return [...keys]
}

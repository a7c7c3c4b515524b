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
 * Spreads the tables over the nodes of Citus as the migrations declare, one a transaction, and returns those it spread; what
 * is spread already is left alone, so it may be run again. Throws DB_NOT_DISTRIBUTED on the other engines.
 */
export async function distribute(db: Db, now: Date, folder?: string): Promise<string[]> {
  if (!db.can.distributed) throw new MusterError('DB_NOT_DISTRIBUTED', { engine: db.engine })
  const spread: string[] = []
  for (const layout of layoutsIn(migrationsIn(folder))) {
    if (await db.write(now, (tx) => spreadTable(tx, layout))) spread.push(layout.table)
  }
  return spread
}

async function spreadTable(tx: Tx, { table, by }: Layout): Promise<boolean> {
  const [done] = await tx`select from citus_tables where table_name = ${table}::regclass`
  if (done) return false
  // Ours compare an old row with its new one and query nothing, so they are safe on whichever node holds the row.
  await tx`set local citus.enable_unsafe_triggers = on`
  if (by === null) await tx`select create_reference_table(${table}::regclass)`
  else await tx`select create_distributed_table(${table}::regclass, ${by})`
  return true
}

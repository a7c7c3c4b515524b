import type { Tx } from './connect.ts'

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
export function layoutsIn(migrations: readonly { sql: string }[]): Layout[] {
  const found: Layout[] = []
  for (const { sql } of migrations) {
    for (const [, reference, table, by] of sql.matchAll(/^-- (?:reference: (\w+)|distribute: (\w+) by (\w+))\s*$/gm)) {
      found.push(reference ? { table: reference, by: null } : { table: table as string, by: by as string })
    }
  }
  return [...found.filter((l) => l.by === null), ...found.filter((l) => l.by !== null)]
}

/** Lays a table on the nodes as it is meant to lie. */
export async function layOut(tx: Tx, { table, by }: Layout): Promise<void> {
  if (by === null) await tx`select create_reference_table(${table}::regclass)`
  else await tx`select create_distributed_table(${table}::regclass, ${by})`
}

/** Those of these tables that lie on the coordinator alone, whether Citus knows them or not; none that is not there. */
export async function toSpread(tx: Tx, tables: string[]): Promise<Set<string>> {
  const rows = await tx<{ table: string }[]>`
    select t.name as table from unnest(${tables}::text[]) with ordinality as t (name, nth)
    where to_regclass(t.name) is not null and not exists (select from citus_tables c
      where c.table_name = to_regclass(t.name) and c.citus_table_type <> 'local')
    order by t.nth`
  return new Set(rows.map((r) => r.table))
}

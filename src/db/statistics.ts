import type { Db, Tx } from './connect.ts'

/** Fewer new rows than this change no plan that matters. */
const MANY = 2_000

/**
 * Has the database look at a table just written to, where the rows are many beside what it knew of, or where it never looked at
 * any: it takes such a table for nearly empty and then joins a hundred thousand rows by looking through all of them for each. A
 * server looks for itself about once a minute, which is too late for the next step; the embedded engine never does. Where the
 * engine has switched it off (SET_FOR_WRITES) it does nothing.
 */
export async function learnSizes(
  tx: Tx,
  table: 'requirement' | 'duty' | 'summons' | 'message' | 'search_key' | 'search_name',
  added: number,
): Promise<void> {
  if (added === 0) return
  const [known] = await tx<{ rows: number; off: boolean }[]>`
    select reltuples::float8 as rows, coalesce(current_setting('muster.learn_sizes', true) = 'off', false) as off
    from pg_class where oid = ${table}::text::regclass`
  if (!known || known.off) return
  // A table that was looked at has a number of rows above 0, so that this is done once however little comes in.
  const first = known.rows <= 0
  if (first || (added >= MANY && added > 0.3 * known.rows)) await tx`analyze ${tx(table)}`
}

/**
 * Has the database look at every table that has grown by a third since it was last looked at, or that never was: after an
 * import, and when a register is opened. Asks the size of each table's file, which costs nothing; a table is looked at a few times
 * while it is filled, however small the parts are. Where the engine has switched it off (SET_FOR_WRITES) it does nothing.
 */
export async function learnGrown(tx: Tx): Promise<void> {
  const grown = await tx<{ name: string }[]>`
    select quote_ident(c.relname) as name
    from pg_class c, pg_relation_size(c.oid) as size, cast(current_setting('block_size') as int) as block
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and size > 0
      and (c.reltuples <= 0 or size / block > 1.3 * c.relpages + 8)
      and coalesce(current_setting('muster.learn_sizes', true), '') <> 'off'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`
  if (grown.length > 0) await tx.unsafe(`analyze ${grown.map((table) => table.name).join(', ')}`)
}

/** The same of every table, grown or not, after much was written: for the embedded engine, which never looks for itself. */
export async function learnAllSizes(db: Db, now: Date): Promise<void> {
  if (db.engine === 'embedded') await db.write(now, (tx) => tx`analyze`, { long: true })
}

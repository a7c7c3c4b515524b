import type { Db, Fragment, Tx } from './connect.ts'

/**
 * Has the database look at those of these tables that have grown by a third and some pages since it was last looked at: it takes
 * such a table for nearly empty and then joins a hundred thousand rows by looking through all of them for each. What it believes
 * of one row is as bad: that a district has no second one, so that any index of the district will do. Growth is that of the
 * table's file, since rows that come one by one in a thousand acts are as many; no plan goes wrong over a few pages, and to look at
 * them for each step would take as long as the step. A server looks for itself about once a minute,
 * which is too late for the next step; the embedded engine never does. Where the engine has switched it off (SET_FOR_WRITES) it does
 * nothing.
 */
export async function learnSizes(
  tx: Tx,
  tables: readonly ('place' | 'requirement' | 'duty' | 'summons' | 'message' | 'search_key' | 'search_name')[],
): Promise<void> {
  await analyzeGrown(
    tx,
    tx`and c.relname = any(${tables as string[]}::text[]) and size / block > greatest(c.relpages, 0) + ${FEW_PAGES}`,
  )
}

/**
 * Has the database look at every table that has grown by a third since it was last looked at, or that never was: after an
 * import, and when a register is opened. Asks the size of each table's file, which costs nothing; a table is looked at a few times
 * while it is filled, however small the parts are. Where the engine has switched it off (SET_FOR_WRITES) it does nothing.
 */
export async function learnGrown(tx: Tx): Promise<void> {
  await analyzeGrown(tx, tx``)
}

/** Over so many pages, some hundred rows, no plan goes wrong. */
const FEW_PAGES = 8

/** Where another is at a table, it is left to that one: nobody waits for what only makes a later statement quicker. */
async function analyzeGrown(tx: Tx, among: Fragment): Promise<void> {
  const grown = await tx<{ name: string }[]>`
    select quote_ident(c.relname) as name
    from pg_class c, pg_relation_size(c.oid) as size, cast(current_setting('block_size') as int) as block
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and size > 0
      and (c.reltuples <= 0 or size / block > 1.3 * c.relpages + ${FEW_PAGES})
      and coalesce(current_setting('muster.learn_sizes', true), '') <> 'off'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') ${among}
    order by c.relname`
  if (grown.length > 0) await tx.unsafe(`analyze (skip_locked) ${grown.map((table) => table.name).join(', ')}`)
}

/** The same of every table, grown or not, after much was written: for the embedded engine, which never looks for itself. */
export async function learnAllSizes(db: Db, now: Date): Promise<void> {
  if (db.engine === 'embedded') await db.write(now, (tx) => tx`analyze`, { long: true })
}

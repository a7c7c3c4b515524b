import { MusterError } from '../base/errors.ts'
import type { Db, Tx } from './connect.ts'
import { layOut, layoutsIn, toSpread } from './layouts.ts'
import { migrationsIn } from './migrate.ts'

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
  for (const layout of layouts.filter((l) => l.by === null)) {
    const layOutWhole = async (tx: Tx) => {
      if (!(await toSpread(tx, [layout.table])).has(layout.table)) return
      await layOut(tx, layout)
      whole.push(layout.table)
    }
    await db.write(now, layOutWhole, { long: true })
  }
  const spreadAll = async (tx: Tx) => {
    const spread = layouts.filter((l) => l.by !== null)
    const wanted = await toSpread(
      tx,
      spread.map((l) => l.table),
    )
    const keys = await setAside(tx, [...wanted])
    // Ours compare an old row with its new one and query nothing, so they are safe on whichever node holds the row.
    await tx`set local citus.enable_unsafe_triggers = on`
    for (const layout of spread) if (wanted.has(layout.table)) await layOut(tx, layout)
    for (const { table, name, key } of keys) {
      await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(key)}`
    }
    return [...whole, ...wanted]
  }
  return db.write(now, spreadAll, { long: true })
}

/** The tables that a distributed database has and that lie on its coordinator alone, though they are meant to be spread. */
export async function notSpread(tx: Tx, folder?: string): Promise<string[]> {
  const tables = layoutsIn(migrationsIn(folder)).map((l) => l.table)
  return [...(await toSpread(tx, tables))]
}

/** Takes away the foreign keys from one of these tables to another, and returns them. */
async function setAside(tx: Tx, tables: string[]): Promise<{ table: string; name: string; key: string }[]> {
  const keys = await tx<{ table: string; name: string; key: string }[]>`
    select f.conrelid::regclass::text as table, f.conname as name, pg_get_constraintdef(f.oid) as key
    from pg_constraint f
    where f.contype = 'f' and f.conrelid = any(${tables}::text[]::regclass[]) and f.confrelid = any(${tables}::text[]::regclass[])
    order by 1, 2`
  for (const { table, name } of keys) await tx`alter table ${tx(table)} drop constraint ${tx(name)}`
  return [...keys]
}

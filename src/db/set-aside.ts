import postgres from 'postgres'
import { MusterError } from '../base/errors.ts'
import type { StepName } from './agenda.ts'
import type { Tx } from './connect.ts'
import { rows } from './rows.ts'

/** An item that a step could not do. */
export interface AsideItem {
  district: string
  /** What it is and its id, such as `warning 0190…`: the key by which a second failure counts up instead of adding a row. */
  item: string
  error: unknown
}

/** The longest reason that is kept: an error of the database may quote a whole value. */
const REASON_LENGTH = 500

/** Records items that a step could not do, in the transaction that goes on without them; one that is there counts up. */
export async function setAside(
  tx: Tx,
  now: Date,
  at: { lane: string; step: StepName },
  items: readonly AsideItem[],
): Promise<void> {
  if (items.length === 0) return
  const found = items.map(({ district, item, error }) => ({ district, item, ...causeOf(error) }))
  await tx`
    insert into set_aside (lane, district, step, item, code, reason, since, last_at)
    select distinct on (district, item) ${at.lane}, district, ${at.step}, item, code, reason, ${now}::timestamptz, ${now}::timestamptz
    from ${rows(tx, found, { district: 'text', item: 'text', code: 'text', reason: 'text' })}
    order by district, item
    on conflict (district, lane, step, item) do update set
      code = excluded.code, reason = excluded.reason, last_at = excluded.last_at, tries = set_aside.tries + 1`
}

/**
 * Does `work` for all items as one set. Where that fails because of what an item holds, tries each half by itself, until the
 * items that fail stand alone; returns those with their errors, for `setAside`. Each try is a savepoint: what a failing set
 * had written is undone, what the others wrote stays. Throws what is no item's fault (`isItemFault`): a lost connection, a
 * deadlock, a full disk would otherwise set everything aside.
 */
export async function byHalves<T>(
  tx: Tx,
  items: readonly T[],
  work: (tx: Tx, items: readonly T[]) => Promise<void>,
): Promise<{ item: T; error: unknown }[]> {
  if (items.length === 0) return []
  try {
    await tx.savepoint((inner) => work(inner, items))
    return []
  } catch (error) {
    if (!isItemFault(error)) throw error
    if (items.length === 1) return [{ item: items[0] as T, error }]
  }
  const middle = items.length >> 1
  // One after the other: both halves are in the one transaction.
  const first = await byHalves(tx, items.slice(0, middle), work)
  return [...first, ...(await byHalves(tx, items.slice(middle), work))]
}

/**
 * SQLSTATE classes that say something of the data: 21 cardinality, 22 data exception, 23 constraint, 54 a limit of the
 * program, such as an index key that is too long; and our own triggers.
 */
const DATA_CLASS = /^(21|22|23|54|MU)/

/** Whether an error comes from what an item holds, rather than from the state of the database or the connection. */
export function isItemFault(error: unknown): boolean {
  if (error instanceof MusterError) return !error.code.startsWith('DB_')
  if (error instanceof postgres.PostgresError) return DATA_CLASS.test(error.code)
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

function causeOf(error: unknown): { code: string; reason: string } {
  const code = (error as { code?: unknown } | null)?.code
  const reason = error instanceof Error ? error.message : String(error)
  return { code: typeof code === 'string' ? code : 'FAULT', reason: reason.slice(0, REASON_LENGTH).toWellFormed() }
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { MusterError } from '../base/errors.ts'
import { SQLSTATE } from './sqlstate.ts'

/** A running transaction: the only thing that a store is ever handed, and the only way to query. */
export type Tx = postgres.TransactionSql

/** A piece of a statement, made with a transaction and put into another: how one store hands a query to the next. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

/** The two kinds of transaction, over one pool. */
export interface Transactions {
  /** Reads one unchanging picture of the data (repeatable read, read only). */
  read<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Reads and writes (read committed). `now` is told to the triggers as `muster.now`, so that they judge by the time of
   * the act and not by the wall. `fn` runs again when the database chose it as the victim of a deadlock, so whatever it
   * does besides querying has to bear being done twice.
   */
  write<T>(now: Date, fn: (tx: Tx) => Promise<T>): Promise<T>
  /** How many writes have ended here since it was opened: while it stays the same, nothing here made what was read old. */
  writes(): number
}

const ATTEMPTS = 5

/** `where` names the database in errors; `settings` are made for each write. */
export function transactions(
  sql: postgres.Sql,
  where: string,
  settings: readonly (readonly [name: string, value: string])[],
): Transactions {
  // A query on the pool from inside a transaction would not see what that transaction did, and on a pool of one it would
  // wait for itself for ever. The mark is an object, so that work left running after the end is not held to be inside.
  const running = new AsyncLocalStorage<{ open: boolean }>()
  let writes = 0

  async function run<T>(mode: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
    if (running.getStore()?.open) throw new MusterError('DB_NESTED')
    const mark = { open: true }
    try {
      return (await running.run(mark, () => sql.begin(mode, fn))) as T
    } catch (error) {
      throw told(error, where)
    } finally {
      mark.open = false
    }
  }

  return {
    read: (fn) => run('isolation level repeatable read read only', fn),
    async write(now, fn) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await run('isolation level read committed', async (tx) => {
            const set = [['muster.now', now.toISOString()] as const, ...settings]
            await tx`
              select set_config(name, value, true)
              from unnest(${set.map((s) => s[0])}::text[], ${set.map((s) => s[1])}::text[]) as t (name, value)`
            return fn(tx)
          })
        } catch (error) {
          if (attempt >= ATTEMPTS || !isVictim(error)) throw error
          await sleep(Math.random() * 10 * 2 ** attempt)
        } finally {
          writes++
        }
      }
    },
    writes: () => writes,
  }
}

/** Whether the database undid the transaction only because of others running beside it. */
function isVictim(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError &&
    (error.code === SQLSTATE.serializationFailure || error.code === SQLSTATE.deadlock)
  )
}

/** Codes of Node, postgres.js and PostgreSQL that mean the connection broke or was refused, rather than the query. */
const LOST = /^(CONNECT|ECONN|ENOTFOUND|EAI_|EPIPE|ENOENT|08|28|3D000|57P0)/

/** A broken connection as DB_UNREACHABLE, which names the database; any other error as it is. */
export function told(error: unknown, where: string): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string' || !LOST.test(code)) return error
  return new MusterError('DB_UNREACHABLE', { where, reason: reasonOf(error) }, { cause: error })
}

/** Node gathers one error an address of a host, without words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

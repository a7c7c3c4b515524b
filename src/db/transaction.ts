import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { MusterError } from '../base/errors.ts'
import type { Connection, Pool } from './pool.ts'
import { SQLSTATE } from './sqlstate.ts'
import { isReadOnly } from './trouble.ts'

/** A running transaction: the only thing that a store is ever handed, and the only way to query. */
export type Tx = postgres.TransactionSql

/**
 * Does a part of a reading, each in a transaction of its own where it is large (`db.read`), so that others are answered in between,
 * or all in the one that there is (`within`).
 */
export type Reading = <T>(part: (tx: Tx) => Promise<T>) => Promise<T>

export const within =
  (tx: Tx): Reading =>
  (part) =>
    part(tx)

/** A piece of a statement, made with a transaction and put into another: how one store hands a query to the next. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

export interface ReadOptions extends WriteOptions {
  /** Stops the statement in hand when it is aborted: the client has left. Throws the signal's reason then. */
  signal?: AbortSignal | undefined
}

export interface WriteOptions {
  /** It may take long, as an import or a migration does: the limits of time are raised. */
  long?: boolean | undefined
}

/** The two kinds of transaction, over one pool. */
export interface Transactions {
  /** Reads one unchanging picture of the data (repeatable read, read only). */
  read<T>(fn: (tx: Tx) => Promise<T>, options?: ReadOptions): Promise<T>
  /**
   * Reads and writes (read committed). `now` is told to the triggers as `muster.now`, so that they judge by the time of
   * the act and not by the wall. `fn` runs again when the database chose it as the victim of a deadlock, so whatever it
   * does besides querying has to bear being done twice.
   */
  write<T>(now: Date, fn: (tx: Tx) => Promise<T>, options?: WriteOptions): Promise<T>
  /** How many writes have ended here since it was opened: while it stays the same, nothing here made what was read old. */
  writes(): number
}

type Kind = 'read' | 'write'

type Settings = readonly (readonly [name: string, value: string])[]

/** What transactions stand on. */
export interface Ground {
  pool: Pool
  /** Throws where the database is known to be out of reach. */
  ready(): void
  /** Called when a transaction has begun; `long` as in `WriteOptions`. */
  begun(long: boolean): void
  /** Made at the beginning of each transaction, for its length. */
  settings(kind: Kind, long: boolean): Settings
  /** Whether it is in doubt that the database takes writes, so that one that did write is to be told from one that had nothing to. */
  doubted(): boolean
  /** Called when a transaction that may write has been kept; `changed`: it did write, where that was in doubt. */
  wrote(changed: boolean): void
  /** The coded error behind one of the driver's or the database's; any other as it is. */
  told(error: unknown): unknown
  /** How long a connection may take until a transaction has begun on it, in milliseconds; 0: without end. */
  connectMs: number
  /** Stops what the backend of this number runs; null where nothing can. */
  cancel: ((backend: number) => Promise<unknown>) | null
}

const ATTEMPTS = 5
const MODES: Readonly<Record<Kind, string>> = {
  read: 'isolation level repeatable read read only',
  write: 'isolation level read committed',
}

export function transactions(ground: Ground): Transactions {
  // A query on the pool from inside a transaction would not see what that transaction did, and on a pool of one it would
  // wait for itself for ever. The mark is an object, so that work left running after the end is not held to be inside.
  const running = new AsyncLocalStorage<Mark>()
  let writes = 0

  async function run<T>(kind: Kind, long: boolean, fn: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (running.getStore()?.open) throw new MusterError('DB_NESTED')
    const mark: Mark = { open: true, connection: null }
    try {
      ground.ready()
      return (await ground.pool.use((connection) => {
        ground.ready()
        mark.connection = connection
        return running.run(mark, () =>
          beginOn(connection, MODES[kind], ground.connectMs, (tx) => {
            ground.begun(long)
            return unlessLost(mark, () => fn(lend(tx, mark)))
          }).catch((error) => {
            // A server that was made a standby keeps its connections; a new one is led to what is the primary now.
            if (kind === 'write' && isReadOnly(error)) connection.lost = true
            throw error
          }),
        )
      }, signal)) as T
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      // A read that would write is a fault of ours, and tells nothing of the server.
      throw kind === 'read' && isReadOnly(error) ? error : ground.told(error)
    } finally {
      mark.open = false
    }
  }

  return {
    read(fn, { signal, long = false } = {}) {
      const settings = ground.settings('read', long)
      if (settings.length === 0) return run('read', long, fn, signal)
      const work = async (tx: Tx) => {
        // Sent ahead and not waited for: it costs no way there and back.
        const settled = settle(tx, settings).execute()
        const stop = async () => ground.cancel?.((await settled)[0]?.pid ?? 0)
        const [, result] = await Promise.all([settled, signal ? stopping(() => fn(tx), signal, stop) : fn(tx)])
        return result
      }
      return run('read', long, work, signal)
    },
    async write(now, fn, { long = false } = {}) {
      const settings = [['muster.now', now.toISOString()] as const, ...ground.settings('write', long)]
      for (let attempt = 1; ; attempt++) {
        try {
          let changed = false
          const result = await run('write', long, async (tx) => {
            await settle(tx, settings)
            const done = await fn(tx)
            if (ground.doubted()) changed = await hasWritten(tx)
            return done
          })
          ground.wrote(changed)
          return result
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

/**
 * Begins a transaction. A connection on which that failed is not used again. One on which it takes longer than `ms` is broken:
 * where something takes connections and closes them without a word, the driver goes on to connect for ever.
 */
async function beginOn<T>(connection: Connection, mode: string, ms: number, work: (tx: Tx) => Promise<T>) {
  let begun = false
  // An answer that came while this thread was busy is read before the second look.
  const giveUp = () => setImmediate(() => begun || connection.sql.end({ timeout: 0 }))
  const timer = ms === 0 ? undefined : setTimeout(giveUp, ms)
  try {
    return await connection.sql.begin(mode, (tx) => {
      begun = true
      clearTimeout(timer)
      return work(tx)
    })
  } finally {
    clearTimeout(timer)
    if (!begun) connection.lost = true
  }
}

function settle(tx: Tx, settings: Settings) {
  return tx<{ pid: number }[]>`
    select pg_backend_pid() as pid, count(set_config(name, value, true))
    from unnest(${settings.map((s) => s[0])}::text[], ${settings.map((s) => s[1])}::text[]) as t (name, value)`
}

/** Whether a transaction has written anything so far. */
async function hasWritten(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ wrote: boolean }[]>`select pg_current_xact_id_if_assigned() is not null as wrote`
  return row?.wrote ?? false
}

/**
 * Stops the backend when the signal is aborted while `fn` runs. The connection is given back only once that was done, or it
 * would hit the next transaction.
 */
async function stopping<T>(fn: () => Promise<T>, signal: AbortSignal, stop: () => Promise<unknown>): Promise<T> {
  signal.throwIfAborted()
  let stopped: Promise<unknown> | undefined
  const onAbort = () => {
    stopped = stop().catch(() => {})
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await fn()
  } finally {
    signal.removeEventListener('abort', onAbort)
    await stopped
  }
}

/** A transaction in hand. */
interface Mark {
  open: boolean
  connection: Connection | null
}

/**
 * Hands out a transaction so that it ends with its connection. The driver would take statements of one whose connection broke:
 * it throws then where nobody can catch it.
 */
function lend(tx: Tx, mark: Mark): Tx {
  const refuseEnded = () => {
    if (!mark.open || mark.connection?.lost) throw lostConnection()
  }
  const savepoint = (...args: unknown[]) => {
    refuseEnded()
    const fn = args.pop() as (inner: Tx) => Promise<unknown>
    return (tx.savepoint as (...all: unknown[]) => unknown)(...args, (inner: Tx) =>
      unlessLost(mark, () => fn(lend(inner, mark))),
    )
  }
  return new Proxy(tx, {
    apply(target, _self, args) {
      refuseEnded()
      return Reflect.apply(target as unknown as (...all: unknown[]) => unknown, undefined, args)
    },
    get: (target, name) => (name === 'savepoint' ? savepoint : Reflect.get(target, name)),
  })
}

/** Never ends once the connection broke: the driver would send a commit or a rollback on it. It ends the transaction by itself. */
async function unlessLost<T>(mark: Mark, fn: () => Promise<T>): Promise<T> {
  try {
    return await fn()
  } finally {
    if (mark.connection?.lost) await new Promise(() => {})
  }
}

function lostConnection(): Error {
  return Object.assign(new Error('the connection of this transaction has ended'), { code: 'CONNECTION_CLOSED' })
}

/** Whether the database undid the transaction only because of others running beside it. */
function isVictim(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError &&
    (error.code === SQLSTATE.serializationFailure || error.code === SQLSTATE.deadlock)
  )
}

import postgres from 'postgres'
import { SECOND } from '../base/clock.ts'
import { MusterError } from '../base/errors.ts'
import { guardDriver } from './driver-guard.ts'
import { type EmbeddedSource, startEmbedded } from './embedded.ts'
import { type Capabilities, ENGINES, type EngineName, OLDEST_SERVER, SET_FOR_WRITES } from './engines.ts'
import { type Limits, limitsIn, settingsOf } from './limits.ts'
import { type Connection, makePool } from './pool.ts'
import { type ServerOptions, serverOf } from './server-options.ts'
import type { DbState } from './state.ts'
import { type Transactions, transactions } from './transaction.ts'
import { isLost, isReadOnly, lackOf, troubleOf } from './trouble.ts'
import { VALUES } from './values.ts'

export type { Fragment, Reading, Tx } from './transaction.ts'

/** One open database. There is no way to query it but inside `read` and `write`. */
export interface Db extends Transactions {
  readonly engine: EngineName
  readonly can: Capabilities
  /** How it is, from what the process knows: nothing is asked. */
  state(): DbState
  /**
   * Makes room of rows that were deleted, in the tables that are written and emptied all the time. A server does that by itself; the
   * embedded engine only when it is told to, and grows until then. For a moment in which nothing else is due.
   */
  tidy(): Promise<void>
  /** Waits for running transactions, then lets go of the connections and, when embedded, of the data folder. */
  close(): Promise<void>
  /** Breaks off running transactions, of which nothing is kept, and lets go as `close` does. */
  abandon(): Promise<void>
}

export interface OpenOptions {
  /** A PostgreSQL URL; without one the engine is embedded. */
  url?: string | undefined
  /** The embedded engine's data folder. */
  folder?: string | undefined
  /** Keeps the embedded engine's data in memory instead: for tests and trials. */
  memory?: EmbeddedSource['memory']
  /** The stack of the embedded engine's thread: for tests, which make a statement die by it. */
  stackMb?: number | undefined
  /** Connections in the pool of a server; embedded always has one. */
  pool?: number | undefined
  /** Whether a server keeps prepared statements; a pooler that hands on single transactions may lose them. */
  prepare?: boolean | undefined
  limits?: Limits | undefined
  /** Told what takes long while opening, in a few words each. */
  onProgress?: ((text: string) => void) | undefined
}

export const DEFAULT_FOLDER = 'data/muster'
const POOL = 10
const CONNECT_SECONDS = 5

/** What of the environment says which database is used, and how. */
export interface Chosen {
  url: string | undefined
  folder: string
  prepare: boolean
  limits: Limits
}

/** MUSTER_DATABASE_URL, else MUSTER_DATA or `data/muster` in the working folder. Throws BAD_INPUT. */
export function chosenBy(env: NodeJS.ProcessEnv): Chosen {
  return {
    url: env.MUSTER_DATABASE_URL || undefined,
    folder: env.MUSTER_DATA || DEFAULT_FOLDER,
    prepare: !/^(off|false|no|0)$/i.test(env.MUSTER_DATABASE_PREPARE ?? ''),
    limits: limitsIn(env),
  }
}

/**
 * Opens the database that `options` name; migrating it is `migrate`'s. Throws DB_FOLDER_BUSY when another process has the
 * folder, BAD_INPUT when the URL cannot be read or asks for what is not supported, DB_UNREACHABLE when the server does not answer or lets nobody in,
 * DB_SHORT when it has no connection left, and DB_TOO_OLD when it is not new enough.
 */
export async function openDb(options: OpenOptions = {}): Promise<Db> {
  return options.url === undefined ? openEmbedded(options) : openServer(options.url, options)
}

async function openEmbedded(options: OpenOptions): Promise<Db> {
  const folder = options.folder ?? DEFAULT_FOLDER
  const { answer: answerMs } = options.limits ?? limitsIn({})
  const source = options.memory ? { memory: options.memory } : { folder }
  const embedded = await startEmbedded(
    { ...source, answerMs, stackMb: options.stackMb },
    options.onProgress ?? (() => {}),
  )
  // One backend answers one query at a time, so a second connection could not be faster, only tangle with the first. And
  // it is never recycled: prepared statements live in the backend, which would keep those of every connection it had.
  const pool = makePool(1, (onclose) =>
    connection({ ...EMBEDDED_SERVER, socket: embedded.socket, max_lifetime: null, idle_timeout: 0, onclose }),
  )
  const broken = (cause?: unknown) => {
    const code = embedded.state().state === 'ended' ? 'DB_GONE' : 'DB_REOPENING'
    return new MusterError(code, { reason: embedded.reason() }, { cause })
  }
  embedded.onBreak = () => pool.refuse(broken())
  const letGo = guardDriver()
  const want = noteWant()
  return {
    engine: 'embedded',
    can: ENGINES.embedded,
    state() {
      const known = embedded.state()
      const { lacks, since } = want
      return lacks && known.state === 'open' ? { ...known, state: 'short', since, lacks } : { ...known, lacks: null }
    },
    ...transactions({
      pool,
      ready() {
        if (embedded.state().state !== 'open') throw broken()
      },
      begun: embedded.bear,
      settings: (kind) => (kind === 'write' ? SET_FOR_WRITES.embedded : []),
      doubted: () => want.lacks !== null,
      wrote: (changed) => changed && want.clear(),
      told(error) {
        want.note(error)
        return isLost(error) ? broken(error) : troubleOf(error, options.memory ? 'in memory' : folder)
      },
      connectMs: 0,
      cancel: null,
    }),
    async tidy() {
      await pool.use(async ({ sql }) => {
        embedded.bear(true)
        // Not in a transaction, which PostgreSQL would refuse.
        await sql.unsafe(`vacuum ${EMPTIED.join(', ')}`)
      })
    },
    async close() {
      await pool.end()
      await embedded.stop()
      letGo()
    },
    async abandon() {
      await Promise.all([embedded.abandon(), pool.abandon()])
      letGo()
    },
  }
}

/** What a database was short of when it last refused something for that, until something is written again. */
function noteWant() {
  let lacks: DbState['lacks'] = null
  let since = new Date()
  return {
    get lacks() {
      return lacks
    },
    get since() {
      return since
    },
    note(error: unknown) {
      const lack = lackOf(error)
      if (!lack) return
      const at = new Date()
      if (!lacks) since = at
      lacks = { ...lack, at }
    },
    clear() {
      lacks = null
    },
  }
}

/** Tables whose rows come and go with every act and step. */
const EMPTIED = ['agenda', 'step_run', 'coverage_delta', 'stamp_delta', 'change']

async function openServer(url: string, options: OpenOptions): Promise<Db> {
  const { options: server, where } = serverOf(url)
  const limits = options.limits ?? limitsIn({})
  const { connect_timeout = CONNECT_SECONDS } = server
  const open = (onclose?: () => void) => {
    const more = { ...(options.prepare === false ? { prepare: false } : {}), ...(onclose ? { onclose } : {}) }
    return connection({ ...server, connect_timeout, backoff: 0.1, ...more })
  }
  const pool = makePool(options.pool ?? POOL, open)
  // A connection of its own, since the others may all be in use: by what is to be stopped.
  const canceller = makePool(1, open)
  const letGo = guardDriver()
  const want = noteWant()
  let state: Exclude<DbState['state'], 'short'> = 'open'
  let since = new Date()
  const become = (next: typeof state) => {
    if (next === state) return
    state = next
    since = new Date()
  }
  async function shut(how: 'end' | 'abandon'): Promise<void> {
    await Promise.all([pool[how](), canceller[how]()])
    become('ended')
    letGo()
  }
  try {
    const engine = await pool.use(engineOf)
    return {
      engine,
      can: ENGINES[engine],
      state() {
        const { lacks } = want
        const short = lacks !== null && state === 'open'
        const known = short ? { state: 'short' as const, since: want.since } : { state, since }
        return { ...known, running: null, lastFault: null, lacks: short ? lacks : null }
      },
      ...transactions({
        pool,
        ready() {},
        // That it can be read again tells nothing of whether it can be written.
        begun: () => state !== 'read-only' && become('open'),
        // A transaction that had nothing to write tells nothing of whether there is room. Citus writes on its nodes.
        doubted: () => want.lacks !== null && engine === 'server',
        wrote(changed) {
          become('open')
          if (changed || engine === 'distributed') want.clear()
        },
        settings: (kind, long) => [
          ...FORMS,
          ...UNCOMPILED,
          ...settingsOf(limits, kind, long),
          ...(kind === 'write' ? SET_FOR_WRITES[engine] : []),
        ],
        told(error) {
          want.note(error)
          if (isLost(error)) become('unreachable')
          if (isReadOnly(error)) become('read-only')
          return troubleOf(error, where)
        },
        connectMs: 2 * connect_timeout * SECOND,
        cancel: (pid) => canceller.use(({ sql }) => sql`select pg_cancel_backend(${pid})`),
      }),
      tidy: async () => {},
      close: () => shut('end'),
      abandon: () => shut('abandon'),
    }
  } catch (error) {
    await shut('abandon')
    throw troubleOf(error, where)
  }
}

/**
 * How values are written as text, whatever the server, the database or the role has been set to: in another form the driver misreads
 * them. Set for each transaction: a pooler takes no such setting where a connection begins, or forgets it.
 */
const FORMS = [
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
  ['standard_conforming_strings', 'on'],
] as const

/**
 * Plans are run, not compiled. A server guesses the cost of a long statement from sizes that it does not know, takes it for dear,
 * and compiles its expressions: for a piece of 5,000 requirements that took 3 to 7 s, and running it 0.3 s, while acts waited.
 */
const UNCOMPILED = [['jit', 'off']] as const

async function engineOf({ sql }: Connection): Promise<EngineName> {
  const [server] = await sql<{ number: number; name: string; citus: boolean }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name,
      exists (select from pg_extension where extname = 'citus') as citus`
  if (!server || server.number < OLDEST_SERVER.number) {
    throw new MusterError('DB_TOO_OLD', { found: `PostgreSQL ${server?.name}`, needed: OLDEST_SERVER.name })
  }
  return server.citus ? 'distributed' : 'server'
}

function connection(options: ConnectionOptions): postgres.Sql {
  return postgres({
    ...options,
    max: 1,
    types: VALUES,
    // Asked for on each new connection, and awaited by nobody; lists.ts knows those that come.
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'muster', ...options.connection, TimeZone: 'UTC' },
  } as unknown as postgres.Options<Record<string, never>>)
}

/** What we set of postgres.js: its own types know neither the `socket` option nor a null lifetime. */
interface ConnectionOptions extends Partial<ServerOptions> {
  socket?: () => unknown
  onclose?: () => void
  max_lifetime?: number | null
  idle_timeout?: number
  backoff?: number
}

/** Needed by the driver, and of no meaning to the embedded engine. */
const EMBEDDED_SERVER = { host: ['embedded'], port: [0], user: 'postgres', database: 'postgres' }

import postgres from 'postgres'
import { MusterError } from '../base/errors.ts'
import { type EmbeddedSource, startEmbedded } from './embedded.ts'
import { type Capabilities, ENGINES, type EngineName, OLDEST_SERVER, SET_FOR_WRITES } from './engines.ts'
import { type Transactions, told, transactions } from './transaction.ts'
import { VALUES } from './values.ts'

export type { Fragment, Tx } from './transaction.ts'

/** One open database. There is no way to query it but inside `read` and `write`. */
export interface Db extends Transactions {
  readonly engine: EngineName
  readonly can: Capabilities
  /** Waits for running transactions, then lets go of the connections and, when embedded, of the data folder. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** A PostgreSQL URL; without one the engine is embedded. */
  url?: string | undefined
  /** The embedded engine's data folder. */
  folder?: string | undefined
  /** Keeps the embedded engine's data in memory instead: for tests and trials. */
  memory?: EmbeddedSource['memory']
  /** Connections in the pool of a server; embedded always has one. */
  pool?: number | undefined
  /** Told what takes long while opening, in a few words each. */
  onProgress?: ((text: string) => void) | undefined
}

export const DEFAULT_FOLDER = 'data/muster'
const POOL = 10
const CONNECT_SECONDS = 10

/** Which database the environment asks for: MUSTER_DATABASE_URL, else MUSTER_DATA or `data/muster` in the working folder. */
export function chosenBy(env: NodeJS.ProcessEnv): { url: string | undefined; folder: string } {
  return { url: env.MUSTER_DATABASE_URL || undefined, folder: env.MUSTER_DATA || DEFAULT_FOLDER }
}

/**
 * Opens the database that `options` name; migrating it is `migrate`'s. Throws DB_FOLDER_BUSY when another process has the
 * folder, DB_UNREACHABLE when the server does not answer or lets nobody in, and DB_TOO_OLD when it is not new enough.
 */
export async function openDb(options: OpenOptions = {}): Promise<Db> {
  return options.url === undefined ? openEmbedded(options) : openServer(options.url, options)
}

async function openEmbedded(options: OpenOptions): Promise<Db> {
  const folder = options.folder ?? DEFAULT_FOLDER
  const source = options.memory ? { memory: options.memory } : { folder }
  const embedded = await startEmbedded(source, options.onProgress ?? (() => {}))
  // One backend answers one query at a time, so a second connection could not be faster, only tangle with the first. And
  // it is never recycled: prepared statements live in the backend, which would keep those of every connection it had.
  const sql = connection({ socket: embedded.socket, max: 1, max_lifetime: null, idle_timeout: 0 })
  return {
    engine: 'embedded',
    can: ENGINES.embedded,
    ...transactions(sql, options.memory ? 'in memory' : folder, SET_FOR_WRITES.embedded),
    async close() {
      await sql.end()
      await embedded.stop()
    },
  }
}

async function openServer(url: string, options: OpenOptions): Promise<Db> {
  if (!URL.canParse(url)) throw new MusterError('DB_UNREACHABLE', { where: 'of that URL', reason: 'it is not a URL' })
  const where = withoutPassword(url)
  const sql = connection({ max: options.pool ?? POOL, connect_timeout: CONNECT_SECONDS }, url)
  try {
    const [server] = await sql<{ number: number; name: string; citus: boolean }[]>`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as name,
        exists (select from pg_extension where extname = 'citus') as citus`
    if (!server || server.number < OLDEST_SERVER.number) {
      throw new MusterError('DB_TOO_OLD', { found: `PostgreSQL ${server?.name}`, needed: OLDEST_SERVER.name })
    }
    const engine = server.citus ? 'distributed' : 'server'
    return {
      engine,
      can: ENGINES[engine],
      ...transactions(sql, where, SET_FOR_WRITES[engine]),
      close: () => sql.end(),
    }
  } catch (error) {
    await sql.end({ timeout: 0 })
    throw told(error, where)
  }
}

function connection(options: ConnectionOptions, url?: string): postgres.Sql {
  const all = {
    ...options,
    types: VALUES,
    onnotice: () => {},
    connection: { application_name: 'muster', TimeZone: 'UTC' },
  } as unknown as postgres.Options<Record<string, never>>
  return url === undefined
    ? postgres({ ...all, host: 'embedded', user: 'postgres', database: 'postgres' })
    : postgres(url, all)
}

/** What we set of postgres.js: its own types know neither the `socket` option nor a null lifetime. */
interface ConnectionOptions {
  max: number
  socket?: () => unknown
  max_lifetime?: number | null
  idle_timeout?: number
  connect_timeout?: number
}

/** Host and database of a URL: they may be shown and logged, the password may not. */
function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

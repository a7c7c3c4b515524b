import { MusterError } from '../base/errors.ts'
import { SQLSTATE } from './sqlstate.ts'

/** Codes of Node, postgres.js, TLS and PostgreSQL that mean the connection broke or was refused, rather than the query. */
const LOST =
  /^(CONNECT|ECONN|ENOTFOUND|EAI_|EPIPE|ENOENT|EHOST|ENET|ETIMEDOUT|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|08|28|3D000|57P0)/

export function isLost(error: unknown): boolean {
  return LOST.test(codeOf(error))
}

/** Whether a write was refused because the server takes none: it is a standby, or was made one. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === SQLSTATE.readOnly
}

/** What a database lacks, by SQLSTATE: class 53, insufficient resources. */
const LACKS: Readonly<Record<string, string>> = {
  '53000': 'room',
  '53100': 'disk space',
  '53200': 'memory',
  '53300': 'connections',
  '53400': 'what a limit of its configuration allows',
}

/** What a database lacks that refused something for want of it; null for any other error. */
export function lackOf(error: unknown): { what: string; reason: string } | null {
  const what = LACKS[codeOf(error)]
  return what === undefined ? null : { what, reason: reasonOf(error) }
}

/** What the state of a server says no to, as a coded error that names the database; any other error as it is. */
export function troubleOf(error: unknown, where: string): unknown {
  const code = codeOf(error)
  const reason = reasonOf(error)
  if (isLost(error)) return new MusterError('DB_UNREACHABLE', { where, reason }, { cause: error })
  const lack = lackOf(error)
  if (lack) return new MusterError('DB_SHORT', { where, ...lack }, { cause: error })
  if (code === SQLSTATE.readOnly) return new MusterError('DB_READ_ONLY', { where, reason }, { cause: error })
  if (code === SQLSTATE.cancelled || code === SQLSTATE.lockTimeout) {
    return new MusterError('DB_SLOW', { where, reason }, { cause: error })
  }
  return error
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && !(error instanceof MusterError) ? code : ''
}

/** Node gathers one error an address of a host, without words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

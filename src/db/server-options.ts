import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { checkServerIdentity, type ConnectionOptions as TlsOptions } from 'node:tls'
import { readServerUrl, refusedUrl, type ServerUrl, shownOf } from './server-url.ts'

/** A server as the driver is told of it; what is left out the driver takes from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE. */
export interface ServerOptions {
  host?: string[]
  port?: number[]
  path?: string
  database?: string
  user?: string
  pass?: string
  prepare?: boolean
  ssl?: false | 'prefer' | TlsOptions
  sslnegotiation?: 'direct'
  target_session_attrs?: string
  connect_timeout?: number
  keep_alive?: number | null
  connection: { application_name?: string; options?: string }
}

const PORT = 5432
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']
const ROLES = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby']
const NUMBER = /^\d{1,6}$/

/** What the driver does anyway, whatever it is told: by name, the values that ask for no more. */
const DONE_ANYWAY: Readonly<Record<string, readonly string[]>> = {
  channel_binding: ['disable', 'prefer'],
  client_encoding: ['auto', 'UTF8', 'UTF-8', 'utf8', 'utf-8'],
  gssencmode: ['disable', 'prefer'],
  load_balance_hosts: ['disable'],
  sslcompression: ['0'],
  sslsni: ['1'],
}

/**
 * The server that a URL names, as the driver is told of it, and as it is shown. The URL itself is not handed to the driver, which passes
 * over parameters of libpq's, hands on others as settings of the server, does not decode the database's name, and puts a URL that it
 * cannot read into its error. Every parameter has its effect or is refused by its name. Throws BAD_INPUT.
 */
export function serverOf(url: string): { options: ServerOptions; where: string } {
  const server = readServerUrl(url)
  const parameters = new Map(server.parameters)
  function take<T>(name: string, read: (value: string) => T): T | undefined {
    const value = parameters.get(name)
    parameters.delete(name)
    return value === undefined ? undefined : read(value)
  }
  const role = take('target_session_attrs', oneOf('target_session_attrs', ROLES))
  const keep = take('keepalives', oneOf('keepalives', ['0', '1']))
  const idle = take('keepalives_idle', numberOf('keepalives_idle', 1))
  const usual = take('fallback_application_name', String)
  const name = take('application_name', String) || usual
  const options = take('options', String)
  const pairs = {
    database: server.database,
    user: server.user,
    pass: server.password,
    prepare: take('prepare', oneOf('prepare', ['true', 'false'])) === 'false' ? false : null,
    connect_timeout: take('connect_timeout', numberOf('connect_timeout', 1)),
    keep_alive: keep === '0' ? 0 : idle,
    target_session_attrs: role === 'any' ? null : role,
    ...addressOf(server),
    ...securityOf(server, take),
  }
  for (const [left, value] of parameters) {
    if (DONE_ANYWAY[left]?.includes(value)) continue
    if (left in DONE_ANYWAY) throw oneOfRefused(left, DONE_ANYWAY[left] ?? [])
    // Whatever else it is, it is no name, and may be a part of a password.
    const shown = /^[a-z_]{1,40}$/i.test(left) ? `"${left}", which` : 'that'
    throw refusedUrl(
      `has a parameter ${shown} Muster does not support. A setting of the server is given as options=-c%20name%3Dvalue`,
    )
  }
  const told = Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== null && value !== undefined))
  const connection = { ...(name ? { application_name: name } : {}), ...(options ? { options } : {}) }
  const hosts = server.hosts.map((one) => ({ ...one, host: one.host || process.env.PGHOST || 'localhost' }))
  const shown = hosts.length > 0 ? hosts : [{ host: process.env.PGHOST || 'localhost', port: null }]
  return { options: { ...told, connection }, where: shownOf({ ...server, hosts: shown }) }
}

type Take = <T>(name: string, read: (value: string) => T) => T | undefined

/** Lists as long as each other, which the driver wants. A name that begins with a / is the folder of the server's socket. */
function addressOf({ hosts }: ServerUrl): Pick<ServerOptions, 'host' | 'port' | 'path'> {
  const usual = Number(process.env.PGPORT) || PORT
  const port = hosts.map((one) => one.port ?? usual)
  if (hosts.every(({ host }) => host === '')) return port.length === 0 ? {} : { port }
  const folder = hosts.find(({ host }) => host.startsWith('/'))
  if (folder && hosts.length > 1) throw refusedUrl('names a socket among several hosts: only one can be used')
  const host = hosts.map((one) => one.host || 'localhost')
  return { host, port, ...(folder ? { path: `${folder.host}/.s.PGSQL.${port[0]}` } : {}) }
}

/** TLS as libpq's sslmode says. Through a socket of the same machine there is none, as with libpq. */
function securityOf({ hosts }: ServerUrl, take: Take): Pick<ServerOptions, 'ssl' | 'sslnegotiation'> {
  const byDriver = take('ssl', oneOf('ssl', ['true', 'false', ...MODES]))
  const asked =
    take('sslmode', oneOf('sslmode', MODES)) ?? { true: 'require', false: 'disable' }[byDriver ?? ''] ?? byDriver
  const root = take('sslrootcert', String)
  const cert = take('sslcert', fileOf('sslcert'))
  const key = take('sslkey', fileOf('sslkey'))
  const passphrase = take('sslpassword', String)
  const direct = take('sslnegotiation', oneOf('sslnegotiation', ['postgres', 'direct'])) === 'direct'
  if (root === 'system' && asked !== undefined && asked !== 'verify-full') {
    throw refusedUrl('has sslrootcert=system, which needs sslmode=verify-full')
  }
  const mode = root === 'system' ? 'verify-full' : asked
  const files = root !== undefined || cert !== undefined || key !== undefined || direct
  const sure = mode === 'require' || mode === 'verify-ca' || mode === 'verify-full'
  if (files && !sure)
    throw refusedUrl('has certificates or sslnegotiation=direct, which need sslmode=require or stronger')
  if (hosts.some(({ host }) => host.startsWith('/'))) return {}
  if (!sure) return mode === undefined ? {} : { ssl: mode === 'disable' ? false : 'prefer' }

  const names = hosts.map(({ host }) => host)
  if (mode === 'verify-full' && names.length > 1 && names.some(isIP)) {
    throw refusedUrl('has sslmode=verify-full and several hosts of which one is a number: give their names')
  }
  const ca = root === undefined || root === 'system' ? undefined : fileOf('sslrootcert')(root)
  const tls: TlsOptions = {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(passphrase && { passphrase }),
    // With a root certificate, libpq takes require for verify-ca.
    rejectUnauthorized: mode !== 'require' || ca !== undefined,
    checkServerIdentity(name, peer) {
      if (mode !== 'verify-full') return undefined
      // The driver names no server where the host is a number.
      return checkServerIdentity(names.length === 1 ? (names[0] as string) : name, peer)
    },
  }
  return { ssl: tls, ...(direct ? { sslnegotiation: 'direct' } : {}) }
}

function oneOf(name: string, values: readonly string[]): (value: string) => string {
  return (value) => {
    if (values.includes(value)) return value
    throw oneOfRefused(name, values)
  }
}

const oneOfRefused = (name: string, values: readonly string[]) =>
  refusedUrl(`has a parameter ${name}, which may only be ${values.join(', ')}`)

function numberOf(name: string, least: number): (value: string) => number {
  return (value) => {
    if (NUMBER.test(value) && Number(value) >= least) return Number(value)
    throw refusedUrl(`has a parameter ${name}, which should be a whole number of seconds from ${least} on`)
  }
}

function fileOf(name: string): (path: string) => Buffer {
  return (path) => {
    try {
      return readFileSync(path)
    } catch (error) {
      throw refusedUrl(`has a parameter ${name}, whose file cannot be read: ${(error as NodeJS.ErrnoException).code}`)
    }
  }
}

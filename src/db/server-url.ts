import { MusterError } from '../base/errors.ts'

/** The parts of a database's URL, percent-decoded; null is what it does not say. */
export interface ServerUrl {
  hosts: readonly { host: string; port: number | null }[]
  database: string | null
  user: string | null
  password: string | null
  /** Every other parameter, by name; of one given twice the last. */
  parameters: ReadonlyMap<string, string>
}

/** A refusal never repeats the URL: what is misread of it may be a part of the password. */
export function refusedUrl(why: string): MusterError {
  return new MusterError('BAD_INPUT', { what: `The database's URL (MUSTER_DATABASE_URL) ${why}.` })
}

const ESCAPES =
  'is ambiguous: in user, password and parameters, write / as %2F, @ as %40, ? as %3F, # as %23 and % as %25'

/**
 * Reads a connection URI as libpq does (PostgreSQL's manual, 32.1.1.2): not the WHATWG's URL, which knows no lists of hosts, cuts at
 * a # and takes the last @ where libpq takes the first. A URL that can be read in two ways is refused. Throws BAD_INPUT.
 */
export function readServerUrl(url: string): ServerUrl {
  const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/s.exec(url.trim()) ?? []
  if (rest === undefined) throw refusedUrl('must begin with postgres:// or postgresql://')
  const at = rest.indexOf('@')
  const userinfo = at < 0 ? null : rest.slice(0, at)
  const behind = rest.slice(at + 1)
  // A second @, or a / or ? before the first, belongs to a password that was not escaped, or to a parameter.
  if (behind.includes('@') || (userinfo !== null && /[/?]/.test(userinfo))) throw refusedUrl(ESCAPES)
  const [, hostspec = '', path, query = ''] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(behind) ?? []
  const colon = userinfo === null ? -1 : userinfo.indexOf(':')

  const given = parametersIn(query)
  const take = (name: string) => {
    const value = given.get(name)
    given.delete(name)
    return value || null
  }
  // A parameter counts before what stands at its place in the URL.
  return {
    hosts: hostsOf(hostspec, take('host'), take('port')),
    database: take('dbname') ?? decoded(path),
    user: take('user') ?? decoded(colon < 0 ? userinfo : userinfo?.slice(0, colon)),
    password: take('password') ?? decoded(colon < 0 ? null : userinfo?.slice(colon + 1)),
    parameters: given,
  }
}

/** Host and database of a URL: they may be shown and logged, the password may not. */
export function shownOf({ hosts, database }: ServerUrl): string {
  const shown = hosts.map(({ host, port }) => {
    const name = host.includes(':') ? `[${host}]` : host
    return port === null ? name : `${name}:${port}`
  })
  return `${shown.join(',')}/${database ?? ''}`
}

function parametersIn(query: string): Map<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '')
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=')
      if (equals <= 0) throw refusedUrl('has a parameter without a name or a value')
      return [decoded(pair.slice(0, equals)) ?? '', decoded(pair.slice(equals + 1)) ?? '']
    }),
  )
}

/** Several hosts stand between commas; one port counts for all of them. */
function hostsOf(hostspec: string, host: string | null, port: string | null): ServerUrl['hosts'] {
  const said = hostspec === '' ? [] : hostspec.split(',').map(hostAndPort)
  const hosts = host === null ? said.map((one) => one.host) : host.split(',')
  const ports = (port === null ? said.map((one) => one.port) : port.split(',')).map(portIn)
  if (hosts.length === 0 && ports.length > 0) hosts.push('')
  if (ports.length > 1 && ports.length !== hosts.length) throw refusedUrl('has not as many ports as hosts')
  return hosts.map((name, i) => {
    if (/[\s\\#@?]/.test(name)) throw refusedUrl('has a host that is no name of one')
    return { host: name, port: ports.length > 1 ? (ports[i] ?? null) : (ports[0] ?? null) }
  })
}

function hostAndPort(text: string): { host: string; port: string } {
  const [, six, name, port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/s.exec(text) ?? []
  const host = six ?? name
  if (host === undefined) throw refusedUrl(ESCAPES)
  return { host: decoded(host) ?? '', port: decoded(port) ?? '' }
}

function portIn(text: string): number | null {
  if (text === '') return null
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw refusedUrl(
    `has a port that is no number from 1 to 65535. If that is a part of the password, the URL ${ESCAPES}`,
  )
}

/** Null for what is empty or not there. */
function decoded(text: string | null | undefined): string | null {
  if (!text) return null
  try {
    const plain = decodeURIComponent(text)
    if (!plain.includes('\0')) return plain
  } catch {
    // Told below, without what it was.
  }
  throw refusedUrl('has a % that is no percent-encoded character; a % itself is written %25')
}

import { isIP } from 'node:net'
import { MusterError } from '../../base/errors.ts'
import { shorten } from '../../base/input.ts'

/** The names under which this server may be asked. */
export interface Hosts {
  /** Throws HOST_UNKNOWN unless a Host header names this server. A program that sends none is let through: a browser always does. */
  check(host: string | undefined): void
  /** Whether a page of this origin is one of this server's own. */
  isOwn(origin: string, host: string | undefined): boolean
}

const OWN = ['localhost', '127.0.0.1', '[::1]']
/** Addresses to listen on that stand for all of the machine's. */
const ANY = new Set(['0.0.0.0', '::', '[::]'])

/**
 * The names of this machine for itself, the address that is listened on, and `names`. A foreign page cannot be asked for under
 * any of them: one whose name was pointed at this machine (DNS rebinding) still sends its own name. Where all addresses are
 * listened on, any address may be asked, since a page with a name of its own never sends one.
 */
export function hostsOf(listening: string | undefined, names: readonly string[]): Hosts {
  const given = listening === undefined || ANY.has(listening) ? [] : [bracketed(listening)]
  const known = new Set([...OWN, ...given, ...names].map((name) => name.toLowerCase()))
  const anyAddress = listening !== undefined && ANY.has(listening)

  return {
    check(host) {
      if (host === undefined) return
      const asked = urlOf(`http://${host}`)
      if (asked !== null && (known.has(asked.hostname) || (anyAddress && isAddress(asked.hostname)))) return
      throw new MusterError('HOST_UNKNOWN', { host: shorten(host, 100), known: [...known].join(', ') })
    },
    isOwn(origin, host) {
      const page = urlOf(origin)
      if (page === null || host === undefined) return false
      const asked = urlOf(`${page.protocol}//${host}`)
      if (asked === null || page.port !== asked.port) return false
      // A proxy in front may ask under another of our names than the page was opened under.
      return known.has(page.hostname) || page.hostname === asked.hostname
    },
  }
}

/** The names in MUSTER_HOSTS, set apart by commas; BAD_INPUT where one is no name. */
export function readHosts(text: string | undefined): string[] {
  const names = (text ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  for (const name of names) {
    const url = urlOf(`http://${name}`)
    if (url === null || url.host !== name.toLowerCase() || url.port !== '')
      throw new MusterError('BAD_INPUT', {
        what: `MUSTER_HOSTS holds "${shorten(name, 100)}", which is no name of a host.`,
      })
  }
  return names
}

function urlOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}

const isAddress = (hostname: string) => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
const bracketed = (address: string) => (isIP(address) === 6 ? `[${address}]` : address)

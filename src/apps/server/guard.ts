import type { FastifyInstance } from 'fastify'
import { MusterError } from '../../base/errors.ts'
import { shorten } from '../../base/input.ts'
import type { Hosts } from './hosts.ts'

/**
 * Nothing but what this server itself serves: no script in a page, no frame around it, no form elsewhere. Styles may
 * stand in the page, since the board's components write theirs there; the map draws in workers and images of its own.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer, also on a stream that is written past the framework. */
export const GUARD_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Headers for every answer, and a refusal of what a page from elsewhere makes a browser send: on the machine at which
 * somebody sits, any page they visit could otherwise post a warning to this port, or read the register under a name of its
 * own that points here. Programs send no Origin. HOST_UNKNOWN, ORIGIN_FOREIGN, BODY_ENCODING.
 */
export function guard(app: FastifyInstance, hosts: Hosts): void {
  app.addHook('onRequest', async (request) => {
    const { origin, host, 'sec-fetch-site': site, 'content-encoding': encoding } = request.headers
    hosts.check(host)
    if (!SAFE.has(request.method)) {
      const foreign = origin === undefined ? site === 'cross-site' : !hosts.isOwn(origin, host)
      if (foreign) throw new MusterError('ORIGIN_FOREIGN', { origin: shorten(origin ?? 'another site', 100) })
    }
    if (encoding !== undefined && encoding !== 'identity')
      throw new MusterError('BODY_ENCODING', { encoding: shorten(encoding, 40) })
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(GUARD_HEADERS)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

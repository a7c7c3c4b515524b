import type { FastifyInstance } from 'fastify'
import { MusterError } from '../../base/errors.ts'

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

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Headers for every answer, and a refusal of acts that a page from elsewhere makes a browser send: on the machine at
 * which somebody sits, any page they visit could otherwise post a warning to this port. Programs send no Origin.
 */
export function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { origin, host } = request.headers
    if (SAFE.has(request.method) || origin === undefined) return
    if (!URL.canParse(origin) || new URL(origin).host !== host) throw new MusterError('ORIGIN_FOREIGN', { origin })
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

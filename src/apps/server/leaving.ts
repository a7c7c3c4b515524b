import type { FastifyReply } from 'fastify'
import { MusterError } from '../../base/errors.ts'

/**
 * A signal that is aborted when the client closes its connection before the answer is there: what is read for it alone is
 * stopped then. Not for what is read once for several (`Context.shared`), which others wait for.
 */
export function leavingOf(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) leaving.abort(new MusterError('CLIENT_LEFT'))
  })
  return leaving.signal
}

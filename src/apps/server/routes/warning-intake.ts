import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MAX_BYTES } from '../../../domain/warnings/decode-xml.ts'
import { WarningReceipts } from '../../client/calls.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { receiveWarnings } from '../receive.ts'

/** The one route that takes XML, apart from those that take JSON. */
export const warningIntake =
  (context: Context): FastifyPluginAsyncZod =>
  async (app) => {
    // Senders label CAP in many ways, and some not at all: whatever is posted here is read as XML.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post(
      '/warnings',
      {
        // A little more than is read, so that too large a message gets the reader's own answer.
        bodyLimit: MAX_BYTES + 1024,
        schema: {
          summary: 'Takes in a warning',
          description:
            'The body is a CAP 1.2 message (1.0 and 1.1 are read too) or a feed of several, of any content type. Each is ' +
            'answered for itself; sending one again changes nothing. Where none can be read, the answer is the first fault.',
          tags: ['calls'],
          consumes: ['application/cap+xml', 'application/xml', 'text/xml'],
          body: z.unknown().describe('CAP XML'),
          querystring: z.strictObject({}),
          response: { 202: WarningReceipts, ...FAULTS },
        },
      },
      async (request, reply) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const received = await receiveWarnings(context, viewerOf(request), bytes, 'http')
        if (received.taken.length === 0 && received.refused[0]) throw received.refused[0]
        return reply.status(202).send({
          items: [
            ...received.taken.map((t) => ({ ...t, fault: null })),
            ...received.refused.map((e) => ({
              identifier: null,
              id: null,
              taken: 'refused' as const,
              fault: { code: e.code, says: e.message, do: e.advice },
            })),
          ],
        })
      },
    )
  }

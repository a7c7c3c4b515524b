import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { line } from '../../../base/input.ts'
import { Key, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { openHub } from '../live/hub.ts'
import { reachFor } from '../live/pictures.ts'
import { watcherOn } from '../live/watcher.ts'

const LiveQuery = z.strictObject({
  tree: z.enum(['area', 'unit']).default('area'),
  node: Key.optional().describe("An area's code, or a unit's id or code; left out: where the tree branches first"),
  lane: Lane,
  after: line(40).optional().describe('The id of the last event received, where no header can be set'),
})

const ABOUT = `Server-sent events, for as long as the connection is open:

- \`board\`, the node's Board, and \`overview\`, its Overview: at once, and whenever they have changed, at most twice a second.
- \`change\`: a ChangeEvent, at every change: what else to read anew.
- \`beat\`: a BeatEvent, every five seconds: the connection stands, and how far behind what it brings is.
- \`reset\`: anything may have changed: read all anew.

Each event has an id. Who comes back with it, as a browser does by itself in Last-Event-ID, is told what changed since.`

export const liveRoutes = (context: Context): FastifyPluginAsyncZod => {
  return async (app) => {
    const hub = openHub(context, (error) => app.log.error(error, 'a live picture could not be read; it is tried again'))
    app.addHook('preClose', async () => hub.close())
    app.get(
      '/live',
      {
        schema: {
          summary: 'Watch a node: its picture whenever it changes, and what else changed',
          description: ABOUT,
          tags: ['picture'],
          querystring: LiveQuery,
          response: { 200: z.string().describe('text/event-stream'), ...FAULTS },
        },
      },
      async (request, reply) => {
        const { after, ...seen } = request.query
        // What is wrong with the request is answered as everywhere, before the stream begins.
        await reachFor(context, seen)
        const last = request.headers['last-event-id'] ?? after
        reply.hijack()
        const watcher = watcherOn(reply.raw)
        try {
          await hub.join(viewerOf(request), seen, watcher, typeof last === 'string' ? last : undefined)
        } catch (error) {
          request.log.error(error, 'the first picture could not be read')
          watcher.end()
        }
      },
    )
  }
}

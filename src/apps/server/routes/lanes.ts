import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorText } from '../../../domain/audit/model.ts'
import { readLaneSpan } from '../../../domain/board/lane-span.ts'
import { LaneShape } from '../../client/live.ts'
import { LaneName } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { sendText } from '../live/send-text.ts'

export const laneRoutes =
  ({ db, clock, feed, shared }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/lanes/:lane',
      {
        schema: {
          summary: 'How far the time of a lane reaches, and the moments in it worth looking at',
          tags: ['picture'],
          params: z.strictObject({ lane: LaneName }),
          response: { 200: LaneShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const { lane } = request.params
        const text = await shared(
          JSON.stringify(['lane', actorText(viewer), lane]),
          () =>
            feed.stampOf({
              lane,
              districts: null,
              topics: ['warnings', 'callouts', 'records', 'register', 'exercise'],
            }),
          async () => {
            const span = await db.read((tx) => readLaneSpan(tx, viewer, lane, clock.now()))
            return JSON.stringify(z.encode(LaneShape, span))
          },
        )
        return sendText(reply, text)
      },
    )
  }

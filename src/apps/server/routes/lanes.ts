import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorText } from '../../../domain/audit/model.ts'
import { readCommentary } from '../../../domain/board/commentary.ts'
import { readLaneSpan } from '../../../domain/board/lane-span.ts'
import { CommentaryShape, LaneShape } from '../../client/live.ts'
import { AskedInstant, LaneName } from '../../client/wire.ts'
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
    app.get(
      '/lanes/:lane/commentary',
      {
        schema: {
          summary: 'What happened in a lane, to be told in sentences: warnings, levels, plans, call-outs, hazards',
          tags: ['picture'],
          params: z.strictObject({ lane: LaneName }),
          querystring: z.strictObject({
            at: AskedInstant.optional().describe('As it was known at a moment past; left out: now'),
          }),
          response: { 200: CommentaryShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const { lane } = request.params
        const at = request.query.at ?? null
        const text = await shared(
          JSON.stringify(['commentary', actorText(viewer), lane, at]),
          () =>
            feed.stampOf({
              lane,
              districts: null,
              topics: ['warnings', 'callouts', 'records', 'hazards', 'proposals', 'register', 'exercise'],
            }),
          async () => {
            const told = await db.read((tx) => readCommentary(tx, viewer, { lane, at }))
            return JSON.stringify(z.encode(CommentaryShape, told))
          },
        )
        return sendText(reply, text)
      },
    )
  }

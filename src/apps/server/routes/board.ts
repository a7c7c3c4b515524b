import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readGaps } from '../../../domain/board/list-gaps.ts'
import { BoardShape, GapPage, NextShape } from '../../client/picture.ts'
import { AreaCode, AskedInstant, DistrictCode, Id, Key, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { leavingOf } from '../leaving.ts'
import { boardText, nextText } from '../live/pictures.ts'
import { sendText } from '../live/send-text.ts'

const BoardQuery = z.strictObject({
  tree: z.enum(['area', 'unit']).default('area'),
  node: Key.optional().describe("An area's code, or a unit's id or code; left out: where the tree branches first"),
  lane: Lane,
  at: AskedInstant.optional().describe('As it stood at a moment past; left out: now'),
})

const GapsQuery = PageQuery.extend({
  district: DistrictCode,
  campaign: Id,
  area: AreaCode.optional().describe('Only what lies in this area'),
})

export const boardRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock } = context
  return async (app) => {
    app.get(
      '/board',
      {
        schema: {
          summary: "One node's picture, now or at any moment past",
          tags: ['picture'],
          querystring: BoardQuery,
          response: { 200: BoardShape, ...FAULTS },
        },
      },
      async (request, reply) => sendText(reply, await boardText(context, viewerOf(request), request.query)),
    )
    app.get(
      '/board/next',
      {
        schema: {
          summary: 'What to do next at a node, gravest first: gaps that one act ends, hazards told of, plans on offer',
          tags: ['picture'],
          querystring: BoardQuery.omit({ at: true }),
          response: { 200: NextShape, ...FAULTS },
        },
      },
      async (request, reply) => sendText(reply, await nextText(context, viewerOf(request), request.query)),
    )
    app.get(
      '/board/gaps',
      {
        schema: {
          summary: 'What is not met now in a campaign, gravest and oldest first',
          tags: ['picture'],
          querystring: GapsQuery,
          response: { 200: GapPage, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => readGaps(tx, viewerOf(request), clock.now(), request.query), { signal: leavingOf(reply) }),
    )
  }
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { actorText } from '../../../domain/audit/model.ts'
import { readProgress } from '../../../domain/callouts/progress.ts'
import { findCallout } from '../../../domain/callouts/read.ts'
import { OverviewShape, ProgressShape } from '../../client/live.ts'
import { AreaCode, AskedInstant, DistrictCode, Id, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { overviewText } from '../live/pictures.ts'
import { sendText } from '../live/send-text.ts'

const at = AskedInstant.optional().describe('As it stood at a moment past; left out: now')

export const overviewRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, feed, shared } = context
  return async (app) => {
    app.get(
      '/overview',
      {
        schema: {
          summary: 'What goes on: campaigns in force, call-outs as they go, the last warnings, the exercise',
          tags: ['picture'],
          querystring: z.strictObject({
            area: AreaCode.optional().describe('Left out: where the tree branches first'),
            lane: Lane,
            at,
          }),
          response: { 200: OverviewShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const { area, ...rest } = request.query
        return sendText(reply, await overviewText(context, viewerOf(request), { tree: 'area', node: area, ...rest }))
      },
    )
    app.get(
      '/districts/:district/callouts/:callout/progress',
      {
        schema: {
          summary: 'A call-out as it goes: its curve, its units, what it does next',
          tags: ['calls'],
          params: z.strictObject({ district: DistrictCode, callout: Id }),
          querystring: z.strictObject({ at }),
          response: { 200: ProgressShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const { district, callout } = request.params
        const { lane } = await db.read((tx) => findCallout(tx, viewer, district, callout))
        const then = request.query.at ?? null
        const text = await shared(
          JSON.stringify(['progress', actorText(viewer), district, callout, then]),
          () => feed.stampOf({ lane, districts: [district], topics: ['callouts', 'register'] }),
          () =>
            db.read(async (tx) => {
              const now = await laneNow(tx, lane, clock.now())
              const progress = await readProgress(tx, viewer, district, callout, { now, at: then })
              return JSON.stringify(z.encode(ProgressShape, progress))
            }),
        )
        return sendText(reply, text)
      },
    )
  }
}

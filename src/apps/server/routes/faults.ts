import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { EVERYWHERE } from '../../../db/agenda.ts'
import { tryAgain } from '../../../domain/faults/actions.ts'
import { readFlowFaults } from '../../../domain/faults/read.ts'
import { FlowFaultsShape, TriedShape, TryAgainBody } from '../../client/faults.ts'
import { DistrictCode, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const tags = ['running']

export const faultRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, onWork } = context
  return async (app) => {
    app.get(
      '/faults',
      {
        schema: {
          summary: 'What the flow could not do: items set aside with the reason, and steps that fail',
          description:
            'Nothing else stops behind one of them. A campaign is tried again by itself, every ten minutes at last; any other item when somebody says so.',
          tags,
          querystring: z.strictObject({
            district: DistrictCode.optional().describe('With what belongs to no district; left out: all of them'),
            lane: Lane,
          }),
          response: { 200: FlowFaultsShape, ...FAULTS },
        },
      },
      async (request) => {
        const { lane, district } = request.query
        return db.read((tx) => readFlowFaults(tx, viewerOf(request), lane, district ?? null))
      },
    )
    app.post(
      '/faults/again',
      {
        schema: {
          summary: 'Has some or all of what could not be done tried again, by the step that could not',
          tags,
          body: TryAgainBody,
          response: { 200: TriedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { lane, district, faults } = request.body
        const which = faults ? { wanted: faults } : { districts: district === null ? null : [district, EVERYWHERE] }
        const now = await nowWhere(context, async () => lane)
        const count = await tryAgain(db, now, viewerOf(request), { lane, ...which })
        onWork()
        return { count }
      },
    )
  }
}

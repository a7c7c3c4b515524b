import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { readHazard, readHazards } from '../../../domain/board/hazards.ts'
import { afterRecords } from '../../../domain/gaps/actions.ts'
import { sayOfHazard, takeBackTold } from '../../../domain/hazards/actions.ts'
import { laneOfHazard } from '../../../domain/hazards/store.ts'
import { HazardNow, HazardSaidBody, HazardsShape, HazardWhole, TakeBackBody } from '../../client/hazards.ts'
import { AskedInstant, DistrictCode, Id, Key, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { leavingOf } from '../leaving.ts'

const HazardsQuery = z.strictObject({
  tree: z.enum(['area', 'unit']).default('area'),
  node: Key.optional().describe("An area's code, or a unit's id or code; left out: where the tree branches first"),
  lane: Lane,
  at: AskedInstant.optional().describe('As they were known at a moment past; left out: now'),
  place: Id.optional().describe('Only those of this place'),
  over: z.stringbool().default(false).describe('Those that are over as well'),
})

const ofHazard = z.strictObject({ district: DistrictCode, hazard: Id })
const tags = ['hazards']

export const hazardRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  const inHazard = (district: string, id: string) => nowWhere(context, (tx) => laneOfHazard(tx, district, id))
  return async (app) => {
    app.get(
      '/hazards',
      {
        schema: {
          summary: 'The hazards at a node, or of one place: those that stand, the gravest first',
          tags,
          querystring: HazardsQuery,
          response: { 200: HazardsShape, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read(
          async (tx) => {
            const now = await laneNow(tx, request.query.lane, clock.now())
            return readHazards(tx, viewerOf(request), now, request.query)
          },
          { signal: leavingOf(reply) },
        ),
    )
    app.get(
      '/districts/:district/hazards/:hazard',
      {
        schema: {
          summary: 'One hazard, with all that was told of it',
          tags,
          params: ofHazard,
          querystring: HazardsQuery.pick({ lane: true, at: true }),
          response: { 200: HazardWhole, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const { district, hazard: id } = request.params
          const now = await laneNow(tx, request.query.lane, clock.now())
          return readHazard(tx, viewerOf(request), now, { district, id, ...request.query })
        }),
    )
    app.post(
      '/districts/:district/hazards/:hazard/states',
      {
        schema: {
          summary:
            'Writes down what somebody says of a hazard: that it is being treated, treated, confirmed, there again, a mistake',
          description:
            'A record of its own, under the id that is sent. Whoever treated it cannot confirm it. That it was a mistake is the ' +
            "coordinator's ruling, unless its first teller says so.",
          tags,
          params: ofHazard,
          body: HazardSaidBody,
          response: { 200: HazardNow, ...FAULTS },
        },
      },
      async (request) => {
        const { district, hazard } = request.params
        const now = await inHazard(district, hazard)
        const acting = { now, actor: viewerOf(request), district, hazard }
        const after = await sayOfHazard(db, acting, request.body, afterRecords)
        onWork()
        return after
      },
    )
    app.post(
      '/districts/:district/hazards/:hazard/take-back',
      {
        schema: {
          summary: 'Takes back a record of a hazard that was written during the last ten minutes',
          description:
            'What it changed is as before; with the first record the hazard itself is a mistake. Both stay readable.',
          tags,
          params: ofHazard,
          body: TakeBackBody,
          response: { 200: HazardNow, ...FAULTS },
        },
      },
      async (request) => {
        const { district, hazard } = request.params
        const now = await inHazard(district, hazard)
        const acting = { now, actor: viewerOf(request), district, hazard }
        const after = await takeBackTold(db, acting, request.body, afterRecords)
        onWork()
        return after
      },
    )
  }
}

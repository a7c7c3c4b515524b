import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { line } from '../../../base/input.ts'
import { findCampaign } from '../../../domain/gaps/by-hand/campaign.ts'
import { planByHand } from '../../../domain/gaps/by-hand/plan.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { OnceHeader, PlanBody, PlannedShape, PlanningShape } from '../../client/acts.ts'
import { DistrictCode, Id } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { planWorks } from '../planning/works.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const ofCampaign = inDistrict.extend({ campaign: Id })
const ofPlanning = inDistrict.extend({ key: line(80).min(8).describe('The Idempotency-Key of the request') })

const tags = ['acts']

/** Plans that a coordinator asks for: made in a thread, followed and stopped under the key of the request that waits. */
export const planningRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock } = context
  const works = planWorks(clock)
  /** Which plan in the making a request is about, once its sender may see the district. */
  async function seen(request: FastifyRequest<{ Params: z.output<typeof ofPlanning> }>) {
    await db.read((tx) => readDistrict(tx, viewerOf(request as FastifyRequest), request.params.district))
    return request.params
  }
  return async (app) => {
    app.addHook('preClose', async () => works.endAll())
    app.post(
      '/districts/:district/campaigns/:campaign/plan',
      {
        schema: {
          summary: 'Plans for gaps now, and offers the plan',
          description:
            'For some places, or some areas, whatever the rules say of who fills them; without either, for all that is ' +
            'open. Nobody is given anything before it is accepted. What is sent under a key can be followed and stopped ' +
            'meanwhile, by that key.',
          tags,
          params: ofCampaign,
          headers: OnceHeader,
          body: PlanBody,
          response: { 200: PlannedShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, campaign }] = [viewerOf(request), request.params]
        const now = await nowWhere(context, async (tx) => (await findCampaign(tx, viewer, district, campaign)).lane)
        const key = request.headers['idempotency-key']
        return planByHand(db, now, viewer, district, campaign, request.body, works.under(district, key), key)
      },
    )
    app.get(
      '/districts/:district/planning/:key',
      {
        schema: {
          summary: 'How far a plan is that is being made',
          description: 'Known to the process that makes it.',
          tags,
          params: ofPlanning,
          response: { 200: PlanningShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, key } = await seen(request)
        return works.at(district, key)
      },
    )
    app.post(
      '/districts/:district/planning/:key/stop',
      {
        schema: {
          summary: 'Stops a plan that is being made, with what was found kept',
          description: 'The request that asked for it is answered with that plan.',
          tags,
          params: ofPlanning,
          response: { 200: PlanningShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, key } = await seen(request)
        return works.stop(district, key)
      },
    )
  }
}

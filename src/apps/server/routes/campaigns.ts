import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import type { Viewer } from '../../../domain/audit/model.ts'
import { campaignsAt } from '../../../domain/board/store.ts'
import { readWhy } from '../../../domain/gaps/by-hand/why.ts'
import { readPlanPicture } from '../../../domain/gaps/plan-picture.ts'
import { readProposalLane, readProposalLines, readProposals } from '../../../domain/gaps/read-proposals.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { leastCost } from '../../../domain/planner/least-cost.ts'
import { WhyShape } from '../../client/acts.ts'
import { CampaignPage, LinePage, PlanPicturePage, ProposalPage } from '../../client/picture.ts'
import { AskedInstant, DistrictCode, Id, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const tags = ['picture']
const inDistrict = z.strictObject({ district: DistrictCode })
const ofCampaign = inDistrict.extend({ campaign: Id })
const ofProposal = inDistrict.extend({ proposal: Id })

export const campaignRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock } = context
  return async (app) => {
    const inLane = (viewer: Viewer, { district, proposal }: { district: string; proposal: string }) =>
      nowWhere(context, (tx) => readProposalLane(tx, viewer, district, proposal))
    app.get(
      '/districts/:district/campaigns',
      {
        schema: {
          summary: 'The campaigns in force in a district, now or at any moment past',
          description: 'One a playbook and lane, so that there is never a second page.',
          tags,
          params: inDistrict,
          querystring: z.strictObject({ lane: Lane, at: AskedInstant.optional() }),
          response: { 200: CampaignPage, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const { code } = await readDistrict(tx, viewerOf(request), request.params.district)
          const { lane, at } = request.query
          return { items: await campaignsAt(tx, code, lane, at ?? (await laneNow(tx, lane, clock.now()))), next: null }
        }),
    )
    app.get(
      '/districts/:district/campaigns/:campaign/proposals',
      {
        schema: {
          summary: 'The plans offered in a campaign, newest first',
          tags,
          params: ofCampaign,
          querystring: PageQuery,
          response: { 200: ProposalPage, ...FAULTS },
        },
      },
      (request) => {
        const { district, campaign } = request.params
        return db.read((tx) => readProposals(tx, viewerOf(request), district, campaign, request.query))
      },
    )
    app.get(
      '/districts/:district/proposals/:proposal/lines',
      {
        schema: {
          summary: 'What a proposal would change, line by line',
          tags,
          params: ofProposal,
          querystring: PageQuery,
          response: { 200: LinePage, ...FAULTS },
        },
      },
      (request) => {
        const { district, proposal } = request.params
        return db.read((tx) => readProposalLines(tx, viewerOf(request), district, proposal, request.query))
      },
    )
    app.get(
      '/districts/:district/proposals/:proposal/picture',
      {
        schema: {
          summary: 'A proposal as the map draws it: from where each holder lives to where the place is',
          tags,
          params: ofProposal,
          querystring: PageQuery.extend({ limit: z.coerce.number().int().min(1).max(5_000).default(5_000) }),
          response: { 200: PlanPicturePage, ...FAULTS },
        },
      },
      (request) => {
        const { district, proposal } = request.params
        return db.read((tx) => readPlanPicture(tx, viewerOf(request), district, proposal, request.query))
      },
    )
    app.get(
      '/districts/:district/proposals/:proposal/why',
      {
        schema: {
          summary: 'Why a line of an open proposal: what the plan would be without it',
          description: 'Planned again without it, and with somebody else in its stead, as things are now.',
          tags,
          params: ofProposal,
          querystring: z.strictObject({
            line: Id.describe('By the id of its duty'),
            holder: Id.optional().describe('Somebody who might have it instead'),
          }),
          response: { 200: WhyShape, ...FAULTS },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const now = await inLane(viewer, request.params)
        return db.read((tx) => readWhy(tx, viewer, now, { ...request.params, ...request.query }, leastCost))
      },
    )
  }
}

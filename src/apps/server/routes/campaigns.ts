import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { campaignsAt } from '../../../domain/board/store.ts'
import { decideProposal } from '../../../domain/gaps/proposals.ts'
import { readProposalLines, readProposals } from '../../../domain/gaps/read-proposals.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { CampaignPage, Decided, LinePage, ProposalPage } from '../../client/picture.ts'
import { DistrictCode, Id, Instant, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const tags = ['picture']
const inDistrict = z.strictObject({ district: DistrictCode })
const ofCampaign = inDistrict.extend({ campaign: Id })
const ofProposal = inDistrict.extend({ proposal: Id })

export const campaignRoutes =
  ({ db, clock, onWork }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/districts/:district/campaigns',
      {
        schema: {
          summary: 'The campaigns in force in a district, now or at any moment past',
          description: 'One a playbook and lane, so that there is never a second page.',
          tags,
          params: inDistrict,
          querystring: z.strictObject({ lane: Lane, at: Instant.optional() }),
          response: { 200: CampaignPage, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const { code } = await readDistrict(tx, viewerOf(request), request.params.district)
          return { items: await campaignsAt(tx, code, request.query.lane, request.query.at ?? clock.now()), next: null }
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
    for (const [verb, yes, summary] of [
      ['accept', true, 'Accepts a proposal: its duties are given, as far as they are still needed'],
      ['refuse', false, 'Refuses a proposal: nothing changes'],
    ] as const) {
      app.post(
        `/districts/:district/proposals/:proposal/${verb}`,
        { schema: { summary, tags, params: ofProposal, response: { 200: Decided, ...FAULTS } } },
        async (request) => {
          const { district, proposal } = request.params
          const decided = await decideProposal(db, clock.now(), viewerOf(request), district, proposal, yes)
          onWork()
          return decided
        },
      )
    }
  }

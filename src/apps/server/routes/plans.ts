import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import type { Viewer } from '../../../domain/audit/model.ts'
import { readPlanEffect } from '../../../domain/board/plan-effect.ts'
import { readOthers, swapHolder } from '../../../domain/gaps/by-hand/swap-holder.ts'
import type { LineFilter } from '../../../domain/gaps/plan-lines.ts'
import { decidePart } from '../../../domain/gaps/plan-part.ts'
import { readProposalLane } from '../../../domain/gaps/read-proposals.ts'
import { OnceHeader } from '../../client/acts.ts'
import {
  DecideBody,
  DecidedShape,
  LineFilterShape,
  OthersShape,
  PlanEffectShape,
  SwapBody,
  SwappedShape,
} from '../../client/plans.ts'
import { DistrictCode, Id } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const tags = ['acts']
const valuesOf = (text: string | undefined) => text?.split(',').map((value) => value.trim())
/** A filter as it comes, with what may be several taken apart. */
const filterOf = ({ placeKind, rule, ...rest }: z.output<typeof LineFilterShape>): LineFilter => ({
  ...rest,
  placeKind: valuesOf(placeKind),
  rule: valuesOf(rule),
})
const ofProposal = z.strictObject({ district: DistrictCode, proposal: Id })
const ofLine = ofProposal.extend({ line: Id.describe('By the id of its duty') })

/** What a coordinator does with a plan that waits: judges it, takes or refuses it whole or in part, and changes who has what. */
export const planRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  const inLane = (viewer: Viewer, { district, proposal }: { district: string; proposal: string }) =>
    nowWhere(context, (tx) => readProposalLane(tx, viewer, district, proposal))
  return async (app) => {
    app.get(
      '/districts/:district/proposals/:proposal/effect',
      {
        schema: {
          summary:
            'What accepting a plan, or some lines of it, would change: before and after, and whose telephones ring',
          description: 'Counted as the board counts, at this moment.',
          tags,
          params: ofProposal,
          querystring: LineFilterShape,
          response: { 200: PlanEffectShape, ...FAULTS },
        },
      },
      (request) => {
        const [viewer, { district, proposal }] = [viewerOf(request), request.params]
        return db.read(async (tx) => {
          const now = await laneNow(tx, await readProposalLane(tx, viewer, district, proposal), clock.now())
          return readPlanEffect(tx, viewer, now, district, proposal, filterOf(request.query))
        })
      },
    )
    for (const yes of [true, false]) {
      app.post(
        `/districts/:district/proposals/:proposal/${yes ? 'accept' : 'refuse'}`,
        {
          schema: {
            summary: yes
              ? 'Accepts a proposal: its duties are given, as far as they are still needed'
              : 'Refuses a proposal: nothing changes',
            description: 'Whole, or some lines of it, which become a plan of their own; the others wait on.',
            tags,
            params: ofProposal,
            headers: OnceHeader,
            body: DecideBody,
            response: { 200: DecidedShape, ...FAULTS },
          },
        },
        async (request) => {
          const [viewer, { district, proposal }] = [viewerOf(request), request.params]
          const { lines, filter, reason } = request.body ?? {}
          const decision = { proposal, yes, which: lines ? { lines } : filter ? filterOf(filter) : {}, reason }
          const now = await inLane(viewer, request.params)
          const decided = await decidePart(db, now, viewer, district, decision, request.headers['idempotency-key'])
          onWork()
          return decided
        },
      )
    }
    app.get(
      '/districts/:district/proposals/:proposal/lines/:line/others',
      {
        schema: {
          summary: 'Who could have a line of a plan that waits in its holder’s stead, nearest first',
          description: 'Under the rule, and with room beside all else that the plan gives them.',
          tags,
          params: ofLine,
          querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
          response: { 200: OthersShape, ...FAULTS },
        },
      },
      (request) => {
        const [viewer, { district, proposal, line }] = [viewerOf(request), request.params]
        return db.read(async (tx) => {
          const now = await laneNow(tx, await readProposalLane(tx, viewer, district, proposal), clock.now())
          const { limit } = request.query
          return { items: await readOthers(tx, viewer, now, district, { proposal, line, limit }) }
        })
      },
    )
    app.post(
      '/districts/:district/proposals/:proposal/lines/:line/instead',
      {
        schema: {
          summary: 'Gives a line of a plan that waits to somebody else, who may have it under its rule',
          description: 'The plan stays what it is otherwise; nobody is called before it is accepted.',
          tags,
          params: ofLine,
          headers: OnceHeader,
          body: SwapBody,
          response: { 200: SwappedShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, proposal, line }] = [viewerOf(request), request.params]
        const now = await inLane(viewer, request.params)
        const swap = { proposal, line, holder: request.body.holder }
        const swapped = await swapHolder(db, now, viewer, district, swap, request.headers['idempotency-key'])
        onWork()
        return swapped
      },
    )
  }
}

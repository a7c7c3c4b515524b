import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import type { Viewer } from '../../../domain/audit/model.ts'
import { callAgain, handOn, tryAgain, tryHandOn } from '../../../domain/callouts/by-hand.ts'
import { findCallout } from '../../../domain/callouts/read.ts'
import { callHolders, tryHolders } from '../../../domain/gaps/by-hand/again.ts'
import { giveAtMany } from '../../../domain/gaps/by-hand/batch.ts'
import { findCampaign } from '../../../domain/gaps/by-hand/campaign.ts'
import { giveGaps, tryGaps } from '../../../domain/gaps/by-hand/give.ts'
import { readNearest } from '../../../domain/gaps/by-hand/nearest.ts'
import { laneOf, undoDuties } from '../../../domain/gaps/by-hand/undo.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { leastCost } from '../../../domain/planner/least-cost.ts'
import {
  BatchBody,
  BatchShape,
  CalledAgainShape,
  CalledHoldersShape,
  GapKey,
  GiveBody,
  GivenShape,
  HandedOnShape,
  HoldersBody,
  NearestShape,
  OnceHeader,
  PersonsBody,
  UndoBody,
  UndoneShape,
} from '../../client/acts.ts'
import { TryQuery } from '../../client/desk.ts'
import { DistrictCode, Id, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { planWorks } from '../planning/works.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const ofCallout = inDistrict.extend({ callout: Id })

const NearestQuery = GapKey.extend({
  campaign: Id.optional().describe('Where several campaigns ask for the same'),
  lane: Lane,
  limit: z.coerce.number().int().min(1).max(50).default(5),
})

const tags = ['acts']
const EACH = 'Each is done or refused for itself, in one transaction.'

/** What a coordinator does by hand about what the board shows: each row of "do next" carries the act that ends it. */
export const actRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  const works = planWorks(clock)
  const inCampaign = (viewer: Viewer, district: string, id: string) =>
    nowWhere(context, async (tx) => (await findCampaign(tx, viewer, district, id)).lane)
  const inCallout = (viewer: Viewer, district: string, id: string) =>
    nowWhere(context, async (tx) => (await findCallout(tx, viewer, district, id)).lane)

  return async (app) => {
    app.addHook('preClose', async () => works.endAll())
    app.get(
      '/districts/:district/gaps/nearest',
      {
        schema: {
          summary: 'Who is free for a gap and may take it, nearest first',
          description: 'What the planner would choose from: kinds, skills, distance and load as the rule has them.',
          tags,
          params: inDistrict,
          querystring: NearestQuery,
          response: { 200: NearestShape, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const now = await laneNow(tx, request.query.lane, clock.now())
          return readNearest(tx, viewerOf(request), now, request.params.district, request.query)
        }),
    )
    app.post(
      '/districts/:district/gaps/give',
      {
        schema: {
          summary: 'Gives gaps to somebody by name, to several among whom they are split, or to the nearest who can',
          description: `${EACH} The engine then calls them.`,
          tags,
          params: inDistrict,
          querystring: TryQuery,
          headers: OnceHeader,
          body: GiveBody,
          response: { 200: GivenShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district }] = [viewerOf(request), request.params]
        const now = await inCampaign(viewer, district, request.body.campaign)
        const key = request.headers['idempotency-key']
        const choosing = { planner: leastCost, solve: works.under(district, undefined) }
        if (request.query.try === 'true') return tryGaps(db, now, viewer, district, request.body, choosing)
        const given = await giveGaps(db, now, viewer, district, request.body, choosing, key)
        onWork()
        return given
      },
    )
    app.post(
      '/districts/:district/gaps/again',
      {
        schema: {
          summary: 'Calls those who hold what is late once more, now',
          description: `In the call-outs in which they were called for it. ${EACH}`,
          tags,
          params: inDistrict,
          querystring: TryQuery,
          headers: OnceHeader,
          body: HoldersBody,
          response: { 200: CalledHoldersShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district }] = [viewerOf(request), request.params]
        const now = await inCampaign(viewer, district, request.body.campaign)
        const key = request.headers['idempotency-key']
        if (request.query.try === 'true') return tryHolders(db, now, viewer, { district, ...request.body })
        const done = await callHolders(db, now, viewer, { district, key, ...request.body })
        onWork()
        return done
      },
    )
    app.post(
      '/districts/:district/duties/undo',
      {
        schema: {
          summary: 'Ends duties that were given a moment ago',
          description: `Within ten minutes. ${EACH} Who was called for them alone is stood down.`,
          tags,
          params: inDistrict,
          body: UndoBody,
          response: { 200: UndoneShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district } = request.params
        const { duties } = request.body
        const now = await nowWhere(context, (tx) => laneOf(tx, district, duties))
        const undone = await undoDuties(db, now, viewerOf(request), district, duties)
        onWork()
        return undone
      },
    )
    app.post(
      '/districts/:district/duties/batch',
      {
        schema: {
          summary: 'Gives a role at many places to one holder',
          description: `${EACH} Whether one holder answers alone is told by the playbook, as for a single duty.`,
          tags,
          params: inDistrict,
          headers: OnceHeader,
          body: BatchBody,
          response: { 200: BatchShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district }, { lane }] = [viewerOf(request), request.params, request.body]
        const now = await nowWhere(context, async (tx) => {
          await readDistrict(tx, viewer, district)
          return lane
        })
        const key = request.headers['idempotency-key']
        const given = await giveAtMany(db, now, viewer, district, request.body, key)
        onWork()
        return given
      },
    )
    app.post(
      '/districts/:district/callouts/:callout/again',
      {
        schema: {
          summary: 'Calls people once more, now',
          description: `${EACH} Their ladders go on from where they stand.`,
          tags,
          params: ofCallout,
          querystring: TryQuery,
          headers: OnceHeader,
          body: PersonsBody,
          response: { 200: CalledAgainShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, callout }] = [viewerOf(request), request.params]
        const now = await inCallout(viewer, district, callout)
        const key = request.headers['idempotency-key']
        if (request.query.try === 'true') return tryAgain(db, now, viewer, { district, callout, ...request.body })
        const done = await callAgain(db, now, viewer, { district, callout, key, ...request.body })
        onWork()
        return done
      },
    )
    app.post(
      '/districts/:district/callouts/:callout/hand-on',
      {
        schema: {
          summary: 'Hands people on to their deputy or superior, now',
          description: `${EACH} Past the deputy, if that was tried, to the superior, who goes to the door.`,
          tags,
          params: ofCallout,
          querystring: TryQuery,
          headers: OnceHeader,
          body: PersonsBody,
          response: { 200: HandedOnShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, callout }] = [viewerOf(request), request.params]
        const now = await inCallout(viewer, district, callout)
        const key = request.headers['idempotency-key']
        if (request.query.try === 'true') return tryHandOn(db, now, viewer, { district, callout, ...request.body })
        const done = await handOn(db, now, viewer, { district, callout, key, ...request.body })
        onWork()
        return done
      },
    )
  }
}

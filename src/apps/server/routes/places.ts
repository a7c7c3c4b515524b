import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { line } from '../../../base/input.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { dutiesOf } from '../../../domain/duties/store.ts'
import { readPlace } from '../../../domain/places/read.ts'
import { readRecords } from '../../../domain/records/read.ts'
import { DutiesPage, PlaceShape, RecordPage } from '../../client/register.ts'
import { AskedInstant, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const params = z.strictObject({ id: line(120).describe("A place's id, or a code that is its alone") })
const at = AskedInstant.optional().describe('As of a moment past; left out: now')
const tags = ['register']

export const placeRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/places/:id',
      { schema: { summary: 'One place', tags, params, response: { 200: PlaceShape, ...FAULTS } } },
      (request) => db.read((tx) => readPlace(tx, viewerOf(request), request.params.id)),
    )
    app.get(
      '/places/:id/duties',
      {
        schema: {
          summary: 'Who answers for a place, at any moment',
          description:
            'Real duties, and in an exercise its own besides, by role: a place has few, so that there is never a second page.',
          tags,
          params,
          querystring: z.strictObject({ lane: Lane, at }),
          response: { 200: DutiesPage, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const { lane, at: moment } = request.query
          const place = await readPlace(tx, viewerOf(request), request.params.id)
          const then = moment ?? (await laneNow(tx, lane, clock.now()))
          return { items: await dutiesOf(tx, { ...place, lane }, place.id, then), next: null }
        }),
    )
    app.get(
      '/places/:id/records',
      {
        schema: {
          summary: 'What happened at a place, newest first',
          tags,
          params,
          querystring: PageQuery.extend({ lane: Lane, at }),
          response: { 200: RecordPage, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const viewer = viewerOf(request)
          const { lane, at: moment, ...page } = request.query
          const place = await readPlace(tx, viewer, request.params.id)
          return readRecords(tx, viewer, place, lane, moment ?? (await laneNow(tx, lane, clock.now())), page)
        }),
    )
  }

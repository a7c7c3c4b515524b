import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { line } from '../../../base/input.ts'
import { dutyList } from '../../../domain/board/print/duty-list.ts'
import { assignmentList } from '../../../domain/board/print/ics204.ts'
import { checkInList } from '../../../domain/board/print/ics211.ts'
import { activityLog } from '../../../domain/board/print/ics214.ts'
import { DutySheet, Ics204, Ics211, Ics214 } from '../../client/print.ts'
import { AreaCode, AskedInstant, DistrictCode, Id, Key, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { leavingOf } from '../leaving.ts'

const period = {
  lane: Lane,
  from: AskedInstant.optional().describe('Where the operational period begins; left out: now'),
  to: AskedInstant.optional().describe('Where it ends; left out: eight hours on'),
}
const inDistrict = PageQuery.extend({ ...period, district: DistrictCode, campaign: Id.optional() })
const UnitKey = Key.describe("A unit's id or code")
const tags = ['lists']

export const printRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/print/ics204',
      {
        schema: {
          summary: 'Assignment list: who is on each section in a period, and what nobody took',
          tags,
          querystring: inDistrict.extend({
            campaign: Id,
            line: line(200).optional().describe('One dam only'),
            area: AreaCode.optional().describe('One area only'),
          }),
          response: { 200: Ics204, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => assignmentList(tx, viewerOf(request), clock.now(), request.query), {
          signal: leavingOf(reply),
        }),
    )
    app.get(
      '/print/ics211',
      {
        schema: {
          summary: 'Check-in list: who was called in a period, and when they answered and arrived',
          tags,
          querystring: inDistrict,
          response: { 200: Ics211, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => checkInList(tx, viewerOf(request), clock.now(), request.query), { signal: leavingOf(reply) }),
    )
    app.get(
      '/print/ics214',
      {
        schema: {
          summary: 'Activity log: what was done and reported in a period, oldest first',
          tags,
          querystring: inDistrict.extend({ unit: UnitKey.optional().describe('Only what its people reported') }),
          response: { 200: Ics214, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => activityLog(tx, viewerOf(request), clock.now(), request.query), { signal: leavingOf(reply) }),
    )
    app.get(
      '/print/duties',
      {
        schema: {
          summary: "A unit's duty list, with room to sign",
          tags,
          querystring: PageQuery.extend({ ...period, unit: UnitKey }),
          response: { 200: DutySheet, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => dutyList(tx, viewerOf(request), clock.now(), request.query), { signal: leavingOf(reply) }),
    )
  }

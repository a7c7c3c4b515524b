import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { takeAnswers } from '../../../domain/callouts/actions.ts'
import { calledAmong } from '../../../domain/callouts/list.ts'
import { AnswerInput } from '../../../domain/callouts/model.ts'
import { findCallout, readCallout, readCallouts, readSilent } from '../../../domain/callouts/read.ts'
import { afterDecline } from '../../../domain/gaps/actions.ts'
import { AnswerReceipts, CalloutPage, CountedCalloutShape, SilentPage } from '../../client/calls.ts'
import { AskedInstant, DistrictCode, Id, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { listOfOne } from '../list-of-one.ts'

const AnswerBody = z.strictObject({
  ...AnswerInput.shape,
  at: AskedInstant.optional().describe('When it was given, on a device that was offline; left out: now'),
})
const tags = ['calls']
const inDistrict = z.strictObject({ district: DistrictCode })
const ofCallout = inDistrict.extend({ callout: Id })

export const calloutRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, onWork } = context
  return async (app) => {
    app.get(
      '/districts/:district/campaigns/:campaign/callouts',
      {
        schema: {
          summary: 'The call-outs of a campaign, newest first',
          tags,
          params: inDistrict.extend({ campaign: Id }),
          querystring: PageQuery,
          response: { 200: CalloutPage, ...FAULTS },
        },
      },
      (request) => {
        const { district, campaign } = request.params
        return db.read((tx) => readCallouts(tx, viewerOf(request), district, campaign, request.query))
      },
    )
    app.get(
      '/districts/:district/callouts/:callout',
      {
        schema: {
          summary: 'A call-out and how it is answered',
          tags,
          params: ofCallout,
          response: { 200: CountedCalloutShape, ...FAULTS },
        },
      },
      (request) => {
        const { district, callout } = request.params
        return db.read((tx) => readCallout(tx, viewerOf(request), district, callout))
      },
    )
    app.get(
      '/districts/:district/callouts/:callout/silent',
      {
        schema: {
          summary: 'Who has not answered a call-out',
          tags,
          params: ofCallout,
          querystring: PageQuery,
          response: { 200: SilentPage, ...FAULTS },
        },
      },
      (request) => {
        const { district, callout } = request.params
        return db.read((tx) => readSilent(tx, viewerOf(request), district, callout, request.query))
      },
    )
    app.post(
      '/districts/:district/callouts/:callout/answers',
      {
        preValidation: listOfOne,
        schema: {
          summary: 'Takes in answers to a call-out',
          description:
            'A list, or one answer by itself. They go to the lane of the call-out; telling one again changes nothing.',
          tags,
          params: ofCallout,
          body: z.array(AnswerBody).min(1).max(1000),
          response: { 200: AnswerReceipts, ...FAULTS },
        },
      },
      async (request) => {
        const { district, callout } = request.params
        const viewer = viewerOf(request)
        const now = await nowWhere(context, async (tx) => (await findCallout(tx, viewer, district, callout)).lane)
        const answers = request.body.map((a) => ({ ...a, callout }))
        await takeAnswers(db, now, viewer, district, answers, afterDecline)
        onWork()
        // Nobody who was called is ever taken off the list, so that it may be read after the act.
        const called = await db.read((tx) =>
          calledAmong(
            tx,
            district,
            callout,
            answers.map((a) => a.person),
          ),
        )
        return {
          items: answers.map(({ person, kind }) => ({
            person,
            kind,
            taken: called.has(person) ? ('taken' as const) : ('unknown' as const),
          })),
        }
      },
    )
  }
}

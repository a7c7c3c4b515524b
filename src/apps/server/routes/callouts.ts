import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AnswerInput } from '../../../domain/callouts/model.ts'
import { findCallout, readCallout, readCallouts, readSilent } from '../../../domain/callouts/read.ts'
import { receiveAnswers } from '../../../domain/callouts/receive-answers.ts'
import { afterDecline } from '../../../domain/gaps/actions.ts'
import { AnswerReceipts, CalloutPage, CountedCalloutShape, SilentPage } from '../../client/calls.ts'
import { AskedInstant, DistrictCode, Id, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { listOfOne } from '../list-of-one.ts'
import { eachOf, receiptStatus } from '../receipts.ts'

const AnswerBody = z.strictObject({
  ...AnswerInput.shape,
  at: AskedInstant.optional().describe(
    'When it was given, on a device that was offline: believed from the call up to now; left out: now',
  ),
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
            'A list, or one answer by itself. They go to the lane of the call-out. Each is answered for itself, by a receipt: ' +
            'one that is wrong holds up no other, and telling one again changes nothing. Of a yes and a no the one that came ' +
            'in last counts, whatever their times; those of one list count by their times, and where these are the same or ' +
            'ahead of now by their place in it. The status is 200 where all are in ' +
            'the database, and 207 where some were refused.',
          tags,
          params: ofCallout,
          body: eachOf(AnswerBody, 1_000),
          response: { 200: AnswerReceipts, 207: AnswerReceipts, ...FAULTS },
        },
      },
      async (request, reply) => {
        const { district, callout } = request.params
        const actor = viewerOf(request)
        const now = await nowWhere(context, async (tx) => (await findCallout(tx, actor, district, callout)).lane)
        const sent = { items: request.body, read: (item: unknown) => AnswerBody.safeParse(item) }
        const items = await receiveAnswers(db, { now, actor, district, callout }, sent, afterDecline)
        onWork()
        return reply.status(receiptStatus(items.map((i) => i.taken))).send({ items })
      },
    )
  }
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { afterRecords } from '../../../domain/gaps/actions.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { laneOfAside } from '../../../domain/records/aside-store.ts'
import { RECORDS_LIMIT, RecordInput } from '../../../domain/records/model.ts'
import { receiveRecords } from '../../../domain/records/receive.ts'
import { dropAside, tieAside } from '../../../domain/records/settle.ts'
import { DroppedShape, Receipts, TieBody, TiedShape } from '../../client/register.ts'
import { AskedInstant, DistrictCode, Id, Lane, Reason } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { listOfOne } from '../list-of-one.ts'
import { eachOf, receiptStatus } from '../receipts.ts'

const RecordBody = z.strictObject({ ...RecordInput.shape, occurredAt: AskedInstant }).meta({ id: 'SentRecord' })

const tags = ['register']
const inDistrict = z.strictObject({ district: DistrictCode })
const ofAside = inDistrict.extend({ record: Id })

export const recordRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, onWork } = context
  return async (app) => {
    app.post(
      '/districts/:district/records',
      {
        preValidation: listOfOne,
        schema: {
          summary: 'Takes in records: patrols, hazards, evacuations',
          description:
            'A list, or one record by itself. Each is answered for itself, by a receipt: one that is wrong holds up no other. ' +
            'A record is known by its own id: sending it again gives the same receipt, and another record under it is refused. ' +
            'What has a receipt `new`, `before` or `aside` is in the database. The status is 200 where all are, and 207 where ' +
            'some were refused.',
          tags,
          params: inDistrict,
          querystring: z.strictObject({ lane: Lane }),
          body: eachOf(RecordBody, RECORDS_LIMIT),
          response: { 200: Receipts, 207: Receipts, ...FAULTS },
        },
      },
      async (request, reply) => {
        const [actor, { district }, { lane }] = [viewerOf(request), request.params, request.query]
        const now = await nowWhere(context, async (tx) => {
          await readDistrict(tx, actor, district)
          return lane
        })
        const sent = { items: request.body, read: (item: unknown) => RecordBody.safeParse(item) }
        const items = await receiveRecords(db, { now, actor, district, lane }, sent, afterRecords)
        onWork()
        return reply.status(receiptStatus(items.map((i) => i.kept))).send({ items })
      },
    )
    app.post(
      '/districts/:district/records/aside/:record/tie',
      {
        schema: {
          summary: 'Ties a record that was kept aside to what is meant, and takes it in',
          description: 'To a place, a teller or a kind that the register knows. It counts from now on.',
          tags,
          params: ofAside,
          body: TieBody,
          response: { 200: TiedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, record: id } = request.params
        const now = await nowWhere(context, (tx) => laneOfAside(tx, district, id))
        const tied = await tieAside(db, { now, actor: viewerOf(request), district, id }, request.body, afterRecords)
        onWork()
        const { subject, toldBy, kind } = tied
        return { id, subject, toldBy, kind }
      },
    )
    app.post(
      '/districts/:district/records/aside/:record/drop',
      {
        schema: {
          summary: 'Drops a record that was kept aside',
          description: 'It stays readable in its list, with the reason, and counts nowhere.',
          tags,
          params: ofAside,
          body: z.strictObject({ reason: Reason }),
          response: { 200: DroppedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, record: id } = request.params
        const now = await nowWhere(context, (tx) => laneOfAside(tx, district, id))
        await dropAside(db, { now, actor: viewerOf(request), district, id }, request.body.reason)
        return { id }
      },
    )
  }
}

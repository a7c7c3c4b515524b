import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { afterRecords } from '../../../domain/gaps/actions.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { takeRecords } from '../../../domain/records/actions.ts'
import { RecordInput } from '../../../domain/records/model.ts'
import { Receipts } from '../../client/register.ts'
import { AskedInstant, DistrictCode, Lane } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'
import { listOfOne } from '../list-of-one.ts'

const RecordBody = z.strictObject({ ...RecordInput.shape, occurredAt: AskedInstant })

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
            'A list, or one record by itself. A record is known by its own id: sending it again changes nothing, and the ' +
            'receipt says so. What has a receipt `new` or `before` is safe.',
          tags: ['register'],
          params: z.strictObject({ district: DistrictCode }),
          querystring: z.strictObject({ lane: Lane }),
          body: z.array(RecordBody).min(1).max(1000),
          response: { 200: Receipts, ...FAULTS },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const { district } = request.params
        const { lane } = request.query
        const now = await nowWhere(context, async (tx) => {
          await readDistrict(tx, viewer, district)
          return lane
        })
        const items = await takeRecords(db, now, viewer, district, lane, request.body, afterRecords)
        onWork()
        return { items }
      },
    )
  }
}

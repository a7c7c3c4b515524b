import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endDuty, giveDuty, replaceHolder } from '../../../domain/duties/actions.ts'
import { DutyInput } from '../../../domain/duties/model.ts'
import { afterDutiesEnded } from '../../../domain/gaps/after-ended.ts'
import { laneOf } from '../../../domain/gaps/by-hand/undo.ts'
import { afterEndedByHand, givingDuty } from '../../../domain/gaps/stand-in.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { DutyShape } from '../../client/register.ts'
import { AskedInstant, DistrictCode, Id, Reason } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const DutyBody = z.strictObject({
  ...DutyInput.shape,
  district: DistrictCode,
  starts: AskedInstant.optional().describe('Left out: from now'),
  ends: AskedInstant.nullable().optional().describe('Null or left out: until it is ended'),
})
const params = z.strictObject({ district: DistrictCode, id: Id })
const tags = ['register']

export const dutyRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  return async (app) => {
    app.post(
      '/duties',
      {
        schema: {
          summary: 'Gives a duty',
          description:
            'Whether one holder answers alone is told by the playbook in force there (or else by the newest that asks for ' +
            'the role): the answer says it, and a body that claims it is refused. A role that no playbook knows may be ' +
            'shared. The register refuses a second holder of a sole role (409) and a beginning in the past (422). Where the ' +
            'holder of a sole role is away then, this one stands in: it ends where the absence does, and theirs goes on.',
          tags,
          body: DutyBody,
          response: { 201: DutyShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        await db.read((tx) => readDistrict(tx, viewer, request.body.district))
        const duty = await giveDuty(db, clock.now(), viewer, request.body, givingDuty)
        onWork()
        return reply.status(201).send(duty)
      },
    )
    app.post(
      '/duties/:district/:id/end',
      {
        schema: {
          summary: 'Ends a duty now',
          tags,
          params,
          body: z.strictObject({ reason: Reason }),
          response: { 200: DutyShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, id } = request.params
        const now = await nowWhere(context, (tx) => laneOf(tx, district, [id]))
        const duty = await endDuty(db, now, viewerOf(request), district, id, request.body.reason, afterEndedByHand)
        onWork()
        return duty
      },
    )
    app.post(
      '/duties/:district/:id/replace',
      {
        schema: {
          summary: "Puts another person in a duty's place",
          description: 'The old duty ends and the new one begins at the same instant; the answer is the new one.',
          tags,
          params,
          body: z.strictObject({ holder: Id, reason: Reason }),
          response: { 201: DutyShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const { district, id } = request.params
        const { holder, reason: why } = request.body
        const now = await nowWhere(context, (tx) => laneOf(tx, district, [id]))
        const duty = await replaceHolder(db, now, viewerOf(request), district, id, holder, why, afterDutiesEnded)
        onWork()
        return reply.status(201).send(duty)
      },
    )
  }
}

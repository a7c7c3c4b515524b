import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endAbsenceNow, noteAbsence } from '../../../domain/gaps/by-hand/absence.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { OnceHeader } from '../../client/acts.ts'
import { AbsenceBody, AbsenceShape, NotedShape } from '../../client/register.ts'
import { DistrictCode, Id } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const tags = ['register']

/** Who is not to be counted on, and when: of real life alone. Who is absent is listed by /lists/absences. */
export const absenceRoutes =
  ({ db, clock, onWork }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/districts/:district/absences',
      {
        schema: {
          summary: 'Notes when somebody is away, or would rather not be called on',
          description:
            'What who is away answers for counts as held by nobody meanwhile, and stand-ins are found. No plan, roster or ' +
            'team counts on them, and no ladder turns to them. Why is not kept.',
          tags,
          params: inDistrict,
          headers: OnceHeader,
          body: AbsenceBody,
          response: { 201: NotedShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        const [viewer, { district }] = [viewerOf(request), request.params]
        await db.read((tx) => readDistrict(tx, viewer, district))
        const key = request.headers['idempotency-key']
        const noted = await noteAbsence(db, clock.now(), viewer, district, request.body, key)
        onWork()
        return reply.status(201).send(noted)
      },
    )
    app.post(
      '/districts/:district/absences/:absence/end',
      {
        schema: {
          summary: 'Somebody is back, or will not be away after all',
          description: 'They are counted on again from now. What they gave up stays with whoever has it.',
          tags,
          params: inDistrict.extend({ absence: Id }),
          response: { 200: AbsenceShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, absence } = request.params
        const ended = await endAbsenceNow(db, clock.now(), viewerOf(request), district, absence)
        onWork()
        return ended
      },
    )
  }

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { line } from '../../../base/input.ts'
import { readHistory } from '../../../domain/board/subjects/history.ts'
import { EVENT_KINDS } from '../../../domain/board/subjects/model.ts'
import { readSubject } from '../../../domain/board/subjects/read.ts'
import { EventPage, SubjectKind, SubjectShape } from '../../client/subjects.ts'
import { AskedInstant, DistrictCode, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { leavingOf } from '../leaving.ts'

const params = z.strictObject({
  kind: SubjectKind,
  id: line(120).describe("An id; an area's code; a place or a unit also by its code"),
})
const asked = {
  lane: Lane,
  at: AskedInstant.optional().describe('As it stood at a moment past; left out: now'),
  district: DistrictCode.optional().describe('Where it is, if that is known: somebody seconded is in more than one'),
}
const tags = ['lists']

export const subjectRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/subjects/:kind/:id',
      {
        schema: {
          summary: 'A page with a subject: what it is, who answers, what is missing, what may be done',
          tags,
          params,
          querystring: z.strictObject(asked),
          response: { 200: SubjectShape, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => readSubject(tx, viewerOf(request), clock.now(), { ...request.params, ...request.query }), {
          signal: leavingOf(reply),
        }),
    )
    app.get(
      '/subjects/:kind/:id/history',
      {
        schema: {
          summary: 'What happened to a subject, newest first',
          tags,
          params,
          querystring: PageQuery.extend({
            ...asked,
            kinds: z
              .string()
              .max(500)
              .transform((text) => text.split(','))
              .pipe(z.array(z.enum(EVENT_KINDS)))
              .optional()
              .describe('Only these, set apart by commas'),
          }),
          response: { 200: EventPage, ...FAULTS },
        },
      },
      (request, reply) =>
        db.read((tx) => readHistory(tx, viewerOf(request), clock.now(), { ...request.params, ...request.query }), {
          signal: leavingOf(reply),
        }),
    )
  }

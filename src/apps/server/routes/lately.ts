import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { readDistrict } from '../../../domain/places/read.ts'
import { laneOfAct } from '../../../domain/undo/find-act.ts'
import { readLately } from '../../../domain/undo/lately.ts'
import { sizeOfEnding } from '../../../domain/undo/size-of-ending.ts'
import { tryUndo, undoAct } from '../../../domain/undo/undo-act.ts'
import { OnceHeader } from '../../client/acts.ts'
import { TryQuery } from '../../client/desk.ts'
import { EndingShape, LatelyPage, UndoSizeShape } from '../../client/lately.ts'
import { AskedInstant, DistrictCode, Id, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const tags = ['acts']

/** The tray of what was done lately, and the way back from it. */
export const latelyRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  return async (app) => {
    app.get(
      '/districts/:district/lately',
      {
        schema: {
          summary: 'What was done by hand in the last hours, and what of it may still be undone',
          description:
            'Last first, with what was done to warnings, which belong to no district. Of a moment past: as of then.',
          tags,
          params: inDistrict,
          querystring: PageQuery.extend({ lane: Lane, at: AskedInstant.optional() }),
          response: { 200: LatelyPage, ...FAULTS },
        },
      },
      (request) =>
        db.read(async (tx) => {
          const viewer = viewerOf(request)
          const { code: district } = await readDistrict(tx, viewer, request.params.district)
          const { at, ...asked } = request.query
          const now = await laneNow(tx, asked.lane, clock.now())
          return readLately(tx, viewer, now, { district, ...asked, at: at && at < now ? at : null })
        }),
    )
    app.post(
      '/districts/:district/acts/:act/undo',
      {
        schema: {
          summary: 'Undoes what was done in the last ten minutes, whole',
          description:
            'An accepted plan, a call-out that was stopped, a warning that was ended by hand, duties given by hand, answers written ' +
            'down. What was is not changed: it is given again, and people are called back and told. What is large is done by and by. ' +
            'With `try` it only tells how much that would be, and what cannot be as it was.',
          tags,
          params: inDistrict.extend({ act: Id }),
          querystring: TryQuery,
          headers: OnceHeader,
          response: { 200: UndoSizeShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, act } = request.params
        const now = await nowWhere(context, (tx) => laneOfAct(tx, district, act))
        if (request.query.try === 'true') return tryUndo(db, now, viewerOf(request), { district, act })
        const key = request.headers['idempotency-key']
        const done = await undoAct(db, now, viewerOf(request), { district, act, key })
        onWork()
        return done
      },
    )
    app.get(
      '/warnings/:id/ending',
      {
        schema: {
          summary: 'What ending a warning now would end: requirements, duties, people who are stood down',
          tags,
          params: z.strictObject({ id: Id }),
          response: { 200: EndingShape, ...FAULTS },
        },
      },
      (request) => db.read((tx) => sizeOfEnding(tx, viewerOf(request), clock.now(), request.params.id)),
    )
  }
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { line } from '../../../base/input.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import type { Viewer } from '../../../domain/audit/model.ts'
import { readUnheard } from '../../../domain/board/called-not-heard.ts'
import { readComing } from '../../../domain/board/coming-shifts.ts'
import { findCallout } from '../../../domain/callouts/read.ts'
import { stopCallout, tryStop } from '../../../domain/callouts/stop.ts'
import { laneOfWritten, takeBackAnswers, writeDownAnswers } from '../../../domain/callouts/written-answers.ts'
import { afterDecline } from '../../../domain/gaps/actions.ts'
import { readContacts } from '../../../domain/people/read-contacts.ts'
import { mayReadContacts } from '../../../domain/people/reading.ts'
import { OnceHeader } from '../../client/acts.ts'
import {
  ComingShape,
  NumbersBody,
  NumbersShape,
  StopBody,
  StoppedShape,
  TakenBackShape,
  TryQuery,
  UnheardKind,
  UnheardPage,
  WrittenBody,
  WrittenShape,
} from '../../client/desk.ts'
import { AreaCode, AskedInstant, DistrictCode, Id, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const inDistrict = z.strictObject({ district: DistrictCode })
const ofCallout = inDistrict.extend({ callout: Id })
const ComingQuery = z.strictObject({
  lane: Lane,
  at: AskedInstant.optional().describe('As it was known at a moment past; left out: now'),
  place: Id.optional().describe('The next shifts of a place'),
  person: Id.optional().describe('The next shifts of a person'),
  line: line(80).optional().describe('Of each section of a dam the next shift'),
})
const tags = ['calls']

/** A desk that telephones: whom, by which number, what they said, and that the calling is to end. */
export const deskRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock, onWork } = context
  const inCallout = (viewer: Viewer, district: string, id: string) =>
    nowWhere(context, async (tx) => (await findCallout(tx, viewer, district, id)).lane)

  return async (app) => {
    app.post(
      '/districts/:district/contacts/read',
      {
        schema: {
          summary: 'How people are reached: the numbers that a desk dials',
          description: 'To read them is an act that the audit keeps: one row for all that are read at once.',
          tags,
          params: inDistrict,
          body: NumbersBody,
          response: { 200: NumbersShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district } = request.params
        const now = await nowWhere(context, async () => request.body.lane)
        const viewer = viewerOf(request)
        const items = await readContacts(db, now, viewer, { district, ...request.body })
        return { items, may: mayReadContacts(viewer) }
      },
    )
    app.get(
      '/districts/:district/coming',
      {
        schema: {
          summary: 'Who comes on next: shifts that begin later, of a place, a person or a dam',
          tags,
          params: inDistrict,
          querystring: ComingQuery,
          response: { 200: ComingShape, ...FAULTS },
        },
      },
      (request) =>
        db.read((tx) => {
          const asked = { ...request.params, ...request.query }
          return readComing(tx, viewerOf(request), clock.now(), asked)
        }),
    )
    app.get(
      '/districts/:district/callouts/:callout/unheard',
      {
        schema: {
          summary: 'Who of a call-out was not heard of in time, or said no while it is open still',
          tags,
          params: ofCallout,
          querystring: PageQuery.extend({ kind: UnheardKind, area: AreaCode.optional() }),
          response: { 200: UnheardPage, ...FAULTS },
        },
      },
      (request) => {
        const [viewer, { district, callout }] = [viewerOf(request), request.params]
        return db.read(async (tx) => {
          const { lane } = await findCallout(tx, viewer, district, callout)
          const now = await laneNow(tx, lane, clock.now())
          return readUnheard(tx, viewer, now, district, { callout, ...request.query })
        })
      },
    )
    app.post(
      '/districts/:district/callouts/:callout/written',
      {
        schema: {
          summary: 'Writes down what people said on the telephone',
          description:
            'The same of all who are named: heard, coming, not coming, there. It is an answer like any other, with who wrote it ' +
            'down. Each is taken or refused for itself, in one transaction.',
          tags,
          params: ofCallout,
          headers: OnceHeader,
          body: WrittenBody,
          response: { 200: WrittenShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, callout }] = [viewerOf(request), request.params]
        const now = await inCallout(viewer, district, callout)
        const key = request.headers['idempotency-key']
        const input = { district, callout, key, ...request.body }
        const done = await writeDownAnswers(db, now, viewer, input, afterDecline)
        onWork()
        return done
      },
    )
    app.post(
      '/districts/:district/written/:act/take-back',
      {
        schema: {
          summary: 'Takes back answers that were written down by mistake',
          description: 'Within ten minutes: each summons stands as it stood before, and its ladder goes on.',
          tags,
          params: inDistrict.extend({ act: Id }),
          response: { 200: TakenBackShape, ...FAULTS },
        },
      },
      async (request) => {
        const { district, act } = request.params
        const now = await nowWhere(context, (tx) => laneOfWritten(tx, district, act))
        const done = await takeBackAnswers(db, now, viewerOf(request), { district, act }, afterDecline)
        onWork()
        return done
      },
    )
    app.post(
      '/districts/:district/callouts/:callout/stop',
      {
        schema: {
          summary: 'Stops a call-out: nobody who is still waited for is called any more',
          description:
            'Ladders stand, calls that nobody has sent are taken back, and who was reached is told, or not. With `try` it only ' +
            'tells how many people that would be.',
          tags,
          params: ofCallout,
          querystring: TryQuery,
          headers: OnceHeader,
          body: StopBody,
          response: { 200: StoppedShape, ...FAULTS },
        },
      },
      async (request) => {
        const [viewer, { district, callout }] = [viewerOf(request), request.params]
        const { reason = null, tell } = request.body
        const now = await inCallout(viewer, district, callout)
        const input = { district, callout, reason, tell }
        if (request.query.try === 'true') return tryStop(db, now, viewer, input)
        if (reason === null) throw new MusterError('BAD_INPUT', { what: 'reason: say why the call-out is stopped' })
        const key = request.headers['idempotency-key']
        const done = await stopCallout(db, now, viewer, { ...input, key })
        onWork()
        return done
      },
    )
  }
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MINUTE } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import { keyOf, pageOf } from '../../../base/paging.ts'
import { exercisesPage } from '../../../domain/audit/exercises.ts'
import { ExercisePage, ExerciseShape, LastExercise } from '../../client/live.ts'
import { AskedInstant, LaneName, PageQuery } from '../../client/wire.ts'
import { isDemo } from '../../demo/load.ts'
import { chairExercise, giveUpLost, speedExercise, wishExercise } from '../../exercise/control.ts'
import { beginPlaying } from '../../exercise/run.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { exerciseTold } from '../live/told.ts'
import { looking } from '../looking.ts'

/** From a thousandth of the wall's pace, which stands, to a hundred thousand times, which nothing reaches. */
const Pace = z.number().min(0.001).max(100_000)
const Wanted = z.strictObject({
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional()
    .describe('Another number plays the phones and the field another way'),
  from: AskedInstant.optional().describe("Where in the flood's own time it begins"),
  to: AskedInstant.optional().describe('Where it ends, 31 days later at most'),
  speed: Pace.nullish().describe('So many times as fast as the wall; left out: as fast as it goes'),
  chair: z
    .boolean()
    .optional()
    .describe(
      "Somebody sits in the coordinator's chair: plans wait for their yes, a helper falls ill, and its clock stands for as long as " +
        'anything waits for them. Left out: it plays by itself',
    ),
})
const Sits = z.strictObject({ chair: z.boolean().describe('False: from now on it plays by itself') })
const Speed = z.strictObject({ speed: Pace.nullable().describe('Null: as fast as it goes') })

const tags = ['running']
const params = z.strictObject({ lane: LaneName })
const Mark = z.tuple([z.coerce.date(), z.string()])
const CONTROLS = [
  ['pause', 'pause', 'Pauses an exercise: its clock stands'],
  ['resume', 'run', 'Lets an exercise go on, also where its clock stands for something: that waits still'],
  ['stop', 'stop', 'Stops an exercise: what it did until then can be read in its lane'],
] as const

/** Exercises in the demo county: one call replays the flood, others tell how far it is and steer it. One at a time. */
export const exerciseRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    const onFault = (error: unknown) => app.log.error(error, 'exercises could not be looked after; it is tried again')
    await giveUpLost(db, clock.now(), true)
    const sweep = looking(() => giveUpLost(db, clock.now()).then(() => MINUTE), onFault, MINUTE)
    const stopping = new AbortController()
    const playing = new Set<Promise<unknown>>()
    app.addHook('preClose', async () => stopping.abort(new MusterError('STOPPING')))
    app.addHook('onClose', async () => {
      await sweep.stop()
      await Promise.allSettled(playing)
    })

    app.post(
      '/exercises',
      {
        schema: {
          summary: 'Replay a flood in the demo county',
          description: 'It runs in a lane of its own: no real duty and no real person is touched. Follow it with GET.',
          tags,
          body: Wanted.nullish(),
          response: { 202: ExerciseShape, ...FAULTS },
        },
      },
      async (request, reply) => {
        if (!(await db.read((tx) => isDemo(tx)))) throw new MusterError('DEMO_MISSING')
        const { speed, ...rest } = request.body ?? {}
        const { exercise, done } = await beginPlaying(db, {
          ...rest,
          speed: speed ?? undefined,
          stopping: stopping.signal,
        })
        const played = done.catch((error: unknown) => request.log.error(error, 'the exercise failed'))
        playing.add(played)
        played.finally(() => playing.delete(played))
        return reply.code(202).send(exerciseTold(exercise))
      },
    )
    app.get(
      '/exercises',
      {
        schema: {
          summary: 'Exercises, those started last first',
          tags,
          querystring: PageQuery,
          response: { 200: ExercisePage, ...FAULTS },
        },
      },
      async (request) => {
        const { limit, after } = request.query
        const mark = keyOf(after, Mark)
        const key = mark && { startedAt: mark[0], lane: mark[1] }
        const rows = await db.read((tx) => exercisesPage(tx, key, limit + 1))
        const { items, next } = pageOf(rows, limit, (e) => [e.startedAt, e.lane])
        return { items: items.map(exerciseTold), next }
      },
    )
    app.get(
      '/exercises/last',
      {
        schema: {
          summary: 'How the last exercise stands, with its report once it is done',
          tags,
          response: { 200: LastExercise, ...FAULTS },
        },
      },
      async () => {
        const [last] = await db.read((tx) => exercisesPage(tx, null, 1))
        return last ? exerciseTold(last) : { state: 'none' as const, at: null, lane: null, report: null, fault: null }
      },
    )
    for (const [verb, wanted, summary] of CONTROLS) {
      app.post(
        `/exercises/:lane/${verb}`,
        { schema: { summary, tags, params, response: { 202: ExerciseShape, ...FAULTS } } },
        async (request, reply) => {
          const exercise = await wishExercise(db, clock.now(), viewerOf(request), request.params.lane, wanted)
          return reply.code(202).send(exerciseTold(exercise))
        },
      )
    }
    app.put(
      '/exercises/:lane/speed',
      {
        schema: {
          summary: 'Makes an exercise go faster or slower',
          tags,
          params,
          body: Speed,
          response: { 200: ExerciseShape, ...FAULTS },
        },
      },
      async (request) => {
        const { lane } = request.params
        return exerciseTold(await speedExercise(db, clock.now(), viewerOf(request), lane, request.body.speed))
      },
    )
    app.put(
      '/exercises/:lane/chair',
      {
        schema: {
          summary: "Takes the coordinator's chair of an exercise, or leaves it",
          tags,
          params,
          body: Sits,
          response: { 200: ExerciseShape, ...FAULTS },
        },
      },
      async (request) => {
        const { lane } = request.params
        return exerciseTold(await chairExercise(db, clock.now(), viewerOf(request), lane, request.body.chair))
      },
    )
  }

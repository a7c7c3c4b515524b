import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { MusterError } from '../../../base/errors.ts'
import { gaugesOf } from '../../../domain/warnings/gauge-store.ts'
import { Instant } from '../../client/wire.ts'
import { DEMO_DISTRICT } from '../../demo/load.ts'
import { runExercise } from '../../exercise/run.ts'
import type { Context } from '../context.ts'
import { FAULTS } from '../faults.ts'

const Wish = z.object({
  seed: z.int().optional().describe('Another number plays the phones and the field another way'),
  from: z.coerce.date().optional().describe("Where in the flood's own time it begins"),
  to: z.coerce.date().optional().describe('Where it ends'),
  speed: z.number().positive().optional().describe('So many times as fast as the wall; left out: as fast as it goes'),
})

const Report = z.object({
  warned: z.int(),
  affected: z.int(),
  required: z.int(),
  uncovered_before: z.int(),
  uncovered_after: z.int(),
  called: z.int(),
  acknowledged: z.int(),
  accepted: z.int(),
  arrived: z.int(),
  answered_within: z.object({ '5': z.int(), '15': z.int(), '30': z.int() }),
  late_evidence: z.int(),
  unplaced: z.int(),
  seconds: z.number(),
})

const Exercise = z
  .object({
    state: z.enum(['none', 'running', 'done', 'failed']),
    at: Instant.nullable().describe("How far it is, in the flood's own time"),
    lane: z.string().nullable().describe('Where everything it did can be read, once it is done'),
    report: Report.nullable(),
    fault: z.string().nullable(),
  })
  .meta({ id: 'Exercise' })
type Exercise = z.infer<typeof Exercise>

const NONE: Exercise = { state: 'none', at: null, lane: null, report: null, fault: null }

/** The exercise of the demo county, from afar: one call replays the flood, another tells how far it is. One at a time. */
export const exerciseRoutes =
  ({ db }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    let last: Exercise = NONE
    app.post(
      '/exercises',
      {
        schema: {
          summary: 'Replay a flood in the demo county',
          description: 'It runs in a lane of its own: no real duty and no real person is touched. Follow it with GET.',
          tags: ['running'],
          body: Wish.nullish(),
          response: { 202: Exercise, ...FAULTS },
        },
      },
      async (request, reply) => {
        if (last.state === 'running') throw new MusterError('EXERCISE_RUNNING')
        // Its gauges tell the demo from a real register of the same county.
        if ((await db.read((tx) => gaugesOf(tx, DEMO_DISTRICT))).length === 0) throw new MusterError('DEMO_MISSING')
        last = { ...NONE, state: 'running' }
        const onMoment = (at: Date) => {
          last = { ...last, at }
        }
        runExercise(db, { ...request.body, onMoment }).then(
          ({ lane, report, to }) => {
            last = { state: 'done', at: to, lane, report, fault: null }
          },
          (error: unknown) => {
            request.log.error(error, 'the exercise failed')
            last = {
              ...last,
              state: 'failed',
              fault: error instanceof MusterError ? error.message : 'It failed; the log says why.',
            }
          },
        )
        return reply.code(202).send(last)
      },
    )
    app.get(
      '/exercises/last',
      {
        schema: {
          summary: 'How the last exercise stands, with its report once it is done',
          tags: ['running'],
          response: { 200: Exercise, ...FAULTS },
        },
      },
      async () => last,
    )
  }

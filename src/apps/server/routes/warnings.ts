import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sizeOfEnding } from '../../../domain/undo/size-of-ending.ts'
import { decideWarning, endWarning } from '../../../domain/warnings/actions.ts'
import { readWarning, readWarnings } from '../../../domain/warnings/kept.ts'
import type { KeptWarning } from '../../../domain/warnings/store.ts'
import { WarningPage, WarningShape, WarningSummary } from '../../client/calls.ts'
import { Id, Lane, PageQuery, Reason } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { nowWhere } from '../lane-time.ts'

const tags = ['calls']

export const warningRoutes =
  (context: Context): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, onWork } = context
    app.get(
      '/warnings',
      {
        schema: {
          summary: 'Warnings, newest first, and what became of them',
          tags,
          querystring: PageQuery.extend({ lane: Lane }),
          response: { 200: WarningPage, ...FAULTS },
        },
      },
      async (request) => {
        const { lane, ...page } = request.query
        const found = await db.read((tx) => readWarnings(tx, viewerOf(request), lane, page))
        return { items: found.items.map(flat), next: found.next }
      },
    )
    app.get(
      '/warnings/:id',
      {
        schema: {
          summary: 'One warning, whole',
          tags,
          params: z.strictObject({ id: Id }),
          response: { 200: WarningShape, ...FAULTS },
        },
      },
      async (request) => flat(await db.read((tx) => readWarning(tx, viewerOf(request), request.params.id))),
    )
    app.post(
      '/warnings/:id/end',
      {
        schema: {
          summary: 'Ends a warning by hand',
          description:
            'As a Cancel from its sender would: nothing is required for it any more, and those who were called for it are ' +
            'stood down. For a warning that names no end and whose sender sends none. One that does not stand is refused (409).',
          tags,
          params: z.strictObject({ id: Id }),
          body: z.strictObject({ reason: Reason }),
          response: { 200: WarningSummary, ...FAULTS },
        },
      },
      async (request) => {
        const { id } = request.params
        const viewer = viewerOf(request)
        const now = await nowWhere(context, async (tx) => (await readWarning(tx, viewer, id)).lane)
        const ended = await endWarning(db, now, viewer, id, request.body.reason, sizeOfEnding)
        onWork()
        return flat(ended)
      },
    )
    app.post(
      '/warnings/:id/decide',
      {
        schema: {
          summary: 'Answers what a warning asks',
          description:
            'Where it is in doubt (`asks: ours`): `ours` true puts it in force in the place of what it refers to; false says that it ' +
            'is not ours, and what it refers to stays, or is over with `ends` true. Where it is asked only whether it ends others ' +
            '(`asks: ends`, named in `by`): true ends them, false leaves them. Where it cancels something unknown, or touches no ' +
            'place: either says that it has been seen. One of which nothing is asked is refused (409).',
          tags,
          params: z.strictObject({ id: Id }),
          body: z.strictObject({
            ours: z.boolean(),
            ends: z.boolean().optional().describe('It is not ours, and what it refers to is over'),
          }),
          response: { 200: WarningSummary, ...FAULTS },
        },
      },
      async (request) => {
        const answer = { key: request.params.id, ...request.body }
        const decided = await decideWarning(db, clock.now(), viewerOf(request), answer)
        onWork()
        return flat(decided)
      },
    )
  }

/** What it says beside what became of it. */
const flat = <K extends KeptWarning>({ warning, ...kept }: K) => ({ ...warning, ...kept })

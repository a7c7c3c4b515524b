import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { LIST_NAMES } from '../../../domain/board/lists/model.ts'
import { listDef, listDefs, readList } from '../../../domain/board/lists/read.ts'
import { utcOffsetOf } from '../../../domain/places/store.ts'
import { playbooks } from '../../../domain/playbooks/store.ts'
import { ListDefs, ListQuery, RowPage } from '../../client/lists.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { leavingOf } from '../leaving.ts'
import { DOWNLOAD_PAGE, download, FORMATS } from '../lists/download.ts'

const tags = ['lists']

export const listRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/lists',
      {
        schema: {
          summary: 'Which lists there are, and what each can be asked',
          tags,
          response: { 200: ListDefs, ...FAULTS },
        },
      },
      async () => ({ items: listDefs() }),
    )
    app.get(
      '/lists/:list',
      {
        schema: {
          summary: 'A page of a list, or all of it as a file',
          description:
            'Beside these, the filters of the definition (`GET /lists`), each by its key. A page may be shorter than asked ' +
            'for and not be the last: `next` tells the end. With `format` csv or xlsx the answer is a file.',
          tags,
          params: z.strictObject({ list: z.enum(LIST_NAMES) }),
          querystring: ListQuery,
          response: { 200: RowPage, ...FAULTS },
        },
      },
      async (request, reply) => {
        const { list } = request.params
        const { lane, at, sort, limit, after, format, lang, ...rest } = request.query
        const viewer = viewerOf(request)
        const ask = { lane, at, sort, filters: filtersOf(rest) }
        const signal = leavingOf(reply)
        const read = (more: { limit: number; after: string | undefined }) =>
          db.read((tx) => readList(tx, viewer, clock.now(), list, { ...ask, ...more }), { signal })
        if (format === 'json') return read({ limit, after })
        const first = await read({ limit: DOWNLOAD_PAGE, after })
        const place = ask.filters.district ?? ask.filters.area ?? first.items[0]?.ref?.district ?? ''
        const more = await db.read(async (tx) => ({
          playbooks: await playbooks(tx),
          utcOffset: await utcOffsetOf(tx, place, at ?? clock.now()),
        }))
        const name = [
          list,
          place.replace(/[^\w-]/g, '_'),
          (at ?? clock.now()).toISOString().slice(0, 16).replace(/[-:]/g, ''),
        ]
        reply.header('content-disposition', `attachment; filename="${name.filter(Boolean).join('-')}.${format}"`)
        const next = (mark: string) => read({ limit: DOWNLOAD_PAGE, after: mark })
        // The schema is that of a page; a file goes out as it is made.
        reply
          .type(FORMATS[format])
          .send(download({ def: listDef(list), format, lang, first, read: next, ...more }) as never)
        return reply
      },
    )
  }

/** A parameter given twice is one of several values. */
function filtersOf(rest: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value)]),
  )
}

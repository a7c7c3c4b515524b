import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../../../db/connect.ts'
import type { Viewer } from '../../../domain/audit/model.ts'
import {
  acceptable,
  beginDraft,
  changeDraft,
  dropDraft,
  open,
  receiveFile,
  turnAway,
} from '../../../domain/imports/drafts/actions.ts'
import { fieldsOf, headersOf, unreadOf } from '../../../domain/imports/drafts/fields.ts'
import { type DraftRow, IMPORT_BYTES, partIn, type RowState } from '../../../domain/imports/drafts/model.ts'
import { readImport, readImportRows, readImports } from '../../../domain/imports/drafts/read.ts'
import {
  ImportPage,
  ImportQuery,
  ImportRowPage,
  ImportRowsQuery,
  ImportSettings,
  ImportShape,
} from '../../client/imports.ts'
import { Id, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { inspectFile } from '../imports/reader.ts'
import { importWorks, type WorkedOn } from '../imports/works.ts'
import { csv } from '../lists/csv.ts'

const tags = ['imports']
const params = z.strictObject({ id: Id })
/** Rows asked for at a time when all of them go out. */
const DOWNLOAD_PAGE = 1_000

/** Files brought into the register by way of the browser: sent, matched, read, and then accepted or dropped. */
export const importRoutes = (context: Context): FastifyPluginAsyncZod => {
  const { db, clock } = context
  return async (app) => {
    const works = importWorks(context)
    // Stopped before the server waits for those who are still being answered, which may take longer than it has.
    app.addHook('preClose', async () => {
      works.stopAll().catch(() => {})
    })
    app.addHook('onClose', () => works.stopAll())
    const found = async (viewer: Viewer, id: string): Promise<WorkedOn> =>
      works.at(id) ?? { ...(await db.read((tx) => readImport(tx, viewer, id))), work: null }

    await app.register(async (upload) => sendRoute(upload.withTypeProvider(), context))
    app.get(
      '/imports',
      {
        schema: {
          summary: 'Files that were sent to be brought in, newest first',
          tags,
          querystring: PageQuery,
          response: { 200: ImportPage, ...FAULTS },
        },
      },
      async (request) => {
        const { items, next } = await db.read((tx) => readImports(tx, viewerOf(request), request.query))
        return { items: items.map((draft) => works.at(draft.id) ?? { ...draft, work: null }), next }
      },
    )
    app.get(
      '/imports/:id',
      {
        schema: {
          summary: 'One import: what is in its file, how it is read, how far that is, what it would write',
          tags,
          params,
          response: { 200: ImportShape, ...FAULTS },
        },
      },
      async (request) => whole(await found(viewerOf(request), request.params.id)),
    )
    app.put(
      '/imports/:id',
      {
        schema: {
          summary: 'Says how a file is to be read',
          description: 'It is then to be read anew: nothing is accepted that nobody has seen.',
          tags,
          params,
          body: ImportSettings,
          response: { 200: ImportShape, ...FAULTS },
        },
      },
      async (request) => {
        const [{ id }, settings] = [request.params, request.body]
        await works.stop(id)
        const draft = await db.read((tx) => readImport(tx, viewerOf(request), id))
        open(draft, 'changed')
        const [before, part] = [partIn(draft), partIn(settings)]
        const seen = isDeepStrictEqual(before, part) ? draft.found : await inspectFile(db, draft, part)
        return whole({ ...(await changeDraft(db, clock.now(), id, settings, seen)), work: null })
      },
    )
    for (const [verb, doing, summary, description] of [
      ['read', 'reading', 'Reads a file: what it would write, and what could not be placed', 'Nothing is written.'],
      [
        'accept',
        'writing',
        'Writes what was read, all of it or nothing',
        'Accepting a second time does nothing. Only what was read is accepted.',
      ],
    ] as const) {
      app.post(
        `/imports/:id/${verb}`,
        {
          schema: {
            summary,
            description: `${description} It begins at once; GET tells how far it is.`,
            tags,
            params,
            response: { 202: ImportShape, ...FAULTS },
          },
        },
        async (request, reply) => {
          const viewer = viewerOf(request)
          const draft = await found(viewer, request.params.id)
          const isDone = doing === 'writing' && draft.state === 'applied'
          if (!isDone && doing === 'reading') open(draft, 'read')
          if (!isDone && doing === 'writing') acceptable(draft)
          const worked = isDone ? draft : works.begin(draft, doing, viewer, request.log)
          return reply.status(202).send(whole(worked))
        },
      )
    }
    app.get(
      '/imports/:id/rows',
      {
        schema: {
          summary: 'Rows of a read file: what could not be placed and why, what would be new or change',
          description: 'As a page, or all of them as CSV.',
          tags,
          params,
          querystring: ImportRowsQuery,
          response: { 200: ImportRowPage, ...FAULTS },
        },
      },
      async (request, reply) => {
        const [viewer, { id }, { state, format, ...page }] = [viewerOf(request), request.params, request.query]
        if (format === 'json') return db.read((tx) => readImportRows(tx, viewer, id, state, page))
        await db.read((tx) => readImport(tx, viewer, id))
        reply.header('content-disposition', `attachment; filename="import-${state}.csv"`)
        reply.type('text/csv; charset=utf-8')
        return reply.send(rowsAsCsv(db, viewer, id, state) as never)
      },
    )
    app.delete(
      '/imports/:id',
      {
        schema: {
          summary: 'Drops a file, and stops whatever is being done with it',
          tags,
          params,
          response: { 200: ImportShape, ...FAULTS },
        },
      },
      async (request) => {
        await works.stop(request.params.id)
        return whole({ ...(await dropDraft(db, clock.now(), request.params.id)), work: null })
      },
    )
  }
}

/** The file itself is the body: of any content type, and never whole in memory. */
async function sendRoute(app: FastifyInstance, { db, clock }: Context): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
  app.withTypeProvider().post<{ Querystring: z.output<typeof ImportQuery> }>(
    '/imports',
    {
      bodyLimit: IMPORT_BYTES,
      schema: {
        summary: 'Takes in a file to be brought into the register',
        description:
          'CSV, XLSX, GeoJSON or Popolo JSON, as the body. The answer says what is in it, and guesses how it may be read.',
        tags,
        consumes: ['application/octet-stream', 'text/csv', 'application/json'],
        body: z.unknown().describe('The file'),
        querystring: ImportQuery,
        response: { 201: ImportShape, ...FAULTS },
      },
    },
    async (request, reply) => {
      const { name, kind } = request.query
      const actor = viewerOf(request)
      const body = request.body instanceof Readable ? request.body : Readable.from([])
      const { id, bytes } = await receiveFile(db, clock.now(), actor, name, body, IMPORT_BYTES)
      try {
        const found = await inspectFile(db, { id, name, bytes }, {})
        const draft = await beginDraft(db, clock.now(), { id, name, bytes }, found, kind)
        return reply.status(201).send(whole({ ...draft, work: null }))
      } catch (error) {
        await turnAway(db, clock.now(), id)
        throw error
      }
    },
  )
}

/** An import as one answer: what is in the file beside it, and the fields that its settings look for. */
function whole({ found, ...draft }: WorkedOn) {
  const headers = headersOf(found)
  // What was kept of a file before these were known of it lacks them.
  const since = { encodings: [], hiddenSheets: [], read: null, headerRows: null }
  return { ...draft, ...since, ...found, fields: fieldsOf(headers, draft), unread: unreadOf(headers, draft) }
}

function rowsAsCsv(db: Db, viewer: Viewer, id: string, state: RowState): Readable {
  const headings = ['line', 'name', 'code', 'reason', 'column', 'value', 'why', 'changes']
  async function* pages() {
    for (let after: string | undefined; ; ) {
      const page = await db.read((tx) => readImportRows(tx, viewer, id, state, { limit: DOWNLOAD_PAGE, after }))
      yield page.items.map(({ line, name, code, reason, changes }: DraftRow) => [
        line,
        name,
        code,
        reason?.code ?? null,
        reason?.column ?? null,
        reason?.value ?? null,
        reason?.says ?? null,
        changes?.map((c) => `${c.field}: ${c.old ?? ''} → ${c.new ?? ''}`).join('; ') ?? null,
      ])
      if (page.next === null) return
      after = page.next
    }
  }
  return Readable.from(csv(headings, pages()), { objectMode: false })
}

import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { PLAIN } from '../../../base/input.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { LaneName } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { faultOf } from '../faults.ts'
import { faultDocument, statusDocument } from './document.ts'
import { type Asked, readStatus } from './view.ts'
import { chooseLang } from './words.ts'

const FILES = [
  ['status.css', 'text/css; charset=utf-8'],
  ['status.js', 'text/javascript; charset=utf-8'],
  ['status.svg', 'image/svg+xml'],
] as const

const Query = z.object({
  node: z.string().max(80).regex(PLAIN).optional(),
  lane: LaneName.optional(),
  lang: z.string().max(40).optional(),
})

/** The status page at `/status`, with its three files. Plain pages: the picture for whoever has no scripts, or a very slow line. */
export const statusPage =
  ({ db, clock }: Context): FastifyPluginAsync =>
  async (app) => {
    app.get('/status', { schema: { hide: true } }, async (request, reply) => {
      const asked = askedBy(request)
      const status = await db.read((tx) => readStatus(tx, viewerOf(request), db.engine, clock.now(), asked))
      return reply.type('text/html; charset=utf-8').send(statusDocument(status))
    })
    for (const [name, type] of FILES) {
      const text = readFileSync(new URL(`static/${name}`, import.meta.url), 'utf8')
      app.get(`/${name}`, { schema: { hide: true } }, async (_request, reply) =>
        reply.type(type).header('cache-control', 'no-cache').send(text),
      )
    }
    app.setErrorHandler((error, request, reply) => {
      const { status, fault } = faultOf(error, request)
      return reply
        .status(status)
        .type('text/html; charset=utf-8')
        .send(faultDocument(askedBy(request), fault.message, fault.advice))
    })
  }

/** What the address asks for. One that was written by hand and makes no sense is read as the plain page. */
function askedBy(request: FastifyRequest): Asked {
  const { node, lane = ACTUAL, lang } = Query.safeParse(request.query).data ?? {}
  return { node: node === '' ? undefined : node, lane, lang: chooseLang(lang, request.headers['accept-language']) }
}

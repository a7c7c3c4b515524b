import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { MusterError } from '../../base/errors.ts'

/** Where `npm run board:build` puts the board. The same from the sources and from the package's `dist`. */
const FOLDER = join(import.meta.dirname, '../../../dist/board')

/** A year: the names of these files hold a hash of what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The board at `/` and at every address of its own. Its addresses are read in the browser, so all of them get the same
 * page; what looks like a file or a part of the API is never answered with it. Where the board was not built, `/` leads
 * to the status page, which needs no building.
 */
export const boardFiles: FastifyPluginAsync = async (app) => {
  if (!existsSync(join(FOLDER, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/status'))
    return
  }
  const page = readFileSync(join(FOLDER, 'index.html'))
  const answer = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)

  await app.register(fastifyStatic, {
    root: join(FOLDER, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => reply.header('cache-control', FOR_EVER),
    schemaHide: true,
  })
  app.get('/', { schema: { hide: true } }, async (_request, reply) => answer(reply))
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const isPage = !path.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(path)
    if (!isPage) throw new MusterError('ROUTE_UNKNOWN', { method: request.method, path })
    return answer(reply)
  })
}

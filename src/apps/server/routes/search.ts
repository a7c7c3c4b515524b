import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kind } from '../../../domain/search/model.ts'
import { search } from '../../../domain/search/read.ts'
import { Hits, SearchQuery } from '../../client/search.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'
import { leavingOf } from '../leaving.ts'

export const searchRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/search',
      {
        schema: {
          summary: 'What somebody means who typed this, best first',
          description:
            'Chinese names by any of their characters, by pinyin without tones, by initials, or mixed; names in words by ' +
            'how any word begins; from four letters on with one slip, in pinyin from five; codes by how they begin, in a ' +
            'district also by how they end; a section of a dam by the dam and a chainage on it (`raohe K12+500`, ' +
            '`D01/K12+500`). No second page: type more.',
          tags: ['register'],
          querystring: SearchQuery,
          response: { 200: Hits, ...FAULTS },
        },
      },
      async (request, reply) => {
        const { kinds, ...query } = request.query
        const wanted = { ...query, kinds: kinds?.split(',') as Kind[] | undefined, spread: db.can.distributed }
        const signal = leavingOf(reply)
        return { items: await db.read((tx) => search(tx, viewerOf(request), clock.now(), wanted), { signal }) }
      },
    )
  }

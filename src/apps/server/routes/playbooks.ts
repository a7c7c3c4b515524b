import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readPlaybook } from '../../../domain/playbooks/load.ts'
import { readPlaybooks, readPlaybookTold } from '../../../domain/playbooks/read.ts'
import { tellPlaybook } from '../../../domain/playbooks/told.ts'
import { CheckBody, CheckedShape, PlaybookPage, PlaybookShape } from '../../client/playbooks.ts'
import { Key, Lane, PageQuery } from '../../client/wire.ts'
import { type Context, viewerOf } from '../context.ts'
import { FAULTS } from '../faults.ts'

const tags = ['picture']
/** As in a playbook's own text. */
const MOST_VERSION = 100_000

export const playbookRoutes =
  ({ db }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/playbooks',
      {
        schema: {
          summary: 'The playbooks, in their newest versions, and how many campaigns of a lane are under each',
          tags,
          querystring: PageQuery.extend({ lane: Lane }),
          response: { 200: PlaybookPage, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readPlaybooks(tx, viewerOf(request), request.query.lane)),
    )
    app.get(
      '/playbooks/:id',
      {
        schema: {
          summary: 'One playbook, read as sentences in both languages',
          tags,
          params: z.strictObject({ id: Key }),
          querystring: z.strictObject({
            version: z.coerce
              .number()
              .int()
              .min(1)
              .max(MOST_VERSION)
              .optional()
              .describe('As a campaign froze it; left out: the newest'),
          }),
          response: { 200: PlaybookShape, ...FAULTS },
        },
      },
      (request) => db.read((tx) => readPlaybookTold(tx, viewerOf(request), request.params.id, request.query.version)),
    )
    app.post(
      '/playbooks/check',
      {
        schema: {
          summary: "Reads a playbook's text: what it says, or every fault in it with its line",
          description: 'Nothing is stored and nothing changes.',
          tags,
          body: CheckBody,
          response: { 200: CheckedShape, ...FAULTS },
        },
      },
      async (request) => {
        const { text } = request.body
        const { playbook, faults } = readPlaybook(text)
        return {
          faults: faults.map(({ line, column, where, what: says, advice }) => ({
            line,
            column,
            where,
            says,
            do: advice,
          })),
          playbook: playbook && tellPlaybook(playbook, text),
        }
      },
    )
  }

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SECOND } from '../../../base/clock.ts'
import { nextDue } from '../../../db/agenda.ts'
import { migrationStatus } from '../../../db/migrate.ts'
import { ACTUAL } from '../../../domain/audit/model.ts'
import { Instant } from '../../client/wire.ts'
import type { Context } from '../context.ts'
import { FAULTS } from '../faults.ts'

const Health = z
  .object({
    engine: z.enum(['embedded', 'server', 'distributed']),
    now: Instant.describe("This server's clock"),
    migrations: z.object({ applied: z.array(z.string()), pending: z.array(z.string()) }),
    lag: z.object({
      oldestDue: Instant.nullable().describe('Since when the oldest work waits; null: none does'),
      seconds: z.number(),
    }),
  })
  .meta({ id: 'Health' })

export const healthRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/health',
      {
        schema: {
          summary: 'How this server is',
          description:
            'Lag is how long the oldest work of real life waits for an engine: more than seconds means none runs.',
          tags: ['running'],
          response: { 200: Health, ...FAULTS },
        },
      },
      async () => {
        const now = clock.now()
        const { applied, pending } = await migrationStatus(db)
        const next = await db.read((tx) => nextDue(tx, ACTUAL))
        const oldestDue = next !== null && next <= now ? next : null
        const seconds = oldestDue ? (now.getTime() - oldestDue.getTime()) / SECOND : 0
        return {
          engine: db.engine,
          now,
          migrations: { applied: applied.map((m) => m.name), pending },
          lag: { oldestDue, seconds },
        }
      },
    )
  }

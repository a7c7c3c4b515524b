import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { SECOND } from '../../../base/clock.ts'
import { MusterError } from '../../../base/errors.ts'
import { Health } from '../../client/health.ts'
import type { Context } from '../context.ts'
import { FAULTS } from '../faults.ts'
import type { Looked } from '../health/watch.ts'

export const healthRoutes =
  ({ db, clock, health: watch }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    const upSince = clock.now()
    app.get(
      '/health',
      {
        schema: {
          summary: 'How this server is',
          description:
            'Answered at once, whatever the database is at: what it says was looked at before (`lookedAt`). Lag is how long ' +
            'the oldest work of real life waits for an engine: more than seconds means none runs.',
          tags: ['running'],
          response: { 200: Health, ...FAULTS },
        },
      },
      async () => {
        await watch.freshen()
        const now = clock.now()
        const looked = watch.last()
        const { running, ...database } = db.state()
        return {
          engine: db.engine,
          now,
          upSince,
          database: { ...database, running: running ?? looked?.running ?? null },
          lookedAt: looked?.at ?? null,
          lookFault: saidOf(watch.fault()),
          ...(looked ? known(looked, now) : UNKNOWN),
        }
      },
    )
  }

/** The same at `/health`, where probes look that know nothing else of a server: the board's page there would always look well. */
export function healthAtRoot(app: FastifyInstance): void {
  app.get('/health', { schema: { hide: true } }, async (request, reply) => {
    const { host } = request.headers
    const answer = await app.inject({ url: '/api/v1/health', headers: host === undefined ? {} : { host } })
    return reply.code(answer.statusCode).type('application/json').send(answer.body)
  })
}

type Known = Pick<z.output<typeof Health>, 'migrations' | 'lag' | 'steps' | 'putOff' | 'feeds' | 'setAside'>

const UNKNOWN: Known = { migrations: null, lag: null, steps: null, putOff: null, feeds: null, setAside: null }

function known({ migrations, oldestDue, steps, longestFailing, feeds, setAside }: Looked, now: Date): Known {
  const { at = null, step = null, district = null } = oldestDue ?? {}
  return {
    migrations,
    lag: { oldestDue: at, seconds: at ? (now.getTime() - at.getTime()) / SECOND : 0, step, district },
    steps,
    putOff: { count: steps.reduce((sum, s) => sum + s.failing, 0), longest: longestFailing },
    feeds,
    setAside,
  }
}

/** What is not ours is told by its kind alone: it may quote a value. */
function saidOf(fault: unknown): string | null {
  if (fault === null) return null
  if (fault instanceof MusterError) return fault.message
  return fault instanceof Error ? fault.name : 'fault'
}

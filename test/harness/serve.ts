import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'

/**
 * A server for one test, closed at its end: one that is left open gives up exercises of later tests on the database that the
 * process keeps, by the clock of its own test.
 */
export async function serve(parts: Parameters<typeof makeServer>[0]): Promise<FastifyInstance> {
  const app = await makeServer(parts)
  onTestFinished(() => app.close())
  return app
}

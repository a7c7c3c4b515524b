import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { DemoShape } from '../../client/live.ts'
import type { Context } from '../context.ts'
import { FAULTS } from '../faults.ts'

/** How far the loading of the demo county is: of this process, so that it answers whatever the database does. */
export const demoRoutes =
  ({ filling }: Context): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/demo',
      {
        schema: {
          summary: "How many of the demo county's households are loaded",
          description: 'A first start serves at once and loads them behind. State none: this is not a demo register.',
          tags: ['running'],
          response: { 200: DemoShape, ...FAULTS },
        },
      },
      async () => filling?.() ?? { state: 'none' as const, households: 0, of: 0 },
    )
  }

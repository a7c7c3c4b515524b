import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Clock } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import type { FillProgress } from '../demo/fill.ts'
import { boardFiles } from './board-files.ts'
import type { Context } from './context.ts'
import { answerFaults } from './faults.ts'
import { guard } from './guard.ts'
import { watchHealth } from './health/watch.ts'
import { hostsOf } from './hosts.ts'
import { httpOptions, type Patience } from './http-options.ts'
import { openFeed } from './live/feed.ts'
import { makeShared } from './live/shared.ts'
import { describe } from './openapi.ts'
import { statusPage } from './page/route.ts'
import { absenceRoutes } from './routes/absences.ts'
import { actRoutes } from './routes/acts.ts'
import { areaRoutes } from './routes/areas.ts'
import { boardRoutes } from './routes/board.ts'
import { calloutRoutes } from './routes/callouts.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { demoRoutes } from './routes/demo.ts'
import { deskRoutes } from './routes/desk.ts'
import { dutyRoutes } from './routes/duties.ts'
import { exerciseRoutes } from './routes/exercises.ts'
import { faultRoutes } from './routes/faults.ts'
import { gaugeIntake } from './routes/gauge-intake.ts'
import { hazardRoutes } from './routes/hazards.ts'
import { healthAtRoot, healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { laneRoutes } from './routes/lanes.ts'
import { latelyRoutes } from './routes/lately.ts'
import { listRoutes } from './routes/lists.ts'
import { liveRoutes } from './routes/live.ts'
import { mapRoutes } from './routes/map.ts'
import { overviewRoutes } from './routes/overview.ts'
import { placeRoutes } from './routes/places.ts'
import { planningRoutes } from './routes/planning.ts'
import { planRoutes } from './routes/plans.ts'
import { playbookRoutes } from './routes/playbooks.ts'
import { printRoutes } from './routes/print.ts'
import { recordRoutes } from './routes/records.ts'
import { searchRoutes } from './routes/search.ts'
import { subjectRoutes } from './routes/subjects.ts'
import { teamRoutes } from './routes/teams.ts'
import { warningIntake } from './routes/warning-intake.ts'
import { warningRoutes } from './routes/warnings.ts'

const ROUTES = [
  healthRoutes,
  areaRoutes,
  boardRoutes,
  listRoutes,
  subjectRoutes,
  printRoutes,
  mapRoutes,
  placeRoutes,
  dutyRoutes,
  absenceRoutes,
  warningIntake,
  gaugeIntake,
  warningRoutes,
  recordRoutes,
  hazardRoutes,
  searchRoutes,
  campaignRoutes,
  actRoutes,
  planningRoutes,
  planRoutes,
  teamRoutes,
  playbookRoutes,
  importRoutes,
  calloutRoutes,
  deskRoutes,
  latelyRoutes,
  exerciseRoutes,
  demoRoutes,
  faultRoutes,
  laneRoutes,
  overviewRoutes,
  liveRoutes,
]

export interface ServerParts {
  db: Db
  clock: Clock
  /** Where requests and faults are logged; left out, nowhere. */
  log?: FastifyBaseLogger | undefined
  /** Called after an act that asks the engine for work, so that it need not wait for its next look. */
  onWork?: (() => void) | undefined
  /** A PMTiles file that the map lies on; left out, there is none. */
  basemap?: string | undefined
  /** How far the loading of the demo county is; left out where none is loaded. */
  filling?: (() => FillProgress) | undefined
  /** The address that is listened on, and other names under which the server may be asked. */
  host?: string | undefined
  hosts?: readonly string[] | undefined
  /** How long a request may be on its way; left out, as long as a slow line needs. */
  patience?: Patience | undefined
}

/** The HTTP server: the API under /api/v1, its description at /api/openapi.json, the board at /, the status page at /status. It does not listen yet. */
export async function makeServer({
  db,
  clock,
  log,
  onWork = () => {},
  basemap,
  filling,
  host,
  hosts = [],
  patience,
}: ServerParts): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({ ...httpOptions(patience), ...(log ? { loggerInstance: log } : {}) })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerFaults(app)
  guard(app, hostsOf(host, hosts))
  await describe(app)
  const feed = openFeed(db, clock, (error) => app.log.error(error, 'the changes could not be read; it is tried again'))
  app.addHook('onClose', () => feed.close())
  const health = watchHealth(db, clock)
  app.addHook('onListen', async () => health.begin())
  app.addHook('onClose', async () => health.close())
  const context: Context = { db, clock, onWork, feed, shared: makeShared(), health, basemap, filling }
  await app.register(
    async (api) => {
      for (const routes of ROUTES) await api.withTypeProvider<ZodTypeProvider>().register(routes(context))
    },
    { prefix: '/api/v1' },
  )
  healthAtRoot(app)
  await app.register(statusPage(context))
  await app.register(boardFiles)
  return app
}

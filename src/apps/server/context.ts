import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import { CONSOLE, type Viewer } from '../../domain/audit/model.ts'
import type { FillProgress } from '../demo/fill.ts'
import type { HealthWatch } from './health/watch.ts'
import type { Feed } from './live/feed.ts'
import type { Shared } from './live/shared.ts'

/** What it takes to act: also without anybody who looks, as a watched folder does. */
export interface Acting {
  db: Db
  clock: Clock
  /** Told after an act that asks the engine for work. */
  onWork: () => void
}

/** What every route works with. */
export interface Context extends Acting {
  /** Tells whether anything has changed, for everybody at once. */
  feed: Feed
  /** Reads once what many ask for: `shared(key, () => feed.stampOf({ lane, districts }), () => db.read(…))`. */
  shared: Shared
  /** Looks at the database again and again, so that nobody who asks how it is waits for it. */
  health: HealthWatch
  /** The base map's file, if the server was given one. */
  basemap: string | undefined
  /** How far the loading of the demo county is, where this process loads it. */
  filling: (() => FillProgress) | undefined
}

/** Who asks: the one place that decides it. Until people sign in, whoever reaches the port sits at the console. */
export function viewerOf(_request: FastifyRequest): Viewer {
  return CONSOLE
}

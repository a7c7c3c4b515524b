import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../base/clock.ts'
import type { Db } from '../../db/connect.ts'
import { CONSOLE, type Viewer } from '../../domain/audit/model.ts'

/** What every route works with. */
export interface Context {
  db: Db
  clock: Clock
  /** Told after an act that asks the engine for work. */
  onWork: () => void
}

/** Who asks: the one place that decides it. Until people sign in, whoever reaches the port sits at the console. */
export function viewerOf(_request: FastifyRequest): Viewer {
  return CONSOLE
}

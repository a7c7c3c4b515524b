import type { QueryClient } from '@tanstack/react-query'
import type { Look } from '../looking.ts'
import { boardOf, nextOf } from './board.ts'
import { laneOf } from './lanes.ts'
import { extentOf, mapFacts } from './map.ts'
import { overviewOf } from './overview.ts'
import { wholePlaybooks } from './playbooks.ts'

/**
 * Asks for what the picture shows first while the scripts that show it are still being read: it then stands there at once,
 * instead of part after part. What fails is asked for again by whatever shows it.
 */
export function askFirst(queries: QueryClient, look: Look): void {
  for (const query of [extentOf(look), mapFacts, boardOf(look), overviewOf(look), wholePlaybooks, laneOf(look.lane)])
    void queries.prefetchQuery(query as Parameters<QueryClient['prefetchQuery']>[0])
  if (look.at === null) void queries.prefetchQuery(nextOf(look))
}

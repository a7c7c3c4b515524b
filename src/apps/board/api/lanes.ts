import { queryOptions, useQuery } from '@tanstack/react-query'
import { LaneShape } from '../../client/live.ts'
import { get } from './request.ts'

/** What can be shown of a lane: from when to when, and the moments worth going to. */
export const laneOf = (lane: string) =>
  queryOptions({
    queryKey: ['lane', lane],
    queryFn: ({ signal }) => get(LaneShape, `/lanes/${encodeURIComponent(lane)}`, {}, signal),
    // Real life goes on by the minute, whatever happens in it.
    refetchInterval: lane === 'actual' ? 60_000 : false,
    meta: { topics: ['warnings', 'callouts', 'records', 'exercise'] },
  })

export const useLane = (lane: string) => useQuery(laneOf(lane))

import { queryOptions, useQuery } from '@tanstack/react-query'
import { OverviewShape } from '../../client/live.ts'
import { type Look, useLooking } from '../looking.ts'
import { keepWithin, viewOf } from './keep.ts'
import { get } from './request.ts'

/** Under which key what goes on is kept: the server's events put newer ones there (api/live.ts). */
export function overviewKey({ tree, node, lane, at }: Look) {
  return ['overview', tree, node, lane, at?.toISOString() ?? null] as const
}

/** What goes on where one looks: campaigns, call-outs with their curves, the latest warnings. */
export const overviewOf = ({ tree, node, lane, at }: Look) =>
  queryOptions({
    queryKey: overviewKey({ tree, node, lane, at }),
    // Campaigns run in areas: looked at by unit, it is what goes on in the whole district.
    queryFn: ({ signal }) => get(OverviewShape, '/overview', { area: tree === 'area' ? node : null, lane, at }, signal),
    meta: { topics: ['callouts', 'warnings'], view: viewOf({ lane, at }) },
  })

export function useOverview() {
  const look = useLooking()
  return useQuery({ ...overviewOf(look), placeholderData: keepWithin(look) })
}

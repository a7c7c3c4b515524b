import { useQuery } from '@tanstack/react-query'
import { DecidedShape, OthersShape, PlanEffectShape, SwappedShape } from '../../client/plans.ts'
import { inDistrict } from './address.ts'
import { act, get } from './request.ts'

/** Which lines of a plan are meant, as the filters of the list `lines` say it. */
export type LineFilters = Readonly<Record<string, string>>

/** What of a list's filters narrows a plan's lines: where it is and which plan is said by the path. */
const PATH = new Set(['district', 'proposal'])
export const filtersGiven = (filters: LineFilters): LineFilters =>
  Object.fromEntries(Object.entries(filters).filter(([key, value]) => !PATH.has(key) && value !== ''))

/**
 * What accepting a plan, or what a filter picks of it, would change: asked anew whenever duties or gaps change. Another filter shows
 * nothing until it is answered: the number of the one before would be accepted for this one's.
 */
export function usePlanEffect(district: string, proposal: string, filter: LineFilters = {}, enabled = true) {
  return useQuery({
    queryKey: ['plan-effect', district, proposal, filter],
    queryFn: ({ signal }) =>
      get(PlanEffectShape, inDistrict(district, `/proposals/${proposal}/effect`), filtersGiven(filter), signal),
    enabled,
    meta: { topics: ['proposals', 'duties', 'gaps'] },
  })
}

/** Who could have a line of a plan in its holder's stead, nearest first. */
export function useOthers(district: string, proposal: string, line: string) {
  return useQuery({
    queryKey: ['plan-others', district, proposal, line],
    queryFn: ({ signal }) =>
      get(OthersShape, inDistrict(district, `/proposals/${proposal}/lines/${line}/others`), {}, signal),
    retry: false,
    meta: { topics: ['duties', 'proposals'] },
  })
}

export interface HolderSwap {
  district: string
  proposal: string
  line: string
  holder: string
}

export function swapHolder({ district, proposal, line, holder }: HolderSwap, key: string) {
  const path = inDistrict(district, `/proposals/${proposal}/lines/${line}/instead`)
  return act(SwappedShape, 'POST', path, { body: { holder }, key })
}

export interface PlanDecision {
  district: string
  proposal: string
  accept: boolean
  /** Lines by the ids of their duties, or what a filter picks; neither: all of it. */
  lines?: string[] | undefined
  filter?: LineFilters | undefined
  reason?: string | undefined
}

export function decidePlan({ district, proposal, accept, lines, filter, reason }: PlanDecision, key: string) {
  const path = inDistrict(district, `/proposals/${proposal}/${accept ? 'accept' : 'refuse'}`)
  const own = filter && filtersGiven(filter)
  const which = lines ? { lines } : own && Object.keys(own).length > 0 ? { filter: own } : {}
  const body = { ...which, ...(reason && { reason }) }
  return act(DecidedShape, 'POST', path, { key, ...(Object.keys(body).length > 0 && { body }) })
}

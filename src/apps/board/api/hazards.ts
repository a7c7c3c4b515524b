import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { HazardNow, type HazardSaidBody, HazardsShape, HazardWhole } from '../../client/hazards.ts'
import { useLooking } from '../looking.ts'
import { inDistrict } from './address.ts'
import { keepWithin, viewOf } from './keep.ts'
import { act, get } from './request.ts'

const meta = { topics: ['hazards', 'register'] }
const pathOf = (district: string, hazard: string) => inDistrict(district, `/hazards/${hazard}`)

/** The hazards that stand where one looks, at the moment that is looked at, the gravest first. */
export function useHazards() {
  const { tree, node, lane, at } = useLooking()
  return useQuery({
    queryKey: ['hazards', tree, node, lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(HazardsShape, '/hazards', { tree, node, lane, at }, signal),
    placeholderData: keepWithin({ lane, at }),
    meta: { ...meta, view: viewOf({ lane, at }) },
  })
}

/** Those of a district, or of one place of it. */
export function useHazardsOf(district: string, place: string | null) {
  const { lane, at } = useLooking()
  return useQuery({
    queryKey: ['hazards-of', district, place, lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(HazardsShape, '/hazards', { node: district, place, lane, at }, signal),
    meta,
  })
}

/** One with its course; null: none is asked for. */
export function useHazard(district: string, hazard: string | null) {
  const { lane, at } = useLooking()
  return useQuery({
    queryKey: ['hazard', hazard, lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(HazardWhole, pathOf(district, hazard ?? ''), { lane, at }, signal),
    enabled: hazard !== null,
    meta,
  })
}

export function sayOfHazard(of: { district: string; hazard: string; said: z.input<typeof HazardSaidBody> }) {
  return act(HazardNow, 'POST', `${pathOf(of.district, of.hazard)}/states`, { body: of.said })
}

export function takeBackTold(of: { district: string; hazard: string; record: string }, id: string) {
  return act(HazardNow, 'POST', `${pathOf(of.district, of.hazard)}/take-back`, { body: { id, record: of.record } })
}

import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Polygon } from '../../../base/geometry.ts'
import { ACT_LIMIT } from '../../client/acts.ts'
import { ExtentShape, MapShape, WithinShape } from '../../client/map.ts'
import { SubjectShape } from '../../client/subjects.ts'
import { type Look, useLooking } from '../looking.ts'
import { act, get } from './request.ts'

export type Within = z.output<typeof WithinShape>
export type PlaceInside = Within['items'][number]

/** What the server's map has: whether there is a base map under it. */
export const mapFacts = queryOptions({
  queryKey: ['map'],
  queryFn: ({ signal }) => get(MapShape, '/map', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const useMapFacts = () => useQuery(mapFacts)

/** Where a node of a tree lies; null: where one begins to look. It waits for nothing else: the map begins with it. */
export const extentOf = ({ tree, node }: Pick<Look, 'tree' | 'node'>) =>
  queryOptions({
    queryKey: ['extent', tree, node],
    queryFn: ({ signal }) => get(ExtentShape, '/map/extent', { tree, node }, signal),
    staleTime: 600_000,
    meta: { topics: ['register'] },
  })

/** Counts up whenever what is drawn may have changed: the map then asks for its tiles again. */
export function useMapChanges(): number {
  const { lane } = useLooking()
  const { dataUpdatedAt } = useQuery({
    queryKey: ['map-changes', lane],
    queryFn: () => true,
    staleTime: Number.POSITIVE_INFINITY,
    // A change is told by the server's events; there is nothing to ask for.
    refetchOnWindowFocus: false,
    meta: { topics: ['gaps', 'duties', 'records', 'warnings', 'register'] },
  })
  return dataUpdatedAt
}

/** The places of a district inside a polygon: all counted, and listed page by page. Null: nothing is asked. */
export function usePlacesInside(district: string, polygon: Polygon | null, kind: string | null = null) {
  const { lane, at } = useLooking()
  return useInfiniteQuery({
    queryKey: ['within', district, polygon, kind, lane, at?.toISOString() ?? null],
    queryFn: ({ pageParam }) =>
      within(district, { polygon, ...(kind && { kinds: [kind] }), lane, at, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: polygon !== null && district !== '',
    meta: { topics: ['gaps', 'duties', 'register'] },
  })
}

interface Asked {
  polygon: Polygon | null
  kinds?: string[]
  lane: string
  at: Date | null
  after?: string | undefined
}

function within(district: string, { at, after, ...asked }: Asked): Promise<Within> {
  const body = { ...asked, ...(at && { at: at.toISOString() }), ...(after && { after }) }
  return act(WithinShape, 'POST', `/districts/${encodeURIComponent(district)}/places/within`, { body })
}

/** All places inside, as many as one act may be about; null: there are more. */
export async function allInside(district: string, polygon: Polygon, lane: string): Promise<PlaceInside[] | null> {
  const items: PlaceInside[] = []
  for (let after: string | undefined; ; ) {
    const page = await within(district, { polygon, lane, at: null, after })
    items.push(...page.items)
    if (page.next === null) return items.length > ACT_LIMIT ? null : items
    if (items.length >= ACT_LIMIT) return null
    after = page.next
  }
}

/** Who answers for a place, once somebody points at it. Null: nobody points at one. */
export function useAnswerers(place: string | null) {
  const { lane, at } = useLooking()
  return useQuery({
    queryKey: ['subject', 'place', place, lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(SubjectShape, `/subjects/place/${place}`, { lane, at }, signal),
    enabled: place !== null,
    meta: { topics: ['gaps', 'duties', 'records', 'register'] },
  })
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Hits } from '../../client/search.ts'
import { useLooking } from '../looking.ts'
import { useBoard } from './board.ts'
import { get } from './request.ts'

/** What is called so: of these kinds, or of all. Nothing is asked until something was typed. */
export function useSearch(text: string, kinds?: string) {
  const { lane, at } = useLooking()
  const { data: board } = useBoard()
  const q = text.trim()
  const district = board?.district || undefined
  return useQuery({
    queryKey: ['search', q, kinds ?? '', lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(Hits, '/search', { q, kinds, lane, at }, signal),
    enabled: q !== '',
    placeholderData: q === '' ? undefined : keepPreviousData,
    // A code may be that of a household here: those are found only inside a named district.
    ...(/\d/.test(q) &&
      district && {
        queryKey: ['search', q, kinds ?? '', lane, at?.toISOString() ?? null, district],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          get(Hits, '/search', { q, kinds, lane, at, district }, signal),
      }),
  })
}

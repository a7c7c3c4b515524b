import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { z } from 'zod'
import type { Query } from './address.ts'
import { get } from './request.ts'

const PAGE = 200
/** A sheet is read whole before it is printed; beyond so many pages it is asked for piece by piece. */
const AT_ONCE = 25

/**
 * Everything that a sheet lists, page after page until its end. It is not read again while it lies there: paper does not
 * change, and what is printed must be what was looked at.
 */
export function useSheet<Sheet extends z.ZodType<{ next: string | null }>>(
  shape: Sheet,
  form: string,
  query: Query,
  ready: boolean,
) {
  const sheet = useInfiniteQuery({
    queryKey: ['print', form, query],
    queryFn: ({ pageParam, signal }) =>
      get(shape, `/print/${form}`, { ...query, limit: PAGE, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page: z.output<Sheet>) => page.next,
    enabled: ready,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = sheet
  const pages = data?.pages.length ?? 0
  const goOn = hasNextPage && !isFetchingNextPage && !isError && pages % AT_ONCE !== 0
  useEffect(() => {
    if (goOn) void fetchNextPage()
  }, [goOn, fetchNextPage])
  return { ...sheet, whole: pages > 0 && !hasNextPage }
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { ListDefs, type RowPage, RowPage as RowPageShape } from '../../client/lists.ts'
import type { Lang } from '../words/table.ts'
import { addressOf, type Query } from './address.ts'
import { get } from './request.ts'

export type ListDef = z.output<typeof ListDefs>['items'][number]
export type Column = ListDef['columns'][number]
export type Row = z.output<typeof RowPage>['items'][number]

/** Which lists there are, and what each can be asked: the same for as long as the server runs. */
export function useListDefs() {
  return useQuery({
    queryKey: ['lists'],
    queryFn: ({ signal }) => get(ListDefs, '/lists', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What a list is asked: lane and moment, order, and its filters by their keys. */
export interface ListAsking {
  lane: string
  at: Date | null
  sort?: string | undefined
  filters: Readonly<Record<string, string>>
}

/** What a change may be about that bears on a list. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  gaps: ['gaps'],
  places: ['gaps', 'duties', 'register'],
  people: ['register', 'duties'],
  units: ['register', 'gaps'],
  duties: ['duties'],
  absences: ['register'],
  records: ['records'],
  asides: ['records'],
  hazards: ['hazards'],
  warnings: ['warnings'],
  campaigns: ['warnings', 'gaps'],
  callouts: ['callouts'],
  summonses: ['callouts'],
  proposals: ['proposals'],
  lines: ['proposals'],
}

const PAGE = 100
/** So many pages are read again by themselves when something changed; of more, a reader is told, and asks. */
const FRESH_PAGES = 2

/**
 * The rows of a list, page after page. They are not read again under the reader's pointer: `changed` says that there is
 * something newer, and `refresh` shows it.
 */
export function useRows(list: string, asking: ListAsking, ready = true) {
  const query = queryOf(asking)
  const key = ['rows', list, query]
  const rows = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get(RowPageShape, `/lists/${list}`, { ...query, limit: PAGE, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    enabled: ready,
    // The whole of what was read would be read again, and would move.
    refetchOnWindowFocus: false,
  })
  // Asks the server nothing: it notes when the events last said that what the list shows has changed.
  const noted = useQuery({
    queryKey: ['changed', list],
    queryFn: () => Date.now(),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    meta: { topics: TOPICS[list] ?? [] },
  })
  const changed = asking.at === null && rows.dataUpdatedAt > 0 && (noted.data ?? 0) > rows.dataUpdatedAt
  const few = (rows.data?.pages.length ?? 0) < FRESH_PAGES
  return { ...rows, changed, few, refresh: () => void rows.refetch() }
}

function queryOf({ lane, at, sort, filters }: ListAsking): Query {
  return { lane, at: at?.toISOString(), sort, ...filters }
}

/** Where a list is had as a file: all of its rows, with headings in the reader's language. */
export function fileAddress(list: string, asking: ListAsking, format: 'csv' | 'xlsx', lang: Lang): string {
  return addressOf(`/lists/${list}`, { ...queryOf(asking), format, lang })
}

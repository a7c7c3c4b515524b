import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { NumbersShape, StoppedShape, TakenBackShape, UnheardPage, WrittenShape } from '../../client/desk.ts'
import { useLooking } from '../looking.ts'
import { act, get } from './request.ts'

const inDistrict = (district: string, rest: string) => `/districts/${encodeURIComponent(district)}${rest}`

/** People whose numbers are read at once: a screen of them, and one row of the audit. */
const AT_ONCE = 50

export interface Contact {
  channel: string
  address: string
}

/**
 * How these people are reached, read once for each screen of them and not again while the page lives: to read it is an act.
 * Nobody, where the viewer may not read it, or where the past is looked at, from which nobody telephones.
 */
export function useNumbers(district: string, persons: readonly string[]): ReadonlyMap<string, readonly Contact[]> {
  const { lane, at } = useLooking()
  const unique = [...new Set(persons)]
  const screens = Array.from({ length: Math.ceil(unique.length / AT_ONCE) }, (_, i) =>
    unique.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  )
  return useQueries({
    queries: screens.map((ids) => ({
      queryKey: ['numbers', district, lane, ids],
      queryFn: () =>
        act(NumbersShape, 'POST', inDistrict(district, '/contacts/read'), { body: { lane, persons: ids } }),
      staleTime: Number.POSITIVE_INFINITY,
      enabled: at === null,
    })),
    combine: (all) => new Map(all.flatMap((q) => (q.data?.items ?? []).map((p) => [p.person, p.contacts] as const))),
  })
}

export type AnswerKind = 'acknowledged' | 'accepted' | 'declined' | 'arrived'

/** What was said, of some who were called in one call-out. */
export interface Writing {
  district: string
  callout: string
  persons: string[]
  kind: AnswerKind
  reason?: string
  at?: Date
}

export function writeDown({ district, callout, ...body }: Writing, key: string) {
  return act(WrittenShape, 'POST', inDistrict(district, `/callouts/${callout}/written`), { body, key })
}

export function takeBack({ district, written }: { district: string; written: string }) {
  return act(TakenBackShape, 'POST', inDistrict(district, `/written/${written}/take-back`))
}

interface Stopping {
  district: string
  callout: string
  tell: boolean
}

/** What a stop would do: told by the stop itself, of which nothing is kept. */
export function tryStop({ district, callout, tell }: Stopping) {
  const asked = { body: { tell }, query: { try: 'true' } }
  return act(StoppedShape, 'POST', inDistrict(district, `/callouts/${callout}/stop`), asked)
}

export function stopCallout({ district, callout, ...body }: Stopping & { reason: string }, key: string) {
  return act(StoppedShape, 'POST', inDistrict(district, `/callouts/${callout}/stop`), { body, key })
}

/** Who of a group was not heard of, page after page. */
export function useUnheard(of: { district: string; callout: string; kind: string; area: string }) {
  const { district, callout, kind, area } = of
  return useInfiniteQuery({
    queryKey: ['unheard', district, callout, kind, area],
    queryFn: ({ pageParam, signal }) =>
      get(
        UnheardPage,
        inDistrict(district, `/callouts/${callout}/unheard`),
        { kind, area, limit: 20, after: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    meta: { topics: ['callouts', 'duties', 'gaps'] },
  })
}

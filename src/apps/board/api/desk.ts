import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  ComingShape,
  NumbersShape,
  StoppedShape,
  TakenBackShape,
  UnheardPage,
  WrittenShape,
} from '../../client/desk.ts'
import { useLooking } from '../looking.ts'
import { inDistrict } from './address.ts'
import { act, get } from './request.ts'

/** People whose numbers are read at once: a screen of them, and one row of the audit. */
const AT_ONCE = 100

export interface PersonContact {
  channel: string
  address: string
}

/** What was read on this page, by district, lane and person; null: it may not be read. */
const known = new Map<string, readonly PersonContact[] | null>()

/**
 * How these people are reached, read once for each screen of them and nobody twice while the page lives: to read it is an act.
 * Who is not in it was not read: the viewer may not, or the past is looked at, from which nobody telephones.
 */
export function useNumbers(
  district: string,
  persons: readonly string[],
): ReadonlyMap<string, readonly PersonContact[]> {
  const { lane, at } = useLooking()
  const keyOf = (person: string) => `${district} ${lane} ${person}`
  const people = [...new Set(persons)]
  const missing = people.filter((person) => !known.has(keyOf(person))).slice(0, AT_ONCE)
  useQuery({
    queryKey: ['numbers', district, lane, missing],
    async queryFn() {
      const body = { lane, persons: missing }
      const { may, items } = await act(NumbersShape, 'POST', inDistrict(district, '/contacts/read'), { body })
      const found = new Map(items.map((p) => [p.person, p.contacts]))
      for (const person of missing) known.set(keyOf(person), may ? (found.get(person) ?? []) : null)
      return missing.length
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: at === null && missing.length > 0,
  })
  if (at !== null) return new Map()
  return new Map(
    people.flatMap((person) => {
      const contacts = known.get(keyOf(person))
      return contacts ? [[person, contacts] as const] : []
    }),
  )
}

export type AnswerKind = 'acknowledged' | 'accepted' | 'declined' | 'arrived'

/** What was said, of some who were called in one call-out. */
export interface AnswersToWrite {
  district: string
  callout: string
  persons: string[]
  kind: AnswerKind
  reason?: string
  at?: Date
}

export function writeDown({ district, callout, ...body }: AnswersToWrite, key: string) {
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

/** Who comes on next at a place, along a dam, or for what a person does. */
export function useComing(district: string, of: { place: string } | { person: string } | { line: string }) {
  const { lane, at } = useLooking()
  return useQuery({
    queryKey: ['coming', district, lane, at?.toISOString() ?? null, of],
    queryFn: ({ signal }) => get(ComingShape, inDistrict(district, '/coming'), { lane, at, ...of }, signal),
    meta: { topics: ['duties', 'callouts', 'register'] },
  })
}

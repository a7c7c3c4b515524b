import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { WarningShape } from '../../client/calls.ts'
import { ProgressShape } from '../../client/live.ts'
import { EventPage, SubjectShape } from '../../client/subjects.ts'
import { type Look, useLooking } from '../looking.ts'
import { keepWithin, viewOf } from './keep.ts'
import { get } from './request.ts'

const topics = ['gaps', 'duties', 'callouts', 'records', 'hazards', 'warnings', 'proposals', 'register']

/** Under which key a subject is kept. */
export const subjectKey = (kind: string, id: string, { lane, at }: Pick<Look, 'lane' | 'at'>) =>
  ['subject', kind, id, lane, at?.toISOString() ?? null] as const

/** A subject as it stands in the lane and at the moment that is looked at. */
export const subjectOf = (kind: string, id: string, { lane, at }: Pick<Look, 'lane' | 'at'>) =>
  queryOptions({
    queryKey: subjectKey(kind, id, { lane, at }),
    queryFn: ({ signal }) => get(SubjectShape, pathOf(kind, id), { lane, at }, signal),
    meta: { topics },
  })

/** A page with a subject, in the lane and as of the moment that is looked at. */
export function useSubject(kind: string, id: string) {
  return useQuery(subjectOf(kind, id, useLooking()))
}

/** What happened to it, newest first, page after page; of some kinds, or of all where none is chosen. */
export function useHistory(kind: string, id: string, kinds: readonly string[]) {
  const { lane, at } = useLooking()
  return useInfiniteQuery({
    queryKey: ['history', kind, id, lane, at?.toISOString() ?? null, kinds.join()],
    queryFn: ({ pageParam, signal }) =>
      get(
        EventPage,
        `${pathOf(kind, id)}/history`,
        { lane, at, kinds: kinds.join(), limit: 30, after: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepWithin({ lane, at }, `${kind} ${id}`),
    meta: { topics, view: viewOf({ lane, at }, `${kind} ${id}`) },
  })
}

/** A warning whole: its texts in each language, its areas, what it references. */
export function useWarning(id: string) {
  return useQuery({
    queryKey: ['warning', id],
    queryFn: ({ signal }) => get(WarningShape, `/warnings/${id}`, {}, signal),
    meta: { topics: ['warnings'] },
  })
}

/** A call-out as it goes: its curve, its units, what it does next. */
export function useProgress(district: string, callout: string) {
  const { at } = useLooking()
  return useQuery({
    queryKey: ['progress', district, callout, at?.toISOString() ?? null],
    queryFn: ({ signal }) =>
      get(ProgressShape, `/districts/${encodeURIComponent(district)}/callouts/${callout}/progress`, { at }, signal),
    meta: { topics: ['callouts'] },
  })
}

const pathOf = (kind: string, id: string) => `/subjects/${kind}/${encodeURIComponent(id)}`

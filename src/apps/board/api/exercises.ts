import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CommentaryShape, ExercisePage, ExerciseShape, LastExercise } from '../../client/live.ts'
import { useLooking } from '../looking.ts'
import { overviewOf } from './overview.ts'
import { act, get } from './request.ts'

const KEY = ['exercises']

/** Exercises, those started last first, page by page. */
export function useExercises() {
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => get(ExercisePage, '/exercises', { limit: 20, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // The clock of one that runs moves on in a lane that is not looked at, whose changes are not told here.
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some((e) => e.state === 'running' || e.state === 'paused') ? 2_000 : false,
    meta: { topics: ['exercise'] },
  })
}

/** How often an exercise is asked after while its past is looked at: nothing is told by itself then. */
const PAST_MS = 3_000

/** The exercise that is looked at; also while its past is. */
export function useExercise() {
  const look = useLooking()
  const now = useQuery({ ...overviewOf({ ...look, at: null }), refetchInterval: look.at ? PAST_MS : false })
  return now.data?.exercise ?? null
}

/** The lane of the exercise that goes on, wherever one looks; null: none does. */
export function useExerciseOn(): string | null {
  const { data } = useQuery({
    queryKey: [...KEY, 'last'],
    queryFn: ({ signal }) => get(LastExercise, '/exercises/last', {}, signal),
    refetchOnMount: 'always',
    refetchInterval: PAST_MS,
    meta: { topics: ['exercise'] },
  })
  return data?.state === 'running' || data?.state === 'paused' ? data.lane : null
}

/** What happened where one looks, to be told in sentences, up to the moment that is shown. */
export function useCommentary() {
  const { lane, at } = useLooking()
  return useQuery({
    queryKey: ['commentary', lane, at?.toISOString() ?? null],
    queryFn: ({ signal }) => get(CommentaryShape, `/lanes/${encodeURIComponent(lane)}/commentary`, { at }, signal),
    placeholderData: keepPreviousData,
    meta: { topics: ['warnings', 'callouts', 'records', 'hazards', 'proposals', 'exercise'] },
  })
}

export interface Wanted {
  seed?: number
  from?: Date
  to?: Date
  /** So many times as fast as the wall; null: as fast as it goes. */
  speed: number | null
  /** Whoever starts it sits in the coordinator's chair. */
  chair: boolean
}

/** Starts an exercise and steers it. */
export function useExerciseActs() {
  const queries = useQueryClient()
  // The clock stands in the overview too, which comes by itself only where it changes.
  const onSettled = () => Promise.all([KEY, ['overview']].map((queryKey) => queries.invalidateQueries({ queryKey })))
  const start = useMutation({
    mutationFn: ({ from, to, ...rest }: Wanted) =>
      act(ExerciseShape, 'POST', '/exercises', {
        body: { ...rest, from: from?.toISOString(), to: to?.toISOString() },
      }),
    onSettled,
  })
  const steer = useMutation({
    mutationFn: ({ lane, wish }: { lane: string; wish: 'pause' | 'resume' | 'stop' }) =>
      act(ExerciseShape, 'POST', `/exercises/${encodeURIComponent(lane)}/${wish}`, { body: {} }),
    onSettled,
  })
  const pace = useMutation({
    mutationFn: ({ lane, speed }: { lane: string; speed: number | null }) =>
      act(ExerciseShape, 'PUT', `/exercises/${encodeURIComponent(lane)}/speed`, { body: { speed } }),
    onSettled,
  })
  const sit = useMutation({
    mutationFn: ({ lane, chair }: { lane: string; chair: boolean }) =>
      act(ExerciseShape, 'PUT', `/exercises/${encodeURIComponent(lane)}/chair`, { body: { chair } }),
    onSettled,
  })
  return { start, steer, pace, sit }
}

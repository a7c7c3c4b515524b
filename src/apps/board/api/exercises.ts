import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { ExercisePage, ExerciseShape } from '../../client/live.ts'
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

export interface Wanted {
  seed?: number
  from?: Date
  to?: Date
  /** So many times as fast as the wall; null: as fast as it goes. */
  speed: number | null
}

/** Starts an exercise and steers it. */
export function useExerciseActs() {
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: KEY })
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
  return { start, steer, pace }
}

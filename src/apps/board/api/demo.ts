import { useQuery } from '@tanstack/react-query'
import { DemoShape } from '../../client/live.ts'
import { get } from './request.ts'

/** How far the loading of the demo county is; asked again every three seconds while it goes on. */
export const useDemo = () =>
  useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => get(DemoShape, '/demo', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.state === 'filling' ? 3_000 : false),
  })

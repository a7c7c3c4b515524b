import { useQuery } from '@tanstack/react-query'
import { DemoShape } from '../../client/live.ts'
import { get } from './request.ts'

/** So often a server is asked again that knows of no demo county. */
const FEW = 4

/** How far the loading of the demo county is; asked again every three seconds while it goes on. */
export const useDemo = () =>
  useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => get(DemoShape, '/demo', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // A server that has just begun to serve may not know yet whose register it has.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data?.state === 'filling' || (data?.state === 'none' && dataUpdateCount < FEW) ? 3_000 : false,
  })

import { QueryClient } from '@tanstack/react-query'
import { RequestFault } from './request.ts'

/**
 * What was read stays on the screen until something newer is there: changes are told by the server's events
 * (api/live.ts), so that nothing is asked for again by the clock. A fault of ours or the network's is tried again; what
 * the server refused is not.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 300_000,
        refetchOnWindowFocus: true,
        retry: (count, error) =>
          count < 4 && !(error instanceof RequestFault && error.status >= 400 && error.status < 500),
        retryDelay: (count) => Math.min(500 * 2 ** count, 8000),
      },
      mutations: { retry: false },
    },
  })
}

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Faulty } from './faulty.tsx'
import { Loading } from './loading.tsx'

/**
 * What a query holds, once it holds something. What was read stays in sight when a later read fails, with the fault
 * above it and the moment at which it was read; before the first answer it says that it loads.
 */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data === undefined) {
    return query.isError ? <Faulty error={query.error} again={() => void query.refetch()} /> : <Loading />
  }
  return (
    <>
      {query.isError && (
        <Faulty error={query.error} again={() => void query.refetch()} shownOf={new Date(query.dataUpdatedAt)} />
      )}
      {children(query.data)}
    </>
  )
}

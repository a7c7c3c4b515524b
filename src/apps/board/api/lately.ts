import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { EndingShape, LatelyPage, UndoSizeShape } from '../../client/lately.ts'
import { useLooking } from '../looking.ts'
import { inDistrict, TRIED } from './address.ts'
import { act, get } from './request.ts'

/** An act of the last hours. */
export type LatelyRow = z.output<typeof LatelyPage>['items'][number]

/** What was done lately in a district, page by page; of a moment past, as of then. */
export function useLately(district: string | undefined) {
  const { lane, at } = useLooking()
  return useInfiniteQuery({
    queryKey: ['lately', district, lane, at?.toISOString() ?? null],
    queryFn: ({ signal, pageParam }) =>
      get(LatelyPage, inDistrict(district ?? '', '/lately'), { lane, at, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: district !== undefined && district !== '',
    meta: { topics: ['duties', 'callouts', 'warnings', 'proposals', 'records', 'register', 'exercise'] },
  })
}

interface WhichAct {
  district: string
  act: string
}

/** What undoing an act would do, and what of it cannot be as it was. */
export function useTriedUndo({ district, act: id }: WhichAct) {
  return useQuery({
    queryKey: ['try-undo', district, id],
    queryFn: () => act(UndoSizeShape, 'POST', inDistrict(district, `/acts/${id}/undo`), { query: TRIED }),
    gcTime: 0,
    retry: false,
    // Once it is undone there is nothing to try.
    meta: { topics: [] },
  })
}

export function undoAct({ district, act: id }: WhichAct, key: string): Promise<z.output<typeof UndoSizeShape>> {
  return act(UndoSizeShape, 'POST', inDistrict(district, `/acts/${id}/undo`), { key })
}

/** What ending a warning would end. */
export function useEnding(warning: string) {
  return useQuery({
    queryKey: ['ending', warning],
    queryFn: ({ signal }) => get(EndingShape, `/warnings/${warning}/ending`, {}, signal),
    gcTime: 0,
    retry: false,
    meta: { topics: [] },
  })
}

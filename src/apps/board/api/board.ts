import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { BoardShape, NextShape } from '../../client/picture.ts'
import type { Look } from '../looking.ts'
import { useLooking } from '../looking.ts'
import { get } from './request.ts'

/** Under which key a node's picture is kept: the server's events put newer ones there (api/live.ts). */
export function boardKey({ tree, node, lane, at }: Look) {
  return ['board', tree, node, lane, at?.toISOString() ?? null] as const
}

/** The picture of what is looked at. While another node's is read, the last one stays in sight. */
export function useBoard() {
  const { tree, node, lane, at } = useLooking()
  return useQuery({
    queryKey: boardKey({ tree, node, lane, at }),
    queryFn: ({ signal }) => get(BoardShape, '/board', { tree, node, lane, at }, signal),
    placeholderData: keepPreviousData,
    meta: { topics: ['gaps', 'register'] },
  })
}

/** The counts of another node of the same tree, for a branch that is unfolded. */
export function useBranch(node: string, unfolded: boolean) {
  const { tree, lane, at } = useLooking()
  return useQuery({
    queryKey: boardKey({ tree, node, lane, at }),
    queryFn: ({ signal }) => get(BoardShape, '/board', { tree, node, lane, at }, signal),
    enabled: unfolded,
    meta: { topics: ['gaps', 'register'] },
  })
}

/** What to do next where one looks. There is nothing to do in the past: it is read only for now. */
export function useNext() {
  const { tree, node, lane, at } = useLooking()
  return useQuery({
    queryKey: ['next', tree, node, lane],
    queryFn: ({ signal }) => get(NextShape, '/board/next', { tree, node, lane }, signal),
    enabled: at === null,
    placeholderData: keepPreviousData,
    meta: { topics: ['gaps', 'records', 'proposals'] },
  })
}

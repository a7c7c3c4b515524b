import { queryOptions, useQuery } from '@tanstack/react-query'
import { BoardShape, NextShape } from '../../client/picture.ts'
import type { Look } from '../looking.ts'
import { useLooking } from '../looking.ts'
import { keepWithin, viewOf } from './keep.ts'
import { get } from './request.ts'

/** Under which key a node's picture is kept: the server's events put newer ones there (api/live.ts). */
export function boardKey({ tree, node, lane, at }: Look) {
  return ['board', tree, node, lane, at?.toISOString() ?? null] as const
}

/** A node's picture. */
export const boardOf = (look: Look) =>
  queryOptions({
    queryKey: boardKey(look),
    queryFn: ({ signal }) => get(BoardShape, '/board', askedOf(look), signal),
    meta: { topics: ['gaps', 'register'], view: viewOf(look) },
  })

/** What to do next where one looks. */
export const nextOf = ({ tree, node, lane }: Look) =>
  queryOptions({
    queryKey: ['next', tree, node, lane],
    queryFn: ({ signal }) => get(NextShape, '/board/next', { tree, node, lane }, signal),
    meta: {
      topics: ['gaps', 'duties', 'callouts', 'register', 'records', 'hazards', 'proposals', 'warnings'],
      view: viewOf({ lane, at: null }),
    },
  })

const askedOf = ({ tree, node, lane, at }: Look) => ({ tree, node, lane, at })

/** The picture of what is looked at. While another node's is read, the last one stays in sight (`keepWithin`). */
export function useBoard() {
  const look = useLooking()
  return useQuery({ ...boardOf(look), placeholderData: keepWithin(look) })
}

/** The counts of another node of the same tree, for a branch that is unfolded. */
export function useBranch(node: string) {
  return useQuery(boardOf({ ...useLooking(), node }))
}

/** What to do next where one looks. There is nothing to do in the past: it is read only for now. */
export function useNext() {
  const look = useLooking()
  return useQuery({
    ...nextOf(look),
    enabled: look.at === null,
    placeholderData: keepWithin({ lane: look.lane, at: null }),
  })
}

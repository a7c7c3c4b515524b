import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { FaultToTry } from '../../../domain/faults/model.ts'
import { type FlowFaultShape, FlowFaultsShape, TriedShape } from '../../client/faults.ts'
import { useLooking } from '../looking.ts'
import { useDoing } from './acts.ts'
import { useBoard } from './board.ts'
import { keepWithin, viewOf } from './keep.ts'
import { act, get } from './request.ts'

export type FlowFault = z.output<typeof FlowFaultShape>

/** What the flow cannot do now in the district that is looked at, with what belongs to none; in the past nothing is kept of it. */
export function useFlowFaults() {
  const { lane } = useLooking()
  const district = useBoard().data?.district
  return useQuery({
    queryKey: ['faults', district, lane],
    queryFn: ({ signal }) => get(FlowFaultsShape, '/faults', { district, lane }, signal),
    enabled: district !== undefined,
    placeholderData: keepWithin({ lane, at: null }),
    meta: { topics: ['faults'], view: viewOf({ lane, at: null }) },
  })
}

/** Has some of it tried again, or all. */
export function useTryAgain() {
  const { lane } = useLooking()
  const district = useBoard().data?.district ?? null
  return useDoing(['faults'], (faults: FaultToTry[] | null) =>
    act(TriedShape, 'POST', '/faults/again', { body: { lane, district, faults } }),
  )
}

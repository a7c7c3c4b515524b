import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { planGaps, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { useTell } from './tell.tsx'

/** Which lines of a plan stay, by the ids of their duties, and who is not to have what. */
export interface Otherwise {
  keep?: string[]
  not?: { subject: string; rule: string; holder: string }[]
}

/**
 * Plans again what a plan is for, with something otherwise; the new plan takes its place, and its page is shown. `under`: the
 * key by which it is followed meanwhile.
 */
export function usePlanAgain(of: { district: string; campaign: string; proposal: string }) {
  const { say } = useWords()
  const tell = useTell()
  const navigate = useNavigate()
  const { district, campaign, proposal } = of
  const [under, setUnder] = useState<string | null>(null)
  const planning = useDoing(['proposals'], (otherwise: Otherwise, key) => {
    setUnder(key)
    return planGaps({ district, campaign, instead: proposal, ...otherwise }, key)
  })
  const again = (otherwise: Otherwise) =>
    planning.mutate(otherwise, {
      onSuccess(plan) {
        tell(plan.proposal ? say('proposal.again', { count: plan.lines }) : say('proposal.again.none'))
        if (!plan.proposal) return
        void navigate({ to: '/subjects/$kind/$id', params: { kind: 'proposal', id: plan.proposal } as never })
      },
    })
  return { again, isPending: planning.isPending, error: planning.error, under }
}

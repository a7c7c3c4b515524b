import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { GivenShape } from '../../client/acts.ts'
import { allOf, giveGaps, useDoing, useTriedGiving } from '../api/acts.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Outcome } from './outcome.tsx'
import { GivingSize } from './size.tsx'
import { useNames, useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

type Given = z.output<typeof GivenShape>

/**
 * Gives the gaps that are meant to a holder, or to several; tells in passing what was given, with the way to undo it, and
 * closes. Where some were refused `outcome` takes the place of the question: what was given, and each refusal.
 */
export function useGiving(
  what: Omit<ActsAbout['split'], 'n'> & { n?: number },
  { title, holder, close }: { title: string; holder: string | string[] | null; close: () => void },
) {
  const [reason, setReason] = useState('')
  const beyond = reason.trim()
  const tried = useTriedGiving(what, holder)
  const announced = new Set(tried.data?.refused.map((r) => `${r.subject} ${r.rule} ${r.code}`))
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  const terms = useTerms()
  const { district, campaign } = what
  const giving = useDoing(['gaps', 'duties', 'callouts', 'proposals'], async (to: string | string[], key) => {
    const all = await allOf(what, 'unheld')
    return { all, ...(await giveGaps({ district, campaign, gaps: all, holder: to, ...(beyond && { beyond }) }, key)) }
  })
  const doneOf = ({ given, to }: Given) =>
    given.length === 0 ? null : say('act.done.given', { count: given.length, names: names(to.map((t) => t.name)) })
  // What was said beforehand is no news afterwards.
  const unforeseen = ({ refused }: Given) => refused.filter((r) => !announced.has(`${r.subject} ${r.rule} ${r.code}`))
  const finish = (given: Given) => {
    const done = doneOf(given)
    if (done) tell(done, { district, duties: given.given })
    if (unforeseen(given).length === 0) close()
  }
  const { data, error, isPending } = giving
  const nameOf = new Map(data?.all.map((gap) => [gap.subject, gap.place]))
  const outcome = data && unforeseen(data).length > 0 && (
    <Outcome
      title={title}
      done={doneOf(data)}
      refused={unforeseen(data).map(({ subject, rule, code, says, do: advice }) => ({
        kind: 'place',
        id: subject,
        name: nameOf.get(subject) ?? terms.rule(rule),
        code,
        says,
        do: advice,
      }))}
      close={close}
    />
  )
  return {
    give: () => holder !== null && giving.mutate(holder, { onSuccess: finish }),
    /** Whether it is known how large it is. */
    sized: tried.data !== undefined && (tried.data.given.length > 0 || beyond !== ''),
    size: (
      <>
        <GivingSize tried={tried} nameOf={new Map(what.gaps.map((g) => [g.subject, g.place ?? '']))} />
        {tried.data?.refused.some((r) => r.code === 'HOLDER_FULL') && (
          <TextInput
            label={say('act.beyond')}
            description={say('act.beyond.hint')}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </>
    ),
    error,
    isPending,
    outcome,
  }
}

import type { z } from 'zod'
import type { GivenShape } from '../../client/acts.ts'
import { allOf, giveGaps, useDoing } from '../api/acts.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Outcome } from './outcome.tsx'
import { useNames, useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

type Given = z.output<typeof GivenShape>

/**
 * Gives the gaps that are meant to a holder, or to several; tells in passing what was given, with the way to undo it, and
 * closes. Where some were refused `outcome` takes the place of the question: what was given, and each refusal.
 */
export function useGiving(what: Omit<ActsAbout['split'], 'n'> & { n?: number }, title: string, close: () => void) {
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  const terms = useTerms()
  const { district, campaign } = what
  const giving = useDoing(['gaps', 'duties', 'callouts', 'proposals'], async (holder: string | string[], key) => {
    const all = await allOf(what, 'unheld')
    return { all, ...(await giveGaps({ district, campaign, gaps: all, holder }, key)) }
  })
  const doneOf = ({ given, to }: Given) =>
    given.length === 0 ? null : say('act.done.given', { count: given.length, names: names(to.map((t) => t.name)) })
  const finish = (given: Given) => {
    const done = doneOf(given)
    if (done) tell(done, { district, duties: given.given })
    if (given.refused.length === 0) close()
  }
  const { data, error, isPending } = giving
  const nameOf = new Map(data?.all.map((gap) => [gap.subject, gap.place]))
  const outcome = data && data.refused.length > 0 && (
    <Outcome
      title={title}
      done={doneOf(data)}
      refused={data.refused.map(({ subject, rule, code, says, do: advice }) => ({
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
    give: (holder: string | string[]) => giving.mutate(holder, { onSuccess: finish }),
    error,
    isPending,
    outcome,
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { newId } from '../../../base/ids.ts'
import { useNames, useTell } from '../acts/tell.tsx'
import type { Named } from '../acts/use-acts.ts'
import { useDoing } from '../api/acts.ts'
import { type AnswersToWrite, takeBack, writeDown } from '../api/desk.ts'
import { useWords } from '../words/words.ts'
import { forgetWritten, type JustWritten, noteWritten } from './just-written.ts'

export type WritingOf = Omit<AnswersToWrite, 'persons'> & { persons: readonly Named[] }

const TOPICS = ['callouts', 'duties', 'gaps'] as const

/** Writes down what people said, tells so in passing, and keeps it to be taken back for ten minutes. */
export function useWriting() {
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  return useDoing(TOPICS, async ({ persons, ...rest }: WritingOf, key) => {
    const done = await writeDown({ ...rest, persons: persons.map((p) => p.id) }, key || newId(new Date()))
    const named = (ids: readonly string[]) => persons.filter((p) => ids.includes(p.id)).map((p) => p.name)
    if (done.act) {
      const { district, callout, kind } = rest
      noteWritten({ district, act: done.act, callout, kind, names: named(done.taken) })
      tell(say('desk.done', { names: names(named(done.taken)), kind: say(`desk.${kind}`) }))
    } else if (done.before.length > 0) {
      tell(say('desk.done.before', { names: names(named(done.before)) }))
    }
    return done
  })
}

/** Takes back what was written down a moment ago. */
export function useTakingBack() {
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  const queries = useQueryClient()
  return useDoing(TOPICS, async ({ district, act, names: whose }: JustWritten) => {
    const done = await takeBack({ district, written: act })
    forgetWritten(act)
    if (done.restored.length > 0) tell(say('desk.just.done', { names: names(whose) }))
    void queries.invalidateQueries({ queryKey: ['next'] })
    return done
  })
}

import { Button, CloseButton, Group } from '@mantine/core'
import { useEffect, useId, useRef } from 'react'
import { useWhy } from '../api/acts.ts'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './subject.module.css'

interface Props {
  district: string
  proposal: string
  /** By the id of its duty. */
  line: string
  person: string
  place: string
  /** Plans again without this pair. */
  not: () => void
  pending: boolean
  close: () => void
}

/** Why a line of a plan is as it is, in plain words: what would be if it were not, and the way to have it otherwise. */
export function WhyLine({ district, proposal, line, person, place, not, pending, close }: Props) {
  const { say } = useWords()
  const why = useWhy(district, proposal, line)
  const sentences = useSentences(why.data, person)
  const title = useId()
  const panel = useRef<HTMLElement>(null)
  // Whoever asked by keyboard or ear is led to the answer.
  useEffect(() => panel.current?.focus(), [])
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.why}
      aria-labelledby={title}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <div className={classes.sectionHead}>
        <h3 id={title}>{say('proposal.why.of', { name: person, place })}</h3>
        <CloseButton aria-label={say('do.close')} onClick={close} />
      </div>
      <div aria-live="polite">
        {why.error ? <Faulty error={why.error} again={() => void why.refetch()} /> : !why.data && <Loading />}
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Group gap="sm">
        <Button onClick={not} loading={pending}>
          {say('proposal.not')}
        </Button>
      </Group>
    </section>
  )
}

function useSentences(why: ReturnType<typeof useWhy>['data'], name: string): string[] {
  const { say } = useWords()
  const format = useFormat()
  if (!why) return []
  const { distanceM, carries, may, next, without } = why
  const distance = format.distance(Math.abs(without.metres))
  const ways = without.metres === 0 ? 'same' : without.metres > 0 ? 'longer' : 'shorter'
  return [
    say('proposal.why.far', { name, distance: format.distance(distanceM) }),
    say('proposal.why.carries', { name, n: carries, may }),
    next
      ? say('proposal.why.next', { name, next: next.name, distance: format.distance(next.distanceM) })
      : say('proposal.why.nobody', { name }),
    say(`proposal.why.${ways}`, { distance }),
    ...(without.missing > 0 ? [say('proposal.why.missing', { count: without.missing })] : []),
  ]
}

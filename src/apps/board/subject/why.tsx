import { Button, CloseButton, Group } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { type Holder, PickHolder } from '../acts/pick-holder.tsx'
import { useWhy } from '../api/acts.ts'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { OtherHolders, useSwap } from './instead.tsx'
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
  const [other, setOther] = useState<Holder | null>(null)
  const why = useWhy(district, proposal, line, other?.id ?? null)
  const sentences = useSentences(why.data, person)
  const insisted = useInsisted(why.isPlaceholderData || other === null ? null : (why.data?.insist ?? null))
  const of = { district, proposal, line, close }
  const swap = useSwap(of)
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
      <OtherHolders of={of} swap={swap} />
      <PickHolder district={district} label={say('proposal.insist')} chosen={other} choose={setOther} />
      <div aria-live="polite">
        {why.isPlaceholderData && <Loading />}
        {insisted.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Group gap="sm" mt="sm">
        {other && (
          <Button variant="filled" loading={swap.isPending} onClick={() => swap.choose(other.id, other.name)}>
            {say('plan.instead.do', { name: other.name })}
          </Button>
        )}
        <Button onClick={not} loading={pending}>
          {say('proposal.not')}
        </Button>
      </Group>
    </section>
  )
}

type Why = NonNullable<ReturnType<typeof useWhy>['data']>

function useSentences(why: Why | undefined, name: string): string[] {
  const { say } = useWords()
  const format = useFormat()
  const changes = useChanges()
  if (!why) return []
  const { distanceM, carries, may, pays, next, without } = why
  return [
    say('proposal.why.far', { name, distance: format.distance(distanceM) }),
    ...PRICES.flatMap((price) =>
      pays[price] === 0 ? [] : [say(`proposal.why.pays.${price}`, { distance: format.distance(pays[price]) })],
    ),
    say('proposal.why.carries', { name, n: carries, may }),
    next
      ? say('proposal.why.next', { name, next: next.name, distance: format.distance(next.distanceM) })
      : say('proposal.why.nobody', { name }),
    ...changes(without),
  ]
}

const PRICES = ['crossing', 'branch', 'far', 'river', 'wish', 'uneven', 'leaving'] as const
const FITS = ['qualified', 'within', 'room', 'willing', 'there'] as const

/** What it would be to insist on somebody: how far, what all others lose by it, and which rule it would break. */
function useInsisted(insist: Why['insist']): string[] {
  const { say } = useWords()
  const format = useFormat()
  const changes = useChanges()
  if (!insist) return []
  const { name, distanceM, fits } = insist
  return [
    say('proposal.why.far', { name, distance: format.distance(distanceM) }),
    ...FITS.flatMap((fit) => (fits[fit] ? [] : [say(`proposal.insist.${fit}`, { name })])),
    ...changes(insist),
  ]
}

function useChanges(): (difference: Why['without']) => string[] {
  const { say } = useWords()
  const format = useFormat()
  return ({ metres, missing }) => {
    const ways = metres === 0 ? 'same' : metres > 0 ? 'longer' : 'shorter'
    return [
      say(`proposal.why.${ways}`, { distance: format.distance(Math.abs(metres)) }),
      ...(missing > 0 ? [say('proposal.why.missing', { count: missing })] : []),
    ]
  }
}

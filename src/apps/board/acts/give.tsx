import { Group, Loader, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { GivenShape } from '../../client/acts.ts'
import { allOf, giveGaps, useDoing, useNearest } from '../api/acts.ts'
import { Refused } from '../ui/refused.tsx'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'
import { Frame } from './frame.tsx'
import { Outcome } from './outcome.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import { useNames, useTell } from './tell.tsx'
import type { GapKey, GapsAct } from './use-acts.ts'

const NEAREST = 'nearest'
const OTHER = 'other'

interface Give {
  what: GapsAct & { n?: number; areaCode?: string }
  /** What is chosen to begin with: the nearest who can, or somebody. */
  begin: 'call' | 'give'
  close: () => void
}

type Given = z.output<typeof GivenShape>

/** Gives gaps to the nearest who can or to somebody by name, with the nearest who are free to choose from. */
export function GiveGaps({ what, begin, close }: Give) {
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  const terms = useTerms()
  const { district, campaign, gaps, area } = what
  const [first] = gaps
  // The row shows only the gravest of its gaps; all of them are meant.
  const n = Math.max(what.n ?? 0, gaps.length)
  const [choice, setChoice] = useState<string>(begin === 'call' ? NEAREST : OTHER)
  const [other, setOther] = useState<Holder | null>(null)
  const nearest = useNearest(district, campaign, first)
  const giving = useDoing(['gaps', 'duties', 'callouts', 'proposals'], async (holder: string, key) => {
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

  const holder = choice === OTHER ? (other?.id ?? null) : choice
  const chosen = choice === OTHER ? other?.name : nearest.data?.items.find((p) => p.person === choice)?.name
  const title = say(begin === 'call' ? 'act.call' : 'act.give')
  if (giving.data && giving.data.refused.length > 0) {
    const nameOf = new Map(giving.data.all.map((gap) => [gap.subject, gap.place]))
    const refused = giving.data.refused.map((r) => ({
      kind: 'place' as const,
      id: r.subject,
      name: nameOf.get(r.subject) ?? terms.rule(r.rule),
      code: r.code,
      says: r.says,
      do: r.do,
    }))
    return <Outcome title={title} done={doneOf(giving.data)} refused={refused} close={close} />
  }
  return (
    <Frame
      title={title}
      says={sentence(say, { choice, chosen, n, place: first?.place ?? area, area })}
      does={say(choice === NEAREST ? 'act.call.do' : 'act.give.do')}
      ready={holder !== null}
      pending={giving.isPending}
      error={giving.error}
      onDo={() => holder !== null && giving.mutate(holder, { onSuccess: finish })}
      close={close}
    >
      <Radio.Group value={choice} onChange={setChoice} label={say('act.who')}>
        <Stack gap="xs" pt="xs">
          <Radio
            value={NEAREST}
            label={say(n > 1 ? 'act.nearest.each' : 'act.nearest')}
            data-autofocus={begin === 'call' || undefined}
          />
          <Nearest nearest={nearest} />
          <Radio value={OTHER} label={say('act.somebody')} />
        </Stack>
      </Radio.Group>
      {choice === OTHER && (
        <PickHolder
          district={district}
          label={say('act.find')}
          chosen={other}
          choose={setOther}
          autoFocus={begin === 'give'}
        />
      )}
    </Frame>
  )
}

/** The few who are nearest and free for the first of the gaps, each with how far and how much they carry already. */
function Nearest({ nearest }: { nearest: ReturnType<typeof useNearest> }) {
  const { say } = useWords()
  const format = useFormat()
  if (nearest.isPending) return <Loader size="xs" ml="xl" aria-label={say('wait.loading')} />
  if (nearest.isError) return <Refused error={nearest.error} />
  const { items, none } = nearest.data
  if (none) {
    return (
      <Text size="sm" c="var(--quiet)" pl="xl">
        {say(`act.none.${none}`)}
      </Text>
    )
  }
  return items.map((p) => (
    <Radio
      key={p.person}
      value={p.person}
      classNames={{ body: classes.person, labelWrapper: classes.grow }}
      label={
        <Group gap="sm" justify="space-between" wrap="nowrap">
          <span>
            {p.name}
            {p.unit && (
              <Text span size="xs" c="var(--quiet)">
                {' '}
                {p.unit.name}
              </Text>
            )}
          </span>
          <Text span size="xs" c="var(--quiet)" ta="right">
            {say('act.free.far', { distance: format.distance(p.distanceM) })}
            {p.load > 0 && <> · {say('act.free.load', { count: p.load })}</>}
          </Text>
        </Group>
      }
    />
  ))
}

interface Meant {
  choice: string
  chosen: string | undefined
  n: number
  place: string
  area: string
}

function sentence(say: ReturnType<typeof useWords>['say'], { choice, chosen, n, place, area }: Meant): string {
  if (choice === NEAREST) return n > 1 ? say('act.says.near-many', { n, area }) : say('act.says.near-one', { place })
  if (chosen === undefined) return say('act.says.choose')
  return n > 1
    ? say('act.says.give-many', { name: chosen, n, area })
    : say('act.says.give-one', { name: chosen, place })
}

/** What gaps are called together: by name, or how many there are. */
export function useGapsTold(): (gaps: readonly GapKey[], n?: number) => string {
  const { say } = useWords()
  return (gaps, n = gaps.length) => {
    const [only] = gaps
    return n === 1 && only?.place ? only.place : say('act.says.places', { n })
  }
}

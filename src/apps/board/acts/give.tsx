import { Group, Loader, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useNearest } from '../api/acts.ts'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'
import { Frame } from './frame.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import type { GapKey, GapsAct } from './use-acts.ts'
import { useGiving } from './use-giving.tsx'

const NEAREST = 'nearest'
const OTHER = 'other'

interface Give {
  what: GapsAct & { n?: number; areaCode?: string }
  /** What is chosen to begin with: the nearest who can, or somebody. */
  begin: 'call' | 'give'
  close: () => void
}

/** Gives gaps to the nearest who can or to somebody by name, with the nearest who are free to choose from. */
export function GiveGaps({ what, begin, close }: Give) {
  const { say } = useWords()
  const { district, campaign, gaps, area } = what
  const [first] = gaps
  // The row shows only the gravest of its gaps; all of them are meant.
  const n = Math.max(what.n ?? 0, gaps.length)
  const [choice, setChoice] = useState<string>(begin === 'call' ? NEAREST : OTHER)
  const [other, setOther] = useState<Holder | null>(null)
  const nearest = useNearest(district, campaign, first)
  const holder = choice === OTHER ? (other?.id ?? null) : choice
  const chosen = choice === OTHER ? other?.name : nearest.data?.items.find((p) => p.person === choice)?.name
  const title = say(begin === 'call' ? 'act.call' : 'act.give')
  const { give, error, isPending, outcome, size, sized } = useGiving(what, { title, holder, close })
  if (outcome) return outcome
  return (
    <Frame
      title={title}
      says={sentence(say, { choice, chosen, n, place: first?.place ?? area, area })}
      does={say(choice === NEAREST ? 'act.call.do' : 'act.give.do')}
      ready={holder !== null && sized}
      pending={isPending}
      error={error}
      onDo={give}
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
      {size}
    </Frame>
  )
}

/** The few who are nearest and free for the first of the gaps, each with how far and how much they carry already. */
function Nearest({ nearest }: { nearest: ReturnType<typeof useNearest> }) {
  const { say } = useWords()
  if (nearest.isPending) return <Loader size="xs" ml="xl" role="status" aria-label={say('wait.loading')} />
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
      label={<Free person={p} />}
    />
  ))
}

type Near = NonNullable<ReturnType<typeof useNearest>['data']>['items'][number]

/** Somebody who is free: name and unit, how far off, and how much they carry already. */
export function Free({ person: { name, unit, distanceM, load, ratherNot } }: { person: Near }) {
  const { say } = useWords()
  const format = useFormat()
  return (
    <Group gap="sm" justify="space-between" wrap="nowrap">
      <span>
        {name}
        {unit && (
          <Text span size="xs" c="var(--quiet)">
            {' '}
            {unit.name}
          </Text>
        )}
      </span>
      <Text span size="xs" c="var(--quiet)" ta="right">
        {say('act.free.far', { distance: format.distance(distanceM) })}
        {load > 0 && <> · {say('act.free.load', { count: load })}</>}
        {ratherNot && <> · {say('act.free.rather-not')}</>}
      </Text>
    </Group>
  )
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

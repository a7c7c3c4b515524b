import { Checkbox, Loader, Stack } from '@mantine/core'
import { useState } from 'react'
import { useNearest } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'
import { Frame } from './frame.tsx'
import { Free } from './give.tsx'
import { PickHolder } from './pick-holder.tsx'
import type { ActsAbout, Named } from './use-acts.ts'
import { useGiving } from './use-giving.tsx'

/** Splits the gaps of a row among several people: some of those who are near and free, and others found by name. */
export function SplitGaps({ what, close }: { what: ActsAbout['split']; close: () => void }) {
  const { say } = useWords()
  const { district, campaign, gaps, area, n } = what
  const nearest = useNearest(district, campaign, gaps[0])
  const [chosen, setChosen] = useState<string[]>([])
  const [others, setOthers] = useState<Named[]>([])
  const title = say('act.split')
  const enough = chosen.length > 1
  const { give, error, isPending, outcome, size, sized } = useGiving(what, {
    title,
    holder: enough ? chosen : null,
    close,
  })
  if (outcome) return outcome
  const near = nearest.data?.items ?? []
  const add = (one: Named | null) => {
    if (!one || chosen.includes(one.id)) return
    setChosen([...chosen, one.id])
    if (!near.some((p) => p.person === one.id)) setOthers([...others, one])
  }
  const most = Math.ceil(n / Math.max(1, chosen.length))
  return (
    <Frame
      title={title}
      says={
        enough ? say('act.split.says', { n, area, count: chosen.length, most }) : say('act.split.choose', { n, area })
      }
      does={say('act.give.do')}
      ready={enough && sized}
      pending={isPending}
      error={error}
      onDo={give}
      close={close}
    >
      <Checkbox.Group value={chosen} onChange={setChosen} label={say('act.free')}>
        <Stack gap="xs" pt="xs">
          {nearest.isPending && <Loader size="xs" role="status" aria-label={say('wait.loading')} />}
          {near.map((p, i) => (
            <Checkbox
              key={p.person}
              value={p.person}
              data-autofocus={i === 0 || undefined}
              classNames={{ body: classes.person, labelWrapper: classes.grow }}
              label={<Free person={p} />}
            />
          ))}
          {others.map((p) => (
            <Checkbox key={p.id} value={p.id} classNames={{ body: classes.person }} label={p.name} />
          ))}
        </Stack>
      </Checkbox.Group>
      <PickHolder district={district} label={say('act.split.add')} chosen={null} choose={add} clears />
      {size}
    </Frame>
  )
}

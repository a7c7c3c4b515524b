import { Button } from '@mantine/core'
import { useNames } from '../acts/tell.tsx'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'
import classes from './desk.module.css'
import { type JustWritten, useJustWritten } from './just-written.ts'
import { useTakingBack } from './use-writing.ts'

/** What was written down here a moment ago, each to be taken back for ten minutes; of one call-out, or of all. */
export function TakeBack({ callout }: { callout?: string }) {
  const { say } = useWords()
  const written = useJustWritten(callout)
  if (written.length === 0) return null
  return (
    <ul className={classes.just} aria-label={say('desk.just')}>
      {written.map((one) => (
        <Written key={one.act} one={one} />
      ))}
    </ul>
  )
}

function Written({ one }: { one: JustWritten }) {
  const { say } = useWords()
  const names = useNames()
  const back = useTakingBack()
  const told = { names: names(one.names), kind: say(`desk.${one.kind}`) }
  return (
    <li>
      <span>{say('desk.done', told)}</span>
      <Button
        size="compact-sm"
        aria-label={say('desk.just.back.of', told)}
        loading={back.isPending}
        onClick={() => back.mutate(one)}
      >
        {say('desk.just.back')}
      </Button>
      {back.error && <Refused error={back.error} />}
    </li>
  )
}

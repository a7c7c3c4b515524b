import { Anchor } from '@mantine/core'
import { useEffect, useState } from 'react'
import { SECOND } from '../../../base/clock.ts'
import { useLive } from '../api/live.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './shell.module.css'

/** Says that what is shown is not live: since when, why where that is known, and when it is tried again. */
export function LiveBanner() {
  const { say } = useWords()
  const format = useFormat()
  const { state, since, nextAt, lag, tryNow } = useLive()
  const time = format.time(since)
  if (state === 'behind' && lag)
    return <div className={`${classes.banner} ${classes.lost}`}>{say(`live.behind.${lag}`, { time })}</div>
  if (state !== 'lost') return null
  return (
    <div className={`${classes.banner} ${classes.lost}`}>
      <span>{say('live.lost', { time })}</span>
      {/* Counted down in sight, and not read aloud every second. */}
      <span aria-live="off">{nextAt ? <Until nextAt={nextAt} /> : say('live.trying')}</span>
      <Anchor component="button" c="inherit" size="sm" onClick={tryNow}>
        {say('live.try-now')}
      </Anchor>
    </div>
  )
}

function Until({ nextAt }: { nextAt: Date }) {
  const { say } = useWords()
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND)
    return () => clearInterval(timer)
  }, [])
  const left = Math.ceil(Math.max(0, nextAt.getTime() - now) / SECOND) * SECOND
  return say('live.next', { in: format.length(left) })
}

/** In one word and a mark, whether what is shown is live. */
export function LiveMark() {
  const { say } = useWords()
  const { state } = useLive()
  const WORDS = { wait: 'live.wait', live: 'time.live', behind: 'live.not', lost: 'live.not' } as const
  return (
    <span className={classes.liveMark}>
      <span className={classes.dot} data-live={state} aria-hidden="true" />
      {say(WORDS[state])}
    </span>
  )
}

import { Anchor } from '@mantine/core'
import { useLooking } from '../looking.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { LiveBanner } from './live-banner.tsx'
import classes from './shell.module.css'

/** What must not be overlooked: that this is an exercise, that it is the past, that the connection is lost since when. */
export function Banners() {
  const { say } = useWords()
  const format = useFormat()
  const { lane, at, look } = useLooking()
  return (
    <div aria-live="polite">
      {lane !== 'actual' && (
        <div className={`${classes.banner} ${classes.exercise}`}>
          <strong>{say('shell.lane.is-exercise')}</strong>
          <Anchor component="button" c="inherit" size="sm" onClick={() => look({ lane: 'actual', at: null })}>
            {say('shell.lane.leave')}
          </Anchor>
        </div>
      )}
      {at && (
        <div className={`${classes.banner} ${classes.past}`}>
          <span>{say('time.past.says', { moment: format.moment(at) })}</span>
          <Anchor component="button" size="sm" onClick={() => look({ at: null })}>
            {say('time.to-now')}
          </Anchor>
        </div>
      )}
      {!at && <LiveBanner />}
    </div>
  )
}

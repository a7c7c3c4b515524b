import { Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useRouterState } from '@tanstack/react-router'
import { useWords } from '../words/words.ts'
import classes from './tour.module.css'
import { SEEN, startTour } from './tour.tsx'

/** Offers the walk round the board at the first visit: a strip in the page's flow, which covers nothing and is closed for good. */
export function TourInvite() {
  const { say } = useWords()
  const onPicture = useRouterState({ select: (state) => state.location.pathname === '/' })
  const [seen, setSeen] = useLocalStorage({ key: SEEN, defaultValue: '', getInitialValueInEffect: false })
  if (seen !== '' || !onPicture) return null
  return (
    <section className={classes.invite} aria-label={say('tour.invite')}>
      <span>
        <b>{say('tour.invite')}</b> {say('tour.invite.says')}
      </span>
      <span className={classes.ways}>
        <Button onClick={startTour}>{say('tour.start')}</Button>
        <Button variant="subtle" onClick={() => setSeen('seen')}>
          {say('tour.not-now')}
        </Button>
      </span>
    </section>
  )
}

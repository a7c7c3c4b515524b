import { Anchor, Button, FileButton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useBoard } from '../api/board.ts'
import { useDemo } from '../api/demo.ts'
import { useExerciseActs, useExerciseOn } from '../api/exercises.ts'
import { useSendWarning } from '../api/send-warning.ts'
import { useLooking } from '../looking.ts'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'
import classes from './first-steps.module.css'

/** An hour of the flood in twelve seconds: the night is over in ten minutes, with the time to read in between. */
const SPEED = 300

/** Whether the picture is that of a demo county in which nothing is asked of anybody: there is something to be tried then. */
export function useNothingYet(): boolean {
  const { lane, at } = useLooking()
  const { data: board } = useBoard()
  const { data: demo } = useDemo()
  const isDemo = demo !== undefined && demo.state !== 'none'
  return isDemo && lane === 'actual' && at === null && board?.campaigns.length === 0 && board.total.required === 0
}

/** What a newcomer may begin with: one large button, and smaller ways out. */
export function FirstSteps() {
  const { say } = useWords()
  const { look } = useLooking()
  const { start } = useExerciseActs()
  const navigate = useNavigate()
  const warning = useSendWarning()
  const goesOn = useExerciseOn()
  const goTo = (lane: string) => look({ lane, at: null, tree: 'area', node: null })
  const play = (chair: boolean) =>
    start.mutate({ seed: 1, speed: SPEED, chair }, { onSuccess: ({ lane }) => goTo(lane) })
  const send = (file: File | null) =>
    file &&
    warning.mutate(file, {
      onSuccess: (id) => void navigate({ to: '/subjects/$kind/$id', params: { kind: 'warning', id } as never }),
    })
  return (
    <section className={classes.first} aria-label={say('first.title')}>
      <p className={classes.calm}>{say('first.calm')}</p>
      {goesOn ? (
        <Button variant="filled" size="lg" fullWidth onClick={() => goTo(goesOn)}>
          {say('first.go-to')}
        </Button>
      ) : (
        <Button
          variant="filled"
          size="lg"
          fullWidth
          leftSection={<IconPlayerPlay size={20} aria-hidden="true" />}
          loading={start.isPending}
          onClick={() => play(true)}
        >
          {say('first.play')}
        </Button>
      )}
      <p>{say('first.what')}</p>
      <p>{say('first.chair')}</p>
      {start.error && <Refused error={start.error} />}
      {warning.error && <Refused error={warning.error} />}
      <ul className={classes.ways}>
        {!goesOn && (
          <li>
            <Anchor component="button" size="sm" onClick={() => play(false)}>
              {say('first.watch')}
            </Anchor>
          </li>
        )}
        <li>
          <FileButton accept=".xml,.cap" onChange={send}>
            {(props) => (
              <Anchor component="button" type="button" size="sm" {...props}>
                {say('first.warning')}
              </Anchor>
            )}
          </FileButton>
        </li>
        <li>
          <Anchor component={Link} to="/lists" size="sm">
            {say('first.register')}
          </Anchor>
        </li>
        <li>
          <Anchor component={Link} to="/import" size="sm">
            {say('first.import')}
          </Anchor>
        </li>
      </ul>
    </section>
  )
}

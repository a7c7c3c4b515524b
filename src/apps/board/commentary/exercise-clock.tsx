import { Button, NativeSelect } from '@mantine/core'
import { IconClock, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import type { z } from 'zod'
import type { ExerciseShape } from '../../client/live.ts'
import { useExerciseActs } from '../api/exercises.ts'
import { PACES, paceOf, sayPace } from '../exercise/paces.ts'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './commentary.module.css'

export type ClockedExercise = z.output<typeof ExerciseShape>

export const goesOn = ({ state }: ClockedExercise) => state === 'running' || state === 'paused'

/** The exercise's clock: where it stands, how fast it goes, and the buttons that hold it and let it go on. */
export function ExerciseClock({ exercise }: { exercise: ClockedExercise }) {
  const { say } = useWords()
  const format = useFormat()
  const { steer, pace, sit } = useExerciseActs()
  const { lane, at, state, speed, waits, chair } = exercise
  const paused = state === 'paused'
  const error = steer.error ?? pace.error ?? sit.error
  const own = speed === null ? '' : String(speed)
  return (
    <>
      <div className={classes.clock}>
        <span className={classes.time}>
          <IconClock size={16} aria-hidden="true" />
          <span className={classes.hidden}>{say('clock.of')}</span>
          <span className={classes.day}>{format.day(at)}</span>
          <b>{format.time(at)}</b>
        </span>
        {goesOn(exercise) && (
          <>
            {waits === null && (
              <Button
                leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
                variant={paused ? 'filled' : 'default'}
                loading={steer.isPending}
                onClick={() => steer.mutate({ lane, wish: paused ? 'resume' : 'pause' })}
              >
                {say(paused ? 'exercise.resume' : 'exercise.pause')}
              </Button>
            )}
            <NativeSelect
              size="xs"
              w={96}
              aria-label={say('exercise.speed')}
              value={own}
              onChange={(event) => pace.mutate({ lane, speed: paceOf(event.currentTarget.value) })}
              data={[...new Set([...PACES, own])].map((p) => ({ value: p, label: sayPace(say, p) }))}
            />
            <Button
              className={classes.chair}
              variant="subtle"
              loading={sit.isPending}
              onClick={() => sit.mutate({ lane, chair: !chair })}
            >
              {say(chair ? 'clock.leave' : 'clock.sit')}
            </Button>
          </>
        )}
      </div>
      {error && <Refused error={error} />}
    </>
  )
}

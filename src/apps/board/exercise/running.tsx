import { Button, Group, NativeSelect, Progress, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ExerciseShape } from '../../client/live.ts'
import { useExerciseActs } from '../api/exercises.ts'
import { searchOf, useLooking } from '../looking.ts'
import { Faulty } from '../ui/faulty.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { PACES, paceOf, sayPace } from './paces.ts'

/** The exercise that goes on: how far it is, and what one may do with it. */
export function Running({ exercise }: { exercise: z.output<typeof ExerciseShape> }) {
  const { say } = useWords()
  const format = useFormat()
  const { steer, pace } = useExerciseActs()
  // Where it is looked at, its clock and the buttons that hold it stand above every screen.
  const isHere = useLooking().lane === exercise.lane
  const { lane, state, from, to, at, speed } = exercise
  const far = ((at.getTime() - from.getTime()) / Math.max(1, to.getTime() - from.getTime())) * 100
  const paused = state === 'paused'
  const told = say('exercise.progress', { moment: format.moment(at) })
  const wish = (what: 'pause' | 'resume' | 'stop') => steer.mutate({ lane, wish: what })
  return (
    <>
      <Title order={2} size="h5" mb="sm">
        {say(paused ? 'exercise.now.paused' : 'exercise.now')}
      </Title>
      <Progress.Root size="lg">
        <Progress.Section value={far} aria-label={told} striped={!paused} />
      </Progress.Root>
      <Text size="sm" mt="xs" mb="sm" aria-live="polite">
        {told} / {format.moment(to)}
      </Text>
      <Group align="end" gap="sm">
        <Button component={Link} to="/" search={searchOf({ lane, at: null }) as never} variant="filled">
          {say('exercise.look')}
        </Button>
        {!isHere && (
          <>
            <Button loading={steer.isPending} onClick={() => wish(paused ? 'resume' : 'pause')}>
              {say(paused ? 'exercise.resume' : 'exercise.pause')}
            </Button>
            <NativeSelect
              aria-label={say('exercise.speed')}
              value={speed === null ? '' : String(speed)}
              onChange={(event) => pace.mutate({ lane, speed: paceOf(event.currentTarget.value) })}
              data={[...new Set([...PACES, speed === null ? '' : String(speed)])].map((p) => ({
                value: p,
                label: sayPace(say, p),
              }))}
            />
          </>
        )}
        <Button color="red" variant="outline" onClick={() => wish('stop')}>
          {say('exercise.stop')}
        </Button>
      </Group>
      {(steer.error ?? pace.error) && <Faulty error={steer.error ?? pace.error} />}
    </>
  )
}

import { Button, Group, NativeSelect, NumberInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useExerciseActs } from '../api/exercises.ts'
import { useLooking } from '../looking.ts'
import { Faulty } from '../ui/faulty.tsx'
import { useWords } from '../words/words.ts'
import { PACES, paceOf, sayPace } from './paces.ts'

/** Spans of the flood that are worth playing, in its own time; what is left out is as the server has it. */
const SPANS = {
  evening: { from: new Date('2020-07-08T13:00:00+08:00'), to: new Date('2020-07-08T16:00:00+08:00') },
  night: {},
  whole: { from: new Date('2020-07-08T00:00:00+08:00'), to: new Date('2020-07-09T12:00:00+08:00') },
} as const
type Span = keyof typeof SPANS

/** What a new exercise is started with; one goes to it at once. */
export function StartForm() {
  const { say } = useWords()
  const { look } = useLooking()
  const { start } = useExerciseActs()
  const [speed, setSpeed] = useState('300')
  const [span, setSpan] = useState<Span>('night')
  const [seed, setSeed] = useState(1)
  const [decides, setDecides] = useState<'me' | 'itself'>('me')
  const begin = (event: FormEvent) => {
    event.preventDefault()
    const wanted = { seed, speed: paceOf(speed), chair: decides === 'me', ...SPANS[span] }
    start.mutate(wanted, { onSuccess: ({ lane }) => look({ lane, at: null }) })
  }
  return (
    <form onSubmit={begin}>
      <Title order={2} size="h5" mb="sm">
        {say('exercise.new')}
      </Title>
      <Group align="end" gap="md">
        <NativeSelect
          label={say('exercise.span')}
          value={span}
          onChange={(event) => setSpan(event.currentTarget.value as Span)}
          data={(Object.keys(SPANS) as Span[]).map((key) => ({ value: key, label: say(`exercise.span.${key}`) }))}
        />
        <NativeSelect
          label={say('exercise.speed')}
          description={say('exercise.speed.help')}
          value={speed}
          onChange={(event) => setSpeed(event.currentTarget.value)}
          data={PACES.map((pace) => ({ value: pace, label: sayPace(say, pace) }))}
        />
        <NativeSelect
          label={say('exercise.decides')}
          description={say('exercise.decides.help')}
          value={decides}
          onChange={(event) => setDecides(event.currentTarget.value === 'me' ? 'me' : 'itself')}
          data={(['me', 'itself'] as const).map((key) => ({ value: key, label: say(`exercise.decides.${key}`) }))}
        />
        <NumberInput
          label={say('exercise.seed')}
          description={say('exercise.seed.help')}
          min={1}
          max={999_999}
          allowDecimal={false}
          value={seed}
          onChange={(value) => setSeed(Number(value) || 1)}
        />
        <Button type="submit" variant="filled" size="sm" loading={start.isPending}>
          {say('exercise.start')}
        </Button>
      </Group>
      {start.isError && <Faulty error={start.error} />}
    </form>
  )
}

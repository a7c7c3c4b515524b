import { Button, Group, Paper, SimpleGrid, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ExerciseShape } from '../../client/live.ts'
import { searchOf } from '../looking.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords, type WordKey } from '../words/words.ts'
import classes from './exercise.module.css'

type Exercise = z.output<typeof ExerciseShape>
type Report = NonNullable<Exercise['report']>

/** An exercise that is over: when it was held, what came of it, and the way back into any moment of it. */
export function Held({ exercise }: { exercise: Exercise }) {
  const { say } = useWords()
  const format = useFormat()
  const { lane, from, to, at, state, startedAt, report, fault } = exercise
  return (
    <Paper withBorder p="md" component="article">
      <Group justify="space-between" align="start">
        <div>
          <Text size="sm" fw={600}>
            {format.moment(startedAt)} · {say(`exercise.state.${state}`)}
          </Text>
          <Text size="sm" c="var(--quiet)">
            {format.moment(from)} – {format.moment(state === 'done' ? to : at)}
          </Text>
        </div>
        <Group gap="sm">
          <Button component={Link} to="/" search={searchOf({ lane, at: null }) as never}>
            {say('exercise.look')}
          </Button>
          <Button component={Link} to="/" search={searchOf({ lane, at: from }) as never}>
            {say('exercise.replay')}
          </Button>
        </Group>
      </Group>
      {fault && (
        <Text size="sm" mt="sm">
          {fault.says} {fault.do}
        </Text>
      )}
      {report && <Came report={report} />}
      {report && <Failed faults={report.faults} />}
    </Paper>
  )
}

/** What failed on the way: the exercise went on without it. */
function Failed({ faults }: { faults: Report['faults'] }) {
  const { say } = useWords()
  if (faults.length === 0) return null
  return (
    <section className={classes.failed}>
      <h4>{say('exercise.report.failed')}</h4>
      <ul>
        {faults.map(({ what, code, reason, times }) => (
          <li key={what}>
            {what}: {code}, {reason}
            {times > 1 && ` (${times} ×)`}
          </li>
        ))}
      </ul>
    </section>
  )
}

const FIGURES = [
  ['warned', 'exercise.report.warned'],
  ['affected', 'exercise.report.affected'],
  ['required', 'exercise.report.required'],
  ['uncovered_before', 'exercise.report.before'],
  ['uncovered_after', 'exercise.report.after'],
  ['late_evidence', 'exercise.report.late'],
] as const satisfies readonly (readonly [keyof Report, WordKey])[]

function Came({ report }: { report: Report }) {
  const { say } = useWords()
  const format = useFormat()
  const bars: [string, number][] = [
    ...(['5', '15', '30'] as const).map((n): [string, number] => [
      say('exercise.report.within', { n: Number(n) }),
      report.answered_within[n],
    ]),
    [say('exercise.report.heard'), report.acknowledged],
    [say('exercise.report.coming'), report.accepted],
    [say('exercise.report.there'), report.arrived],
  ]
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} mt="md" spacing="lg">
      <dl className={classes.figures}>
        {FIGURES.map(([key, word]) => (
          <div key={key}>
            <dt>{say(word)}</dt>
            <dd>{format.number(report[key])}</dd>
          </div>
        ))}
      </dl>
      <table className={classes.bars}>
        <caption>{say('exercise.report.answers', { n: report.called })}</caption>
        <tbody>
          {bars.map(([name, n]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <span className={classes.bar} style={{ width: `${(n / Math.max(1, report.called)) * 100}%` }} />
              </td>
              <td className={classes.number}>{format.number(n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SimpleGrid>
  )
}

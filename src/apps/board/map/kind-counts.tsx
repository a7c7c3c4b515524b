import type { Within } from '../api/map.ts'
import { type State, StateMark } from '../ui/state.tsx'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './map.module.css'

type Counts = Within['counts'][string]

const ORDER = ['unheld', 'late', 'unknown', 'held', 'free'] as const satisfies readonly State[]

/** Over all kinds. */
export function sumOf(counts: Within['counts']): Counts {
  const sum: Counts = { n: 0, unheld: 0, late: 0, unknown: 0, held: 0, free: 0 }
  for (const own of Object.values(counts)) for (const key of ['n', ...ORDER] as const) sum[key] += own[key]
  return sum
}

/** How many of each kind are in each state: only the states that there are. */
export function KindCounts({ counts }: { counts: Within['counts'] }) {
  const { say } = useWords()
  const format = useFormat()
  const sum = sumOf(counts)
  const states = ORDER.filter((state) => sum[state] > 0)
  return (
    <div className={classes.sums}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('table.kind')}</th>
            {states.map((state) => (
              <th key={state} scope="col">
                <StateMark state={state} named={false} /> {say(`state.${state}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(counts).map(([kind, own]) => (
            <tr key={kind}>
              <th scope="row">{sayCode(say, 'place', kind)}</th>
              {states.map((state) => (
                <td key={state}>{format.number(own[state])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

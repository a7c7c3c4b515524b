import type { Within } from '../api/map.ts'
import { StateMark } from '../ui/state.tsx'
import { STATE_ORDER } from '../ui/state-order.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { tallyOf } from './in-sight.ts'
import classes from './map.module.css'

type Counts = Within['counts'][string]

/** Over all kinds. */
export function sumOf(counts: Within['counts']): Counts {
  const sum: Counts = { n: 0, ...tallyOf({}) }
  for (const own of Object.values(counts)) for (const key of ['n', ...STATE_ORDER] as const) sum[key] += own[key]
  return sum
}

/** How many of each kind there are, and in which states: only those states that there are. It wraps, and is never pushed aside. */
export function KindCounts({ counts }: { counts: Within['counts'] }) {
  const { say } = useWords()
  const format = useFormat()
  return (
    <dl className={classes.kinds}>
      {Object.entries(counts).map(([kind, own]) => (
        <div key={kind}>
          <dt>
            {sayCode(say, 'place', kind)} {format.number(own.n)}
          </dt>
          {STATE_ORDER.filter((state) => own[state] > 0).map((state) => (
            <dd key={state} className={classes.swatch}>
              <StateMark state={state} named={false} />
              {format.number(own[state])} {say(`state.${state}`)}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

import type { z } from 'zod'
import type { PlanEffectShape } from '../../client/plans.ts'
import { StateMark } from '../ui/state.tsx'
import { useTerms } from '../ui/terms.ts'
import { useTold } from '../ui/told.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './plan.module.css'

type Effect = z.output<typeof PlanEffectShape>

/** The states of the table: what they are called and marked as everywhere on the board. */
const STATES = [
  ['named', 'held'],
  ['few', 'few'],
  ['nobody', 'unheld'],
] as const

/** How it stands before and after, rule by rule; of a plan that was decided, how it stands now. */
export function EffectTable({ rules, waits }: { rules: Effect['rules']; waits: boolean }) {
  const { say } = useWords()
  const terms = useTerms()
  return (
    <table className={classes.table} aria-label={say(waits ? 'plan.effect' : 'plan.effect.was')}>
      <thead>
        <tr>
          <th scope="col">{say('plan.effect.rule')}</th>
          {STATES.map(([key, state]) => (
            <th key={key} scope="col">
              <span className={classes.mark}>
                <StateMark state={state} named={false} /> {say(`state.${state}`)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rules.map(({ rule, kind, before, after, coming }) => (
          <tr key={rule}>
            <th scope="row">
              <span className={classes.kind}>{sayCode(say, 'place', kind)}</span>
              {terms.rule(rule)}
              {waits && coming > 0 && (
                <span className={classes.quiet}>{say('plan.effect.coming', { count: coming })}</span>
              )}
            </th>
            {STATES.map(([key]) => (
              <td key={key}>
                <Change before={before[key]} after={waits ? after[key] : before[key]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A count before and after; what stays the same is said once. */
function Change({ before, after }: { before: number; after: number }) {
  const { say } = useWords()
  const format = useFormat()
  if (before === after) return <span className={classes.same}>{format.number(before)}</span>
  const [was, is] = [format.number(before), format.number(after)]
  return (
    <span className={classes.better} role="img" aria-label={say('plan.effect.heard', { before: was, after: is })}>
      {was} → <b>{is}</b>
    </span>
  )
}

/** What would stay open now, and why it was left when the plan was made: what was true then is said of then. */
export function LeftOpen({ left, madeAt }: { left: Effect['left']; madeAt: Date }) {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  const told = useTold()
  const at = format.moment(madeAt)
  return (
    <ul className={classes.list}>
      {left.map(({ rule, now, later, reasons }) => {
        const counts = [
          ...(now > 0 ? [say('plan.left.now', { count: now })] : []),
          ...(later > 0 ? [say('plan.left.later', { count: later })] : []),
        ]
        const why = reasons.map(({ reason, n }) =>
          say('plan.left.reason', { n: format.number(n), reason: told.value('reason', reason) }),
        )
        return (
          <li key={rule}>
            {terms.rule(rule)} · <strong>{counts.join(say('text.and'))}</strong>
            <span className={classes.quiet}>
              {why.length > 0
                ? say('plan.left.why', { at, reasons: why.join(say('text.and')) })
                : say('plan.left.since', { at })}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

import type { SubjectShape } from '../../client/subjects.ts'
import { usePlanEffect } from '../api/plans.ts'
import { EffectTable, LeftOpen } from '../plan/effect.tsx'
import planClasses from '../plan/plan.module.css'
import { Loaded } from '../ui/loaded.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** What a plan would change, before and after; what would stay open, and what was decided of it before. */
export function PlanEffect({ subject: { district, id, what, may } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const effect = usePlanEffect(district, id)
  const waits = may.some((m) => m.action === 'accept')
  const made = what.find((f) => f.key === 'madeAt')?.value
  const madeAt = new Date(String(made ?? 0))
  return (
    <Loaded query={effect}>
      {({ rules, open, filled, left, parts }) => (
        <>
          <Section title={say(waits ? 'plan.effect' : 'plan.effect.was')}>
            {waits && open === 0 && <p className={classes.none}>{say('plan.effect.none')}</p>}
            {rules.length > 0 && <EffectTable rules={rules} waits={waits} />}
            {waits && <p className={classes.none}>{say('plan.effect.says')}</p>}
            {filled > 0 && <p className={classes.none}>{say('plan.filled', { count: filled })}</p>}
          </Section>
          {parts.length > 0 && (
            <Section title={say('plan.parts')}>
              <Parts parts={parts} />
            </Section>
          )}
          {left.length > 0 && (
            <Section title={say(waits ? 'plan.left' : 'plan.left.was')}>
              <LeftOpen left={left} madeAt={madeAt} />
            </Section>
          )}
        </>
      )}
    </Loaded>
  )
}

type Part = NonNullable<ReturnType<typeof usePlanEffect>['data']>['parts'][number]

function Parts({ parts }: { parts: readonly Part[] }) {
  const { say } = useWords()
  const format = useFormat()
  const told = ({ state, decidedAt, lines, given }: Part) => {
    const [at, n] = [decidedAt ? format.moment(decidedAt) : '', format.number(lines)]
    return state === 'refused'
      ? say('plan.parts.refused', { at, n })
      : say('plan.parts.accepted', { at, n, given: format.number(given) })
  }
  return (
    <ul className={planClasses.list}>
      {parts.map((part) => (
        <li key={part.id}>
          {told(part)} · <SubjectLink kind="proposal" id={part.id} name={say('plan.parts.look')} />
        </li>
      ))}
    </ul>
  )
}

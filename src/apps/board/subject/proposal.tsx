import { lazy, Suspense } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { Loading } from '../ui/loading.tsx'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Loads } from './loads.tsx'
import { PlanEffect } from './plan-effect.tsx'
import { PlanLines } from './plan-lines.tsx'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** The map library is large: whoever reads the lines need not wait for it. */
const PlanMap = lazy(() => import('./plan-map.tsx').then((m) => ({ default: m.PlanMap })))

/** What a plan would change, before and after. */
export function ProposalPart({ subject }: { subject: SubjectShape }) {
  return <PlanEffect subject={subject} />
}

/** Its lines, on the whole width of the page, for they have much to say; and who goes where, on the map. */
export function ProposalBelow({ subject }: { subject: SubjectShape }) {
  return (
    <>
      <PlanLines subject={subject} />
      <Suspense fallback={<Loading />}>
        <PlanMap subject={subject} />
      </Suspense>
      <Sums subject={subject} />
    </>
  )
}

/** How many duties of each rule, how they are spread over people, and how far the plan may be from the best. */
function Sums({ subject: { what } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  const open = what.find((f) => f.key === 'state')?.value === 'open'
  const rules = what.filter((f) => f.key.startsWith('rule '))
  const proofs = what.filter((f) => f.key.startsWith('proof '))
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const loads = what
    .filter((f) => f.key.startsWith('load '))
    .map(({ key, value }) => ({ duties: Number(key.slice('load '.length)), people: number(value) }))
  return (
    <>
      <Section title={say(open ? 'proposal.gives' : 'proposal.gave')}>
        <ul className={classes.sums}>
          {rules.map(({ key, value }) => (
            <li key={key}>
              <span>{terms.rule(key.slice('rule '.length))}</span>
              <b>{say('proposal.duties', { count: number(value) })}</b>
            </li>
          ))}
          {proofs.map(({ key, value }) => (
            <li key={key} className={classes.quiet}>
              <span>{terms.rule(key.slice('proof '.length))}</span>
              <span>{say('proposal.proof', { share: format.upTo(number(value)) })}</span>
            </li>
          ))}
        </ul>
      </Section>
      {loads.length > 0 && <Loads loads={loads} />}
    </>
  )
}

import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { useSubject } from '../api/subjects.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Loading } from '../ui/loading.tsx'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { About } from './about.tsx'
import { Answers } from './answers.tsx'
import { ComingShifts } from './coming-shifts.tsx'
import { Facts } from './facts.tsx'
import { Head } from './head.tsx'
import { History } from './history.tsx'
import { Missing } from './missing.tsx'
import classes from './subject.module.css'

/** What only some kinds of page have is fetched with the first of them. */
const PARTS: Partial<Record<string, React.ComponentType<{ subject: SubjectShape }>>> = {
  place: lazy(() => import('./along-dam.tsx').then((m) => ({ default: m.AlongDam }))),
  person: lazy(() => import('./absences.tsx').then((m) => ({ default: m.AbsencesPart }))),
  callout: lazy(() => import('./callout.tsx').then((m) => ({ default: m.CalloutPart }))),
  warning: lazy(() => import('./warning.tsx').then((m) => ({ default: m.WarningPart }))),
  proposal: lazy(() => import('./proposal.tsx').then((m) => ({ default: m.ProposalPart }))),
}
/** What needs the whole width of a page stands below its columns. */
const BELOW: typeof PARTS = {
  proposal: lazy(() => import('./proposal.tsx').then((m) => ({ default: m.ProposalBelow }))),
}
/** Hazards stand above the rest: all that stand on a place; the one that a record tells of. */
const HAZARDS: Partial<Record<string, React.ComponentType<{ subject: SubjectShape }>>> = {
  place: lazy(() => import('../hazard/hazards-of-place.tsx').then((m) => ({ default: m.HazardsOfPlace }))),
  record: lazy(() => import('../hazard/hazard-of-record.tsx').then((m) => ({ default: m.HazardOfRecord }))),
}
const ANSWERED = new Set(['place', 'unit', 'person', 'area'])
const COMING = new Set(['place', 'person'])
const REQUIRED = new Set(['place', 'unit', 'area', 'campaign'])

/**
 * The page of a place, unit, person, area, campaign, warning, call-out, record or plan. All are of one shape: what it is
 * and where, who answers for it now, what is missing, what happened, and what may be done.
 */
export function Subject() {
  const { kind, id } = useParams({ strict: false }) as { kind: string; id: string }
  const query = useSubject(kind, id)
  return <Loaded query={query}>{(subject) => <OfSubject key={`${kind} ${id}`} subject={subject} />}</Loaded>
}

function OfSubject({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const name = useName()
  const { kind } = subject
  const title = name({ kind, name: subject.title, names: subject.names })
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  const Part = PARTS[kind]
  const Hazards = HAZARDS[kind]
  const Below = BELOW[kind]
  return (
    <article className={classes.page}>
      <Head subject={subject} title={title} />
      {kind === 'place' && Hazards && (
        <Suspense>
          <Hazards subject={subject} />
        </Suspense>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          {kind === 'record' && Hazards && (
            <Suspense>
              <Hazards subject={subject} />
            </Suspense>
          )}
          {kind === 'record' && <Facts subject={subject} />}
          {ANSWERED.has(kind) && <Answers subject={subject} />}
          {COMING.has(kind) && <ComingShifts subject={subject} />}
          {REQUIRED.has(kind) && <Missing subject={subject} />}
          {Part && (
            <Suspense fallback={<Loading />}>
              <Part subject={subject} />
            </Suspense>
          )}
          {!Below && <History subject={subject} />}
        </div>
        <div className={classes.side}>
          {kind !== 'record' && <Facts subject={subject} />}
          <About subject={subject} />
        </div>
      </div>
      {Below && (
        <div className={`${classes.main} ${classes.below}`}>
          <Suspense fallback={<Loading />}>
            <Below subject={subject} />
          </Suspense>
          <History subject={subject} />
        </div>
      )}
    </article>
  )
}

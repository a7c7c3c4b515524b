import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { type Row, useRows } from '../api/lists.ts'
import { useLooking } from '../looking.ts'
import { StateMark } from '../ui/state.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { ComingAlong } from './coming-shifts.tsx'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** Of a section of a dam: how the sections beside it stand, since water that finds a gap there comes here too. */
export function AlongDam({ subject }: { subject: SubjectShape }) {
  const { lane, at } = useLooking()
  const line = subject.what.find((f) => f.key === 'line')?.value
  const kind = subject.what.find((f) => f.key === 'kind')?.value
  const filters = { district: subject.district, line: String(line ?? ''), kind: String(kind ?? '') }
  const rows = useRows('places', { lane, at, sort: 'chainage', filters }, typeof line === 'string' && line !== '')
  const sections = rows.data?.pages.flatMap((p) => p.items) ?? []
  const here = sections.findIndex((r) => r.id === subject.id)
  if (here < 0 || sections.length < 2) return null
  return (
    <Strip sections={sections} here={here} coming={<ComingAlong district={subject.district} line={filters.line} />} />
  )
}

function Strip({ sections, here, coming }: { sections: readonly Row[]; here: number; coming: ReactNode }) {
  const { say } = useWords()
  const name = useName()
  const beside = [
    ['subject.line.before', sections[here - 1]],
    ['subject.line.after', sections[here + 1]],
  ] as const
  return (
    <Section title={say('subject.line')}>
      <div className={classes.strip} aria-hidden="true">
        {sections.map((row, i) => (
          <Link
            key={row.id}
            to="/subjects/$kind/$id"
            params={{ kind: 'place', id: row.id } as never}
            tabIndex={-1}
            title={row.ref ? name(row.ref) : ''}
            className={`${classes.piece} ${classes[stateOf(row)]} ${i === here ? classes.here : ''}`}
          />
        ))}
      </div>
      <ul className={classes.beside}>
        {beside.map(([key, row]) => {
          if (!row?.ref) return null
          return (
            <li key={key}>
              <StateMark state={stateOf(row)} />{' '}
              <SubjectLink kind="place" id={row.id} name={say(key, { name: name(row.ref) })} />
            </li>
          )
        })}
      </ul>
      {coming}
    </Section>
  )
}

const STATES = ['unheld', 'few', 'late', 'held', 'agreed', 'there', 'free', 'unknown'] as const

function stateOf(row: Row): (typeof STATES)[number] {
  return STATES.find((s) => s === row.cells.state) ?? 'unknown'
}

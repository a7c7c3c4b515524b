import { Button } from '@mantine/core'
import type { SubjectShape } from '../../client/subjects.ts'
import { useActs } from '../acts/use-acts.ts'
import { useAbsences } from '../api/absences.ts'
import type { Row } from '../api/lists.ts'
import { Loaded } from '../ui/loaded.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useSpan } from '../ui/use-span.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** When a person is not to be counted on, now and to come. */
export function AbsencesPart({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const query = useAbsences(subject.district, subject.id)
  return (
    <Section title={say('absence.title')}>
      {subject.now && subject.lane !== 'actual' && <p className={classes.none}>{say('absence.exercise')}</p>}
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <p className={classes.none}>{say(subject.now ? 'absence.none' : 'absence.none.past')}</p>
          ) : (
            <ul className={classes.list}>
              {rows.map((row) => (
                <AbsenceRow key={row.id} row={row} of={subject} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function AbsenceRow({ row: { id, cells }, of }: { row: Row; of: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const span = useSpan()
  const terms = useTerms()
  const name = useName()
  const acts = useActs()
  const { district, now, may } = of
  const [starts, ends] = [new Date(String(cells.starts)), cells.ends === null ? null : new Date(String(cells.ends))]
  const who = name({ kind: of.kind, name: of.title, names: of.names })
  return (
    <li className={classes.item}>
      <span className={classes.role}>{terms.state(String(cells.absence))}</span>
      <div className={classes.told}>
        {ends ? (
          span(starts, ends)
        ) : (
          <>
            {say('subject.from', { from: format.moment(starts) })} · {say('absence.open')}
          </>
        )}
      </div>
      {now && may.some(({ action }) => action === 'note-absence') && (
        <div className={classes.rowActs}>
          <Button size="compact-sm" onClick={() => acts.endAbsence({ district, absence: id, name: who })}>
            {say('absence.end')}
          </Button>
        </div>
      )}
    </li>
  )
}

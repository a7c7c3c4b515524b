import type { z } from 'zod'
import type { ComingShape } from '../../client/desk.ts'
import type { SubjectShape } from '../../client/subjects.ts'
import { useComing, useNumbers } from '../api/desk.ts'
import { DeskRow } from '../desk/desk-row.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useNow } from '../ui/use-now.ts'
import { endOf } from '../ui/use-span.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Shift = z.output<typeof ComingShape>['items'][number]

/** Who comes on next at a place, or what a person comes on for: from when, what they said, and when they are called. */
export function ComingShifts({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { district, kind, id, now } = subject
  const of = kind === 'person' ? { person: id } : { place: id }
  const items = useComing(district, of).data?.items ?? []
  const called = items.flatMap((s) => (now && s.answer ? [s.holder.id] : []))
  const numbers = useNumbers(district, called)
  if (items.length === 0) return null
  return (
    <Section title={say(kind === 'person' ? 'coming.title.person' : 'coming.title')}>
      <ul className={classes.list}>
        {items.map((shift) => (
          <ShiftRow key={shift.duty} shift={shift} of={subject} contacts={numbers.get(shift.holder.id)} />
        ))}
      </ul>
    </Section>
  )
}

interface ShiftRow {
  shift: Shift
  of: SubjectShape
  contacts: readonly { channel: string; address: string }[] | undefined
}

function ShiftRow({ shift, of, contacts }: ShiftRow) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const { holder, subject, answer, lane } = shift
  const other = of.kind === 'person' ? subject : holder
  return (
    <li className={classes.item}>
      <span className={classes.role}>{terms.slug(shift.role)}</span>
      <div className={classes.told}>
        <div>
          <SubjectLink kind={other.kind} id={other.id} name={name(other)} />
        </div>
        <div className={classes.quiet}>
          <From shift={shift} />
          {lane !== 'actual' && <> · {say('subject.answers.exercise')}</>}
        </div>
      </div>
      <span className={classes.answer}>
        <Said shift={shift} />
      </span>
      {of.now && answer && answer.state !== 'stood-down' && (
        <div className={classes.desk}>
          <DeskRow
            district={of.district}
            callout={answer.callout}
            person={{ id: holder.id, name: name(holder) }}
            state={answer.state}
            contacts={contacts}
          />
        </div>
      )}
    </li>
  )
}

function From({ shift: { starts, ends } }: { shift: Shift }) {
  const { say } = useWords()
  const format = useFormat()
  const from = format.moment(starts)
  return ends ? say('time.span', { from, to: endOf(format, starts, ends) }) : say('coming.from', { from })
}

/** What they last said; or when they are called, so that nobody wonders why they were not. */
function Said({ shift: { answer, callAt } }: { shift: Shift }) {
  const { say } = useWords()
  const terms = useTerms()
  const format = useFormat()
  const now = useNow()
  if (answer) return terms.state(answer.state)
  if (!callAt) return say('coming.not-asked')
  return callAt > now ? say('coming.call-at', { at: format.moment(callAt) }) : say('coming.call-now')
}

/** Along a dam: when the next change of shifts is, who comes on where, and how many have said yes. */
export function ComingAlong({ district, line }: { district: string; line: string }) {
  const { say } = useWords()
  const format = useFormat()
  const name = useName()
  const items = useComing(district, { line }).data?.items ?? []
  const changes = [...Map.groupBy(items, (s) => s.starts.getTime())]
  if (changes.length === 0) return null
  return (
    <ul className={classes.changes} aria-label={say('coming.line')}>
      {changes.map(([at, shifts]) => {
        const yes = shifts.filter((s) => s.answer && YES.has(s.answer.state)).length
        const callAt = shifts.find((s) => s.callAt)?.callAt
        return (
          <li key={at}>
            <details>
              <summary>
                {say('coming.change', {
                  count: shifts.length,
                  at: format.moment(new Date(at)),
                  yes: format.number(yes),
                })}
                {callAt && <> · {say('coming.call-at', { at: format.moment(callAt) })}</>}
              </summary>
              <ul>
                {shifts.map((s) => (
                  <li key={s.duty}>
                    <SubjectLink kind={s.subject.kind} id={s.subject.id} name={name(s.subject)} />{' '}
                    <SubjectLink kind={s.holder.kind} id={s.holder.id} name={name(s.holder)} />{' '}
                    <span className={classes.quiet}>
                      <From shift={s} /> · <Said shift={s} />
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )
      })}
    </ul>
  )
}

const YES = new Set(['accepted', 'arrived'])

import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { useActs } from '../acts/use-acts.ts'
import { type PersonContact, useNumbers } from '../api/desk.ts'
import { DeskRow } from '../desk/desk-row.tsx'
import { TakeBack } from '../desk/take-back.tsx'
import { Moment } from '../ui/moment.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useSpan } from '../ui/use-span.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords, type WordKey } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Answerer = SubjectShape['answers'][number]

/** So many are shown at once: a place has a few, a household's helper fifteen. */
const FEW = 20
/** Of whom nothing more is to be heard. */
const OVER = new Set(['stood-down', 'arrived'])
const TITLES: Partial<Record<string, WordKey>> = { person: 'subject.answers.person', unit: 'subject.answers.unit' }

/** Who answers for it now, each with what was last heard of them; of a person or a unit, also for what. */
export function Answers({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const { answers, kind, now } = subject
  const shown = all ? answers : answers.slice(0, FEW)
  // Whom a desk may have to telephone: who was called and is not there yet.
  const called = now ? shown.flatMap((a) => (a.answer && !OVER.has(a.answer.state) ? [a.holder.id] : [])) : []
  const numbers = useNumbers(subject.district, called)
  const none = kind === 'person' ? 'subject.answers.none.person' : 'subject.answers.none'
  return (
    <Section title={say(TITLES[kind] ?? 'subject.answers')}>
      {answers.length === 0 && <p className={classes.none}>{say(now ? none : `${none}.past`)}</p>}
      {now && <TakeBack />}
      <ul className={classes.list}>
        {shown.map((a) => (
          <AnswerRow key={a.duty} answer={a} of={subject} contacts={numbers.get(a.holder.id)} />
        ))}
      </ul>
      {answers.length > shown.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {say('subject.answers.all', { n: format.number(answers.length) })}
        </Button>
      )}
    </Section>
  )
}

interface AnswerRow {
  answer: Answerer
  of: SubjectShape
  contacts: readonly PersonContact[] | undefined
}

function AnswerRow({ answer, of, contacts }: AnswerRow) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const { role, holder, subject, unit, lane } = answer
  const own = holder.id === of.id
  const other = own ? subject : holder
  return (
    <li className={classes.item}>
      <span className={classes.role}>{terms.slug(role)}</span>
      <div className={classes.told}>
        <div>
          <SubjectLink kind={other.kind} id={other.id} name={name(other)} />
          {!own && unit && unit.id !== of.id && <span className={classes.quiet}> · {name(unit)}</span>}
        </div>
        <div className={classes.quiet}>
          <Term answer={answer} />
          {answer.away && <Away until={answer.away.until} />}
          {lane !== 'actual' && <> · {say('subject.answers.exercise')}</>}
        </div>
      </div>
      <LastAnswer answer={answer} />
      {of.now && <AnswererActs answer={answer} of={of} />}
      {of.now && answer.answer && !OVER.has(answer.answer.state) && (
        <div className={classes.desk}>
          <DeskRow
            district={of.district}
            callout={answer.answer.callout}
            person={{ id: holder.id, name: name(holder) }}
            state={answer.answer.state}
            contacts={contacts}
          />
        </div>
      )}
    </li>
  )
}

function Term({ answer: { starts, ends } }: { answer: Answerer }) {
  const { say } = useWords()
  const format = useFormat()
  const span = useSpan()
  if (starts && ends) return span(starts, ends)
  if (ends) return say('subject.until', { to: format.moment(ends) })
  return starts ? say('subject.from', { from: format.moment(starts) }) : say('subject.always')
}

/** That the holder is away: they do not count, and are not called. */
function Away({ until }: { until: Date | null }) {
  const { say } = useWords()
  const format = useFormat()
  return <> · {until ? say('subject.away.until', { to: format.moment(until) }) : say('subject.away')}</>
}

/** What the holder last said, and when; calls nobody made are said too, so that silence is not taken for an answer. */
function LastAnswer({ answer: { answer } }: { answer: Answerer }) {
  const terms = useTerms()
  if (!answer) return null
  return (
    <span className={`${classes.answer} ${classes[TONES[answer.state] ?? 'plain']}`}>
      {answer.said !== answer.state && `${terms.state(answer.said)} · `}
      {terms.state(answer.state)} · <Moment at={answer.at} />
    </span>
  )
}

const TONES: Partial<Record<string, 'there' | 'silent'>> = { arrived: 'there', called: 'silent', declined: 'silent' }

function AnswererActs({ answer, of }: { answer: Answerer; of: SubjectShape }) {
  const { say } = useWords()
  const acts = useActs()
  const name = useName()
  const { duty, role, holder, subject } = answer
  const { district } = of
  const mine = of.may.filter(
    ({ ids }) => ids.duty === duty || (ids.person === holder.id && ids.callout === answer.answer?.callout),
  )
  const may = new Set(mine.map((m) => m.action))
  const held = { district, duty, role, holder: name(holder), subject: name(subject) }
  const callout = answer.answer?.callout
  const called = callout && { district, callout, persons: [{ id: holder.id, name: name(holder) }] }
  if (may.size === 0) return null
  return (
    <div className={classes.rowActs}>
      {may.has('call-again') && called && (
        <Button size="compact-sm" onClick={() => acts.callAgain(called)}>
          {say('subject.do.again')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" px={6} aria-label={say('subject.do.more', { name: name(holder) })}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may.has('hand-on') && called && (
            <Menu.Item onClick={() => acts.handOn(called)}>{say('subject.do.hand-on')}</Menu.Item>
          )}
          {may.has('replace') && <Menu.Item onClick={() => acts.replace(held)}>{say('subject.do.replace')}</Menu.Item>}
          {may.has('end-duty') && <Menu.Item onClick={() => acts.endDuty(held)}>{say('subject.do.end')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SubjectShape } from '../../client/subjects.ts'
import { useActs } from '../acts/use-acts.ts'
import { StateMark } from '../ui/state.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useSpan } from '../ui/use-span.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Gap = SubjectShape['missing'][number]

/** What is missing, gravest first, each row with the act that ends it. The gravest twenty; all of them are a list. */
export function Missing({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { kind, id, district, missing, now } = subject
  const here = {
    area: { area: id },
    unit: { unit: id },
    campaign: { district, campaign: id },
    place: { district, place: id },
  }
  const filter = here[kind as keyof typeof here]
  return (
    <Section
      title={say('subject.missing')}
      aside={
        missing.length > 0 && (
          <Anchor
            component={Link}
            to="/lists/$list"
            params={{ list: 'gaps' } as never}
            search={filter as never}
            size="sm"
          >
            {say('subject.missing.all')}
          </Anchor>
        )
      }
    >
      {missing.length === 0 ? (
        <p className={classes.none}>{say(now ? 'subject.missing.none' : 'subject.missing.none.past')}</p>
      ) : (
        <ul className={classes.list}>
          {missing.map((gap) => (
            <GapRow key={`${gap.campaign} ${gap.subject} ${gap.rule} ${+gap.starts}`} gap={gap} of={subject} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function GapRow({ gap, of }: { gap: Gap; of: SubjectShape }) {
  const { say } = useWords()
  const terms = useTerms()
  const name = useName()
  const acts = useActs()
  const unheld = gap.kinds.includes('unheld')
  const { district } = of
  const { campaign, playbook, subject, rule, starts, place, held, needed } = gap
  const area = name({ name: gap.areaName, names: gap.areaNames })
  const about = { district, campaign, area, gaps: [{ subject, rule, starts, place }] }
  const elsewhere = of.kind !== 'place'
  return (
    <li className={classes.item}>
      <StateMark state={!unheld ? 'late' : held === 0 ? 'unheld' : 'few'} size={16} />
      <div className={classes.told}>
        <div>
          <strong>{terms.rule(rule, playbook)}</strong>
          {elsewhere && (
            <>
              {' · '}
              <SubjectLink kind="place" id={subject} name={place} />
            </>
          )}
        </div>
        <div className={classes.quiet}>
          {!unheld ? say('next.late') : held === 0 ? say('next.nobody') : say('next.few', { n: held, m: needed })}
          {gap.away && <Away away={gap.away} />}
          {' · '}
          <When gap={gap} />
          {elsewhere && area && <> · {area}</>}
        </div>
      </div>
      {of.now && (
        <div className={classes.rowActs}>
          {unheld ? (
            <>
              <Button size="compact-sm" onClick={() => acts.call({ ...about, playbook, n: 1 })}>
                {say('next.do.call')}
              </Button>
              <Button size="compact-sm" onClick={() => acts.give({ ...about, playbook })}>
                {say('next.do.give')}
              </Button>
            </>
          ) : (
            <Button size="compact-sm" onClick={() => acts.callHolders(about)}>
              {say('next.do.again')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** Who has the duty and is away, so that nobody is there. */
function Away({ away: { person, name, until } }: { away: NonNullable<Gap['away']> }) {
  const { say } = useWords()
  const format = useFormat()
  const told = until
    ? say('subject.missing.away.until', { name, to: format.moment(until) })
    : say('subject.missing.away', { name })
  return (
    <>
      {' · '}
      <SubjectLink kind="person" id={person} name={told} />
    </>
  )
}

/** From when until when somebody is needed. */
function When({ gap: { starts, ends } }: { gap: Gap }) {
  const { say } = useWords()
  const format = useFormat()
  const span = useSpan()
  return ends ? span(starts, ends) : say('subject.from', { from: format.moment(starts) })
}

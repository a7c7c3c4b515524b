import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SubjectShape } from '../../client/subjects.ts'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** Counts of what is about it; each opens to its rows. */
export function About({ subject: { about, kind } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  if (about.length === 0) return null
  return (
    <Section title={say('subject.about')}>
      <ul className={classes.about}>
        {about.map(({ key, list, filter, n, more }) => (
          <li key={JSON.stringify(filter) + list}>
            <Anchor component={Link} to="/lists/$list" params={{ list } as never} search={filter as never} size="sm">
              {kind === 'callout'
                ? filter.state
                  ? terms.state(filter.state)
                  : say('about.called-all')
                : sayCode(say, 'about', key)}
            </Anchor>
            <span>{more ? say('subject.count.more', { n }) : format.number(n)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** How many people a plan gives one duty, two, … : a table whose figures are drawn beside them. */
export function Loads({ loads }: { loads: readonly { duties: number; people: number }[] }) {
  const { say } = useWords()
  const format = useFormat()
  const most = Math.max(1, ...loads.map((l) => l.people))
  return (
    <Section title={say('proposal.loads')}>
      <table className={classes.loads} aria-label={say('proposal.loads.picture')}>
        <thead>
          <tr>
            <th scope="col">{say('proposal.loads.each')}</th>
            <th scope="col">{say('proposal.loads.people')}</th>
          </tr>
        </thead>
        <tbody>
          {loads.map(({ duties, people }) => (
            <tr key={duties}>
              <th scope="row">{format.number(duties)}</th>
              <td>
                <span className={classes.load} style={{ width: `${(people / most) * 70}%` }} aria-hidden="true" />
                {format.number(people)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

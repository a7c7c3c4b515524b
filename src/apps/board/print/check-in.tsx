import type { z } from 'zod'
import { Ics211 } from '../../client/print.ts'
import { useSheet } from '../api/print.ts'
import { useName, useTerms } from '../ui/terms.ts'
import type { Format } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useAsked } from './asked.ts'
import { Chooser } from './chooser.tsx'
import classes from './print.module.css'
import { Contact, Sheet } from './sheet.tsx'

type CheckIn = z.output<typeof Ics211>['items'][number]

/** ICS 211: everybody who was called in the period, and when each was heard of, came, and was let go. */
export function CheckInSheet() {
  const { say } = useWords()
  const asked = useAsked('back')
  const { lane, district, campaign, from, to } = asked
  const sheet = useSheet(Ics211, 'ics211', { lane, district, campaign, from, to }, asked.ready)
  return (
    <>
      <Chooser asked={asked} has={['any-campaign', 'period']} />
      <Sheet sheet={sheet} title={say('print.form.ics211')} what={say('paper.211.what')} wide>
        {(pages, format) => (
          <table className={classes.table}>
            <thead>
              <tr>
                {HEADINGS.map((key) => (
                  <th key={key} scope="col">
                    {say(`paper.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pages
                .flatMap((p) => p.items)
                .map((line) => (
                  <Line key={`${line.callout} ${line.person.id}`} line={line} format={format} />
                ))}
            </tbody>
          </table>
        )}
      </Sheet>
    </>
  )
}

const HEADINGS = [
  'who',
  'unit',
  'contact',
  'assigned',
  'called',
  'heard',
  'answered',
  'arrived',
  'stood-down',
  'sign',
] as const

function Line({ line, format }: { line: CheckIn; format: Format }) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const time = (at: Date | null) => at && format.time(at)
  const { person, unit, contact, assigned, duties, calledAt, acknowledgedAt, acceptedAt, declinedAt } = line
  return (
    <tr>
      <th scope="row">{name(person)}</th>
      <td>{unit && name(unit)}</td>
      <td>
        <Contact contact={contact} />
      </td>
      <td>
        {assigned.map(({ role, subject }) => `${terms.slug(role)} ${name(subject)}`).join(say('text.and'))}
        {duties > assigned.length && ` ${say('paper.more', { n: duties - assigned.length })}`}
      </td>
      <td className={classes.time}>{calledAt && format.moment(calledAt)}</td>
      <td className={classes.time}>{time(acknowledgedAt)}</td>
      <td className={classes.time}>
        {acceptedAt
          ? say('paper.yes', { at: format.time(acceptedAt) })
          : declinedAt && say('paper.no', { at: format.time(declinedAt) })}
      </td>
      <td className={classes.time}>{time(line.arrivedAt)}</td>
      <td className={classes.time}>{time(line.stoodDownAt)}</td>
      <td />
    </tr>
  )
}

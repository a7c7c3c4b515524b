import type { z } from 'zod'
import { Ics204 } from '../../client/print.ts'
import { useSheet } from '../api/print.ts'
import { Empty } from '../ui/empty.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import type { Format } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useAsked } from './asked.ts'
import { Chooser } from './chooser.tsx'
import classes from './print.module.css'
import { Contact, Sheet, useHours } from './sheet.tsx'

type Place = z.output<typeof Ics204>['items'][number]

/** ICS 204: who is on each section in the period, and, with a line to write a name on, where nobody is. */
export function AssignmentSheet() {
  const { say } = useWords()
  const asked = useAsked('ahead')
  const { lane, district, campaign, from, to, line } = asked
  const sheet = useSheet(Ics204, 'ics204', { lane, district, campaign, from, to, line }, asked.ready && !!campaign)
  return (
    <>
      <Chooser asked={asked} has={['campaign', 'period', 'line']} />
      {asked.ready && !campaign ? (
        <Empty says={say('print.none.campaign')} />
      ) : (
        <Sheet sheet={sheet} title={say('print.form.ics204')} what={say('paper.204.what')} wide>
          {(pages, format) => <Lines places={pages.flatMap((p) => p.items)} format={format} />}
        </Sheet>
      )}
    </>
  )
}

const HEADINGS = ['section', 'role', 'who', 'unit', 'contact', 'hours', 'state', 'sign'] as const

function Lines({ places, format }: { places: readonly Place[]; format: Format }) {
  const { say } = useWords()
  const shown = places.filter((p) => p.assignments.length + p.missing.length > 0)
  if (shown.length === 0) return <Empty says={say('print.none.lines')} />
  return (
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
      {shown.map((place) => (
        <OnePlace key={place.place.id} place={place} format={format} />
      ))}
    </table>
  )
}

function OnePlace({ place: { place, area, assignments, missing }, format }: { place: Place; format: Format }) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const hours = useHours()
  const rows = assignments.length + missing.length
  const awayIn = ({ until }: NonNullable<Place['assignments'][number]['away']>) =>
    until ? say('paper.away.until', { to: format.moment(until) }) : say('paper.away')
  const head = (
    <th scope="rowgroup" rowSpan={rows} className={classes.place}>
      {name(place)}
      <small>{name(area)}</small>
    </th>
  )
  return (
    <tbody>
      {assignments.map((a, i) => (
        <tr key={a.duty}>
          {i === 0 && head}
          <td>{terms.slug(a.role)}</td>
          <td>
            <b>{name(a.person)}</b>
          </td>
          <td>{a.unit && name(a.unit)}</td>
          <td>
            <Contact contact={a.contact} />
          </td>
          <td>{hours(format, a.starts, a.ends)}</td>
          <td>{[a.answer && terms.state(a.answer), a.away && awayIn(a.away)].filter(Boolean).join(' · ')}</td>
          <td />
        </tr>
      ))}
      {missing.map((m, i) => (
        <tr key={`${m.rule} ${m.starts.toISOString()} ${m.needed}`} className={classes.missing}>
          {i === 0 && assignments.length === 0 && head}
          <td>{terms.slug(m.role)}</td>
          <td colSpan={3}>{say('paper.missing', { n: m.needed - m.held })}</td>
          <td>{hours(format, m.starts, m.ends)}</td>
          <td />
          <td />
        </tr>
      ))}
    </tbody>
  )
}

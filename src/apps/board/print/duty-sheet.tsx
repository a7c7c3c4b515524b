import type { z } from 'zod'
import { DutySheet as DutySheetShape } from '../../client/print.ts'
import { useSheet } from '../api/print.ts'
import { Empty } from '../ui/empty.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import type { Format } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useAsked } from './asked.ts'
import { Chooser } from './chooser.tsx'
import classes from './print.module.css'
import { Contact, Sheet, useHours } from './sheet.tsx'

type Person = z.output<typeof DutySheetShape>['items'][number]

/** What each of a unit's people answers for in the period, with room for each to sign. */
export function DutySheet() {
  const { say } = useWords()
  const name = useName()
  const asked = useAsked('ahead')
  const { lane, from, to, unit } = asked
  const sheet = useSheet(DutySheetShape, 'duties', { lane, from, to, unit }, asked.ready && unit !== null)
  const of = sheet.data?.pages[0]?.unit
  return (
    <>
      <Chooser asked={asked} has={['unit', 'period']} />
      {unit === null ? (
        <Empty says={say('print.none.unit')} />
      ) : (
        <Sheet
          sheet={sheet}
          title={of ? `${name(of)} · ${say('print.short.duties')}` : say('print.form.duties')}
          what={say('paper.duties.what')}
        >
          {(pages, format) => (
            <table className={classes.table}>
              <thead>
                <tr>
                  {(['who', 'role', 'subject', 'hours', 'sign'] as const).map((key) => (
                    <th key={key} scope="col">
                      {say(`paper.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              {pages
                .flatMap((p) => p.items)
                .map((person) => (
                  <OnePerson key={person.person.id} person={person} format={format} />
                ))}
            </table>
          )}
        </Sheet>
      )}
    </>
  )
}

function OnePerson({ person: { person, kind, contact, duties }, format }: { person: Person; format: Format }) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const hours = useHours()
  const rows = Math.max(1, duties.length)
  const head = (
    <th scope="rowgroup" rowSpan={rows} className={classes.place}>
      {name(person)}
      <small>
        {terms.slug(kind)} <Contact contact={contact} />
      </small>
    </th>
  )
  const sign = <td rowSpan={rows} className={classes.sign} />
  if (duties.length === 0) {
    return (
      <tbody>
        <tr>
          {head}
          <td colSpan={3} className={classes.none}>
            {say('paper.no-duty')}
          </td>
          {sign}
        </tr>
      </tbody>
    )
  }
  return (
    <tbody>
      {duties.map((d, i) => (
        <tr key={d.duty}>
          {i === 0 && head}
          <td>{terms.slug(d.role)}</td>
          <td>
            {name(d.subject)}
            {d.area && <small> · {name(d.area)}</small>}
          </td>
          <td>{hours(format, d.starts, d.ends)}</td>
          {i === 0 && sign}
        </tr>
      ))}
    </tbody>
  )
}

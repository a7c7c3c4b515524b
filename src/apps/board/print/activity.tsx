import type { z } from 'zod'
import { Ics214 } from '../../client/print.ts'
import { useSheet } from '../api/print.ts'
import { useEventTitle } from '../subject/history-event.tsx'
import { useName } from '../ui/terms.ts'
import { useTold } from '../ui/told.ts'
import type { Format } from '../words/format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { useAsked } from './asked.ts'
import { Chooser } from './chooser.tsx'
import classes from './print.module.css'
import { Sheet } from './sheet.tsx'

type Activity = z.output<typeof Ics214>['items'][number]

/** ICS 214: what was done and reported in the period, in its order. */
export function ActivitySheet() {
  const { say } = useWords()
  const asked = useAsked('back')
  const { lane, district, campaign, from, to, unit } = asked
  const sheet = useSheet(Ics214, 'ics214', { lane, district, campaign, from, to, unit }, asked.ready)
  return (
    <>
      <Chooser asked={asked} has={['any-campaign', 'period', 'unit']} />
      <Sheet sheet={sheet} title={say('print.form.ics214')} what={say('paper.214.what')}>
        {(pages, format) => (
          <table className={classes.table}>
            <thead>
              <tr>
                {(['time', 'activity', 'by'] as const).map((key) => (
                  <th key={key} scope="col">
                    {say(`paper.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pages
                .flatMap((p) => p.items)
                .map((event) => (
                  <Line key={`${event.kind} ${event.id}`} event={event} format={format} />
                ))}
            </tbody>
          </table>
        )}
      </Sheet>
    </>
  )
}

function Line({ event, format }: { event: Activity; format: Format }) {
  const { say } = useWords()
  const name = useName()
  const told = useTold()
  const title = useEventTitle()
  const { at, by, about, detail } = event
  return (
    <tr>
      <td className={classes.time}>{format.moment(at)}</td>
      <td>
        <b>{title(event)}</b>
        {about && ` · ${name(about)}`} {told.line(Object.entries(detail))}
      </td>
      <td>{by && (by.ref ? name(by.ref) : sayCode(say, 'code', by.name))}</td>
    </tr>
  )
}

import type { z } from 'zod'
import type { EventShape } from '../../client/subjects.ts'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useTold } from '../ui/told.ts'
import { useFormat } from '../words/use-format.ts'
import { hasWord, sayCode, useWords } from '../words/words.ts'
import classes from './subject.module.css'

export type Event = z.output<typeof EventShape>

/** One thing that happened: when, what, about what or whom, in which words, by whom. */
export function HistoryEvent({ event }: { event: Event }) {
  const { say } = useWords()
  const format = useFormat()
  const name = useName()
  const told = useTold()
  const title = useEventTitle()
  const { at, kind, by, about, detail } = event
  const particulars = told.line(Object.entries(detail).filter(([key, value]) => !SAID.has(key) && value !== 'holder'))
  const record = typeof detail.record === 'string' ? detail.record : null
  return (
    <li className={classes.event}>
      <time dateTime={at.toISOString()} title={at.toString()}>
        {format.time(at)}
      </time>
      <div className={classes.told}>
        <span className={classes[kind === 'record' ? 'report' : 'deed']}>
          {record ? <SubjectLink kind="record" id={record} name={title(event)} /> : title(event)}
        </span>
        {about && (
          <>
            {' · '}
            <SubjectLink kind={about.kind} id={about.id} name={name(about)} />
          </>
        )}
        {particulars && <span> · {particulars}</span>}
        {by && (
          <span className={classes.quiet}>
            {' · '}
            {by.ref ? (
              <SubjectLink kind={by.ref.kind} id={by.ref.id} name={name(by.ref)} />
            ) : (
              say('subject.history.by', { name: sayCode(say, 'code', by.name) })
            )}
          </span>
        )}
      </div>
    </li>
  )
}

/** Told by the title already, or of no use to a reader. */
const SAID = new Set(['record', 'duty', 'receivedAt', 'corrects', 'campaign', 'identifier', 'instead'])

/** What happened in a few words. */
export function useEventTitle(): (event: Event) => string {
  const { say } = useWords()
  const terms = useTerms()
  return ({ act }) => {
    if (hasWord('did', act)) return sayCode(say, 'did', act)
    const [room, code = ''] = act.split('.')
    return room === 'record' ? say('did.reported', { kind: terms.slug(code) }) : sayCode(say, 'did', act)
  }
}

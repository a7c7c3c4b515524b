import { Button } from '@mantine/core'
import type { FaultToTry } from '../../../domain/faults/model.ts'
import type { FlowFault } from '../api/faults.ts'
import { Moment } from '../ui/moment.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { tellFault } from '../words/faults.ts'
import { useFormat } from '../words/use-format.ts'
import { hasWord, sayCode, useWords } from '../words/words.ts'
import classes from './faults.module.css'

/** One thing that could not be done: what, in which step, why, since when, how often it was tried. */
export function Fault({ fault, again }: { fault: FlowFault; again: (wanted: FaultToTry) => void }) {
  const { say } = useWords()
  const format = useFormat()
  const { district, step, item, since, tries, againAt } = fault
  return (
    <li className={classes.fault}>
      <div>
        <div className={classes.what}>
          <What fault={fault} />
        </div>
        <div>
          <Why fault={fault} />
        </div>
        <div className={classes.quiet}>
          {item === null ? say('faults.item.whole') : sayCode(say, 'faults.step', step)}
          {district === '*' && ` · ${say('faults.everywhere')}`} · {say('faults.since')} <Moment at={since} /> ·{' '}
          {say('faults.tries')} {format.number(tries)}
          {againAt && ` · ${say('faults.next', { time: format.time(againAt) })}`}
        </div>
      </div>
      <Button size="xs" variant="default" onClick={() => again({ district, step, item })}>
        {say('faults.again')}
      </Button>
    </li>
  )
}

/** What it is: its kind in words, and its name; a person is named beside a message, a warning leads to its page. */
function What({ fault: { step, item, name } }: { fault: FlowFault }) {
  const { say } = useWords()
  if (item === null) return sayCode(say, 'faults.step', step)
  const [kind = '', ...rest] = item.split(' ')
  if (!hasWord('faults.item', kind)) return item
  const said = sayCode(say, 'faults.item', kind)
  if (kind === 'warning' && rest[0]) {
    return (
      <>
        {said} <SubjectLink kind="warning" id={rest[0]} name={name ?? rest[0]} />
      </>
    )
  }
  // Why it was refused or is stuck is told beside it: here it is which file or address.
  if (kind === 'feed' || kind === 'links') return `${said} ${rest.join(' ')}`
  if (kind === 'refused') return `${said} ${SOURCE.exec(item)?.[1] ?? shortened(rest.join(' '))}`
  // A name is told with what bears it, and without the digest that tells it from others that begin alike.
  if (kind === 'name') return `${sayCode(say, 'kind', rest[0] ?? '')} ${shortened(rest.slice(1, -1).join(' '))}`
  return `${said} ${name ?? shortened(rest.join(' '))}`
}

const SOURCE = /^.* ((?:file|https?):.*)$/

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text)

/**
 * Our own codes have words, and say what helps; what the database, a program or another server says is told by its kind, with
 * its own text beside it.
 */
function Why({ fault: { code, reason, do: advice } }: { fault: FlowFault }) {
  const { say, lang } = useWords()
  if (!FOREIGN.test(code)) {
    const { says, does } = tellFault(lang, { code, says: reason, do: advice })
    return (
      <>
        {says} {does} {OTHERS.test(code) && <span className={classes.quiet}>{reason}</span>}
      </>
    )
  }
  const kind = code.slice(0, 2)
  return (
    <>
      {sayCode(say, 'faults.code', hasWord('faults.code', kind) ? kind : 'other')}{' '}
      <span className={classes.quiet}>{reason}</span>
    </>
  )
}

/** Codes of ours whose reason another server gave. */
const OTHERS = /^FEED_/

/** PostgreSQL's SQLSTATE, Node's codes, or none at all. */
const FOREIGN = /^(?:[\dA-Z]{5}|E[A-Z]+|FAULT)$/

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { Ics204 } from '../../client/print.ts'
import type { useSheet } from '../api/print.ts'
import { Empty } from '../ui/empty.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { endOf } from '../ui/use-span.ts'
import { clockOf, type Format, formatAt } from '../words/format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './print.module.css'

export type Head = z.output<typeof Ics204>['head']

interface Props<Page> {
  sheet: ReturnType<typeof useSheet<z.ZodType<Page & { next: string | null }>>>
  title: string
  /** The heading of its table. */
  what: string
  wide?: boolean
  /** The table, from all that was read. `format` is by the clock of the place. */
  children: (pages: readonly Page[], format: Format) => ReactNode
}

/** A sheet of paper: what it is of, its table, and room to sign. On the screen it says how much of it is read yet. */
export function Sheet<Page extends { head: Head; items: readonly unknown[] }>(props: Props<Page>) {
  const { say, lang } = useWords()
  const { sheet, title, what, wide, children } = props
  const { data, error, whole, isFetchingNextPage, hasNextPage, fetchNextPage } = sheet
  const [first] = data?.pages ?? []
  if (!data || !first) return error ? <Faulty error={error} again={() => void sheet.refetch()} /> : <Loading />
  const n = data.pages.reduce((sum, p) => sum + p.items.length, 0)
  const format = formatAt(lang, first.head.utcOffset)
  return (
    <>
      {error && <Faulty error={error} again={() => void sheet.refetch()} />}
      <p className={classes.status} role="status">
        {say(whole ? 'print.ready' : 'print.reading', { count: n })}
        {hasNextPage && !isFetchingNextPage && (
          <Button size="compact-sm" onClick={() => void fetchNextPage()}>
            {say('print.on')}
          </Button>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys (WCAG 2.1.1) */}
      <section className={`${classes.paper} ${wide ? classes.wide : ''}`} tabIndex={0} aria-label={title}>
        <HeadBlock head={first.head} title={title} format={format} />
        <h3 className={classes.what}>{what}</h3>
        {n === 0 && whole ? <Empty says={say('print.none.lines')} /> : children(data.pages, format)}
        <Signed />
      </section>
    </>
  )
}

/** Blocks 1 to 4, those of a campaign where there is one: what, of which period, where, at which level; and that it is an exercise. */
function HeadBlock({ head, title, format }: { head: Head; title: string; format: Format }) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const { lane, district, playbook, level, from, to, preparedAt, preparedBy, utcOffset } = head
  const zone = `UTC${clockOf(utcOffset)}`
  return (
    <header>
      <div className={classes.top}>
        <h2>{title}</h2>
        {lane !== 'actual' && <strong className={classes.exercise}>{say('paper.exercise')}</strong>}
      </div>
      <dl className={classes.blocks}>
        {playbook && (
          <div>
            <dt>{say('paper.incident')}</dt>
            <dd>{terms.playbook(playbook)}</dd>
          </div>
        )}
        <div>
          <dt>{say('paper.period')}</dt>
          <dd>
            {say('time.span', { from: format.moment(from, preparedAt), to: endOf(format, from, to) })}
            <small> · {say('paper.clock', { zone })}</small>
          </dd>
        </div>
        <div>
          <dt>{say('paper.where')}</dt>
          <dd>{name(district)}</dd>
        </div>
        {level && (
          <div>
            <dt>{say('paper.level')}</dt>
            <dd>{terms.level(level)}</dd>
          </div>
        )}
      </dl>
      <p className={classes.made}>
        {say('paper.made', {
          at: format.moment(preparedAt, preparedAt),
          name: sayCode(say, 'code', preparedBy.split(':')[0] ?? ''),
        })}
      </p>
    </header>
  )
}

function Signed() {
  const { say } = useWords()
  const lines = ['paper.prepared', 'paper.position', 'paper.signature', 'paper.date'] as const
  return (
    <footer className={classes.signed}>
      {lines.map((key) => (
        <div key={key}>{say(key)}</div>
      ))}
    </footer>
  )
}

/** From when until when, as far as that is known; the year is left out where it is that of `near`. */
export function useHours(): (format: Format, starts: Date | null, ends: Date | null, near?: Date) => string {
  const { say } = useWords()
  return (format, starts, ends, near) => {
    if (starts && ends) return say('time.span', { from: format.moment(starts, near), to: endOf(format, starts, ends) })
    if (ends) return say('subject.until', { to: format.moment(ends, near) })
    return starts ? say('subject.from', { from: format.moment(starts, near) }) : ''
  }
}

/** Where somebody is reached: nothing where that may not be read. */
export function Contact({ contact }: { contact: { channel: string; address: string } | null }) {
  return contact && <span className={classes.contact}>{contact.address}</span>
}

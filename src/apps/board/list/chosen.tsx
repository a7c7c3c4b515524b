import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Acts, useActs } from '../acts/use-acts.ts'
import type { Row } from '../api/lists.ts'
import { useName } from '../ui/terms.ts'
import { useWords, type WordKey } from '../words/words.ts'
import classes from './list.module.css'

interface Chosen {
  rows: readonly Row[]
  filters: Readonly<Record<string, string>>
}

interface Props extends Chosen {
  list: string
  clear: () => void
  /** Whatever else may be done with them here. */
  children?: ReactNode
}

/** What may be done with the rows that are chosen, as many as they are. */
export function ChosenBar({ list, rows, filters, clear, children }: Props) {
  const { say } = useWords()
  const acts = useActs()
  const name = useName()
  const doings = DOINGS[list]?.({ rows, filters }, acts, name) ?? []
  return (
    <section className={classes.bar} aria-label={say('list.selected', { count: rows.length })}>
      <strong role="status">{say('list.selected', { count: rows.length })}</strong>
      {doings.length === 0 && <span>{say(list === 'gaps' ? 'list.do.one-campaign' : 'list.do.nothing')}</span>}
      {doings.map(({ says, act }, i) => (
        <Button key={says} variant={i === 0 ? 'filled' : 'default'} onClick={act}>
          {say(says)}
        </Button>
      ))}
      {children}
      <Button variant="subtle" onClick={clear}>
        {say('list.selected.none')}
      </Button>
    </section>
  )
}

type Doing = { says: WordKey; act: () => void }
type Doings = (chosen: Chosen, acts: Acts, name: ReturnType<typeof useName>) => Doing[]

const DOINGS: Readonly<Record<string, Doings>> = {
  gaps({ rows }, acts, name) {
    const campaigns = new Set(rows.map((r) => idOf(r, 'campaign')))
    const [campaign] = campaigns
    const district = districtOf(rows)
    if (campaigns.size !== 1 || !campaign || !district) return []
    const area = name(refOf(rows[0], 'area') ?? { name: '' })
    const playbook = String(rows[0]?.cells.playbook ?? '')
    const gaps = rows.map((r) => ({
      subject: idOf(r, 'place') ?? '',
      rule: String(r.cells.rule),
      starts: new Date(String(r.cells.starts)),
      place: name(refOf(r, 'place') ?? { name: '' }),
    }))
    const about = { district, campaign, gaps, area }
    const unheld = rows.some((r) => has(r, 'nobody') || has(r, 'few'))
    const late = rows.some((r) => has(r, 'late'))
    const subjects = [...new Set(gaps.map((g) => g.subject))]
    return [
      ...(unheld
        ? ([
            { says: 'list.do.call', act: () => acts.call({ ...about, playbook, n: gaps.length }) },
            {
              says: 'list.do.plan',
              act: () => acts.plan({ district, campaign, subjects, n: gaps.length, area }),
            },
            { says: 'list.do.give', act: () => acts.give({ ...about, playbook }) },
          ] as const)
        : []),
      ...(late ? ([{ says: 'list.do.holders', act: () => acts.callHolders(about) }] as const) : []),
    ]
  },
  places({ rows }, acts, name) {
    const district = districtOf(rows)
    if (!district) return []
    const places = rows.flatMap((r) => (r.ref ? [{ id: r.ref.id, name: name(r.ref) }] : []))
    const kinds = [...new Set(rows.map((r) => String(r.cells.kind)))]
    return [{ says: 'list.do.give', act: () => acts.giveRole({ district, places, kinds }) }]
  },
  summonses({ rows, filters }, acts, name) {
    const district = districtOf(rows)
    const callouts = new Set(rows.map((r) => idOf(r, 'callout') ?? filters.callout))
    const [callout] = callouts
    if (callouts.size !== 1 || !callout || !district) return []
    const persons = rows.flatMap((r) => {
      const person = refOf(r, 'person')
      return person ? [{ id: person.id, name: name(person) }] : []
    })
    const about = { district, callout, persons }
    return [
      { says: 'list.do.again', act: () => acts.callAgain(about) },
      { says: 'list.do.hand-on', act: () => acts.handOn(about) },
      { says: 'desk.many.do', act: () => acts.writeDown({ ...about, kind: 'arrived' }) },
    ]
  },
  lines({ rows, filters: { proposal } }, acts) {
    const district = districtOf(rows)
    if (!proposal || !district) return []
    const lines = rows.map((r) => r.id)
    return [
      { says: 'list.do.accept', act: () => acts.acceptProposal({ district, proposal, duties: lines.length, lines }) },
    ]
  },
}

/** The one district of all of them; null where they are of several. */
function districtOf(rows: readonly Row[]): string | null {
  const found = new Set(rows.map((r) => r.ref?.district))
  const [only] = found
  return found.size === 1 ? (only ?? null) : null
}

function refOf(row: Row | undefined, key: string) {
  const cell = row?.cells[key]
  return typeof cell === 'object' && cell !== null && !Array.isArray(cell) ? cell : null
}

const idOf = (row: Row, key: string) => refOf(row, key)?.id ?? null

function has(row: Row, kind: string): boolean {
  return Array.isArray(row.cells.kinds) && row.cells.kinds.includes(kind)
}

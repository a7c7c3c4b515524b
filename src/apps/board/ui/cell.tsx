import type { z } from 'zod'
import type { CellShape, ListDefShape } from '../../client/lists.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './cell.module.css'
import { Moment } from './moment.tsx'
import { StateMark } from './state.tsx'
import type { State } from './state-order.ts'
import { SubjectLink } from './subject-link.tsx'
import { useName, useTerms } from './terms.ts'
import { pairsOf, useTold } from './told.ts'

export type Value = z.output<typeof CellShape>
export type CellKind = z.output<typeof ListDefShape>['columns'][number]['kind']

/** What a value is of: its kind, the key of its column or fact, and the list or the kind of page that it stands in. */
export interface CellOf {
  kind: CellKind
  name: string
  list?: string | undefined
  /** Of the playbook that a rule or level belongs to, where that is known. */
  playbook?: string | undefined
}

/** A value as people read it: names that lead to their pages, states with their marks, words for codes. */
export function Cell({ of, value }: { of: CellOf; value: Value }) {
  const text = useCellText()
  if (value === null || value === '') return null
  if (typeof value === 'object' && !Array.isArray(value)) return <Pointed value={value} />
  if (of.kind === 'moment' && typeof value === 'string') return <Moment at={new Date(value)} />
  if (of.kind === 'state' || of.kind === 'states') {
    const codes = Array.isArray(value) ? value : [String(value)]
    return (
      <span className={classes.states}>
        {codes.map((code) => (
          <span key={code} className={classes.state}>
            {MARK[code] && <StateMark state={MARK[code]} named={false} />}
            {text(of, code)}
          </span>
        ))}
      </span>
    )
  }
  return <>{text(of, value)}</>
}

function Pointed({ value }: { value: Extract<Value, { kind: string }> }) {
  const name = useName()
  return <SubjectLink kind={value.kind} id={value.id} name={name(value)} />
}

/** States of a place, which have a mark wherever they are told. */
const MARK: Readonly<Record<string, State>> = {
  unheld: 'unheld',
  nobody: 'unheld',
  few: 'few',
  agreed: 'agreed',
  there: 'there',
  late: 'late',
  held: 'held',
  free: 'free',
  unknown: 'unknown',
}

/** A value in words alone: for titles, for sentences, and for whatever can't hold a link. */
export function useCellText(): (of: CellOf, value: Value) => string {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  const told = useTold()
  const name = useName()
  return function text(of, value): string {
    if (value === null) return ''
    if (Array.isArray(value)) return value.map((v) => text(of, v)).join(say('text.and'))
    if (typeof value === 'boolean') return say(value ? 'code.yes' : 'code.no')
    if (typeof value === 'object') return name(value)
    if (typeof value === 'number') return measured(of, value)
    if (of.kind === 'moment') return format.moment(new Date(value))
    return coded(of, value)
  }

  function measured({ kind, name: key }: CellOf, n: number): string {
    if (kind === 'share') return format.share(n)
    return kind === 'metres' && key === 'metres' ? format.distance(n) : told.value(key, n)
  }

  function coded({ kind, name: key, list, playbook }: CellOf, code: string): string {
    if (kind === 'state' || kind === 'states') return terms.state(code, list)
    if (kind === 'slug' || kind === 'slugs') return terms.slug(code)
    if (kind === 'rule') return terms.rule(code, playbook)
    if (kind === 'level') return terms.level(code)
    if (kind === 'playbook') return terms.playbook(code)
    if (kind === 'code' && key === 'act') return sayCode(say, 'did', code)
    if (kind === 'code' && key === 'lane') return told.value(key, code)
    // These Muster wrote itself, out of codes; any other text is somebody's own and is shown as it is.
    if ((key === 'says' && (list === 'records' || list === 'asides')) || (key === 'detail' && list === 'acts'))
      return told.line(pairsOf(code))
    return kind === 'text' && CODED.has(key) ? told.value(key, code) : code
  }
}

/** Texts that are codes. */
const CODED = new Set([
  'kind',
  'by',
  'recordedBy',
  'decidedBy',
  'hazard',
  'finding',
  'water',
  'source',
  'reason',
  'endReason',
])

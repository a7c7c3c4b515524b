import { cleanText, fold, readFlag } from './clean.ts'
import { type Columns, cell, columnsOf, type Wanted } from './columns.ts'
import type { PersonStanding, Table, TableRow } from './model.ts'
import { KINDS, PERSON_FIELDS } from './people-words.ts'
import { goneCell, type StandingWord, standingInRemark, standingOf } from './standing-words.ts'

/** The columns that may say whether somebody still is one of the people. */
export interface StandingColumns {
  statuses: string[]
  /** When or whether somebody died or left. */
  gones: string[]
  /** Remarks: looked through for a word that says it, and nothing of them is kept. */
  remarks: string[]
}

const REMARKS: Wanted = {
  headers: [
    '备注',
    '说明',
    '情况说明',
    '備註',
    'remark',
    'remarks',
    'comment',
    'comments',
    'note',
    'notes',
    'bemerkung',
  ],
  several: true,
}

export function standingColumns(
  table: Pick<Table, 'headers' | 'tags'>,
  mapped: Record<string, string | string[]>,
): StandingColumns {
  const taken = new Set(Object.values(mapped).flat())
  return {
    statuses: columnsOf(table, PERSON_FIELDS.status, mapped.status),
    gones: columnsOf(table, PERSON_FIELDS.gone, mapped.gone),
    remarks: columnsOf(table, REMARKS).filter((column) => !taken.has(column)),
  }
}

/** What a row says of whether somebody still is one of the people: the gravest of its cells. `ends`: left on this day, the last. */
export interface ReadStanding {
  standing: PersonStanding | null
  ends: string | null
}

/**
 * Reads it from columns of a status, of who died or left and when, and from kind, post, name and remarks, where people write it
 * too. A word that is not known in a column of a status is somebody's to decide, for who is dead must not be called.
 */
export function readStanding(
  row: TableRow,
  columns: Columns<'kind' | 'role' | 'to'> & StandingColumns,
  inName: string,
): ReadStanding {
  const said: Said[] = []
  let ends: string | null = null
  const say = (is: StandingWord | 'unknown', column: string, value: string) => said.push({ is, column, value })
  for (const column of columns.statuses) {
    const written = cell(row, column)
    if (!written) continue
    const flag = readFlag(written)
    // `active: no`, `是否在职: 否`
    if (flag !== undefined && flag !== null) say(flag ? 'here' : 'off', column, written)
    else if (!KINDS.has(fold(written))) say(standingOf(written) ?? 'unknown', column, written)
  }
  for (const column of columns.gones) {
    const written = cell(row, column)
    const found = written ? goneCell(written) : null
    if (found === null) continue
    if (found === undefined) say('unknown', column, written)
    else if (typeof found === 'string') say(found, column, written)
    else if (OF_DEATH.test(column)) say('dead', column, written)
    else if (found.day) ends = found.day.to
    else say('left', column, written)
  }
  for (const column of [columns.kind, columns.role, columns.to]) {
    const written = cell(row, column)
    const found = written && !KINDS.has(fold(written)) ? standingOf(written) : undefined
    if (found && column) say(found, column, written)
  }
  if (inName) say(standingOf(inName) ?? 'unknown', 'name', inName)
  for (const column of columns.remarks) {
    const written = cell(row, column)
    const whole = standingOf(written)
    const word = whole && whole !== 'here' ? cleanText(written) : standingInRemark(written)
    if (word !== null) say(whole && whole !== 'here' ? whole : 'off', column, word)
  }
  if (row.remark) say('off', row.remark.column, row.remark.text)
  return { standing: gravest(said), ends }
}

interface Said {
  is: StandingWord | 'unknown'
  column: string
  value: string
}

/** Headers by which who is named has died; by the others they left. */
const OF_DEATH = /去世|死|故|逝|牺牲|殉|death|dead|deceas|died|verstorben|gestorben|décès|tod/iu

function gravest(said: readonly Said[]): PersonStanding | null {
  for (const is of ['dead', 'left', 'off', 'unknown'] as const) {
    const found = said.find((each) => each.is === is)
    if (!found) continue
    const { column, value } = found
    return is === 'dead' || is === 'left'
      ? { is: 'gone', whole: is === 'dead', column, value }
      : { is: 'unsure', known: is === 'off', column, value }
  }
  return null
}

/** A name without the word in brackets behind it that says that its bearer is gone, and that word: `陈甲（已故）`, `† Jo Carter`. */
export function nameWithoutStanding(name: string): { name: string; word: string } {
  const [, before = '', word = ''] = /^(.+?)\s*[(（[【]([^()（）[\]【】]+)[)）\]】]$/u.exec(name) ?? []
  const is = word && standingOf(word)
  if (is && is !== 'here') return { name: cleanText(before), word }
  const [, first, last] = /^[†✝]\s*(.+)$|^(.+?)\s*[†✝]$/u.exec(name) ?? []
  const marked = first ?? last
  return marked === undefined ? { name, word: '' } : { name: cleanText(marked), word: 'deceased' }
}

/** Joins what two rows say of one person: `left` of one unit and a member of another is somebody who changed units. */
export function joinStandings(
  first: PersonStanding | undefined,
  more: PersonStanding | undefined,
): PersonStanding | undefined | 'moved' {
  for (const each of [first, more]) if (each?.is === 'gone' && each.whole) return each
  for (const each of [first, more]) if (each?.is === 'unsure') return each
  return first && more ? first : first || more ? 'moved' : undefined
}

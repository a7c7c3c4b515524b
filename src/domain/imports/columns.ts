import { MusterError } from '../../base/errors.ts'
import { cleanText, fold, isBlank, isMangledCode, readFlag } from './clean.ts'
import type { CellMark, Mapping, Props, PropValue, Table, TableRow } from './model.ts'
import { readNumber } from './read-number.ts'
import { readDate } from './read-when.ts'
import type { OpenReading } from './reading.ts'

/** How a field is found when the mapping does not name its column: HXL tags first, then usual headers, in order. */
export interface Wanted {
  headers: readonly string[]
  tags?: readonly string[]
  required?: boolean
  /** Several columns may hold it, as mobile and landline both hold phones: `columnsOf` gives all of them. */
  several?: true
}

export type Columns<Field extends string> = Partial<Record<Field, string>>
type Headers = Pick<Table, 'headers' | 'tags'>

/**
 * The column of each field that the table has, the first where there are several. A mapping to '' leaves a field out whose
 * column would be found by its header.
 * @throws MusterError IMPORT_COLUMN_UNKNOWN when the mapping names a column that is not there or a field that nobody
 *   reads, IMPORT_COLUMN_MISSING when a required field has none
 */
export function findColumns<Field extends string>(
  table: Headers,
  wanted: Record<Field, Wanted>,
  mapping: Mapping,
): Columns<Field> {
  const there = table.headers.join(', ')
  for (const [field, mapped] of Object.entries(mapping.columns)) {
    if (!(field in wanted)) {
      throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column: field, known: Object.keys(wanted).join(', ') })
    }
    for (const column of [mapped].flat()) {
      if (column !== '' && !table.headers.includes(column)) {
        throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column, known: there })
      }
    }
  }
  for (const { column } of Object.values(mapping.props)) {
    if (!table.headers.includes(column)) throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column, known: there })
  }
  const columns: Columns<Field> = {}
  for (const field of Object.keys(wanted) as Field[]) {
    const [found] = columnsOf(table, wanted[field], mapping.columns[field])
    if (found) columns[field] = found
    else if (wanted[field].required) throw new MusterError('IMPORT_COLUMN_MISSING', { field, known: there })
  }
  return columns
}

/** The columns of one field, in the table's order: those that are mapped, else those that its tags or headers name. */
export function columnsOf(table: Headers, wanted: Wanted, mapped?: Mapping['columns'][string]): string[] {
  if (mapped !== undefined) return [mapped].flat().filter(Boolean)
  const tagged = byTag(table, wanted)
  const found = tagged.length > 0 ? tagged : byHeader(table, wanted)
  return wanted.several ? table.headers.filter((header) => found.includes(header)) : found.slice(0, 1)
}

function byTag(table: Headers, wanted: Wanted): string[] {
  return (wanted.tags ?? []).flatMap((tag) => {
    const parts = tagParts(tag)
    const bears = (given: string) => {
      const has = tagParts(given)
      return has[0] === parts[0] && parts.every((part) => has.includes(part))
    }
    return Object.entries(table.tags).flatMap(([header, given]) => (bears(given) ? [header] : []))
  })
}

/** `#adm1 +Code+v_iso2` as `#adm1`, `code`, `v_iso2`. */
export function tagParts(tag: string): string[] {
  return tag.toLowerCase().replace(/\s/g, '').split('+')
}

function byHeader(table: Headers, wanted: Wanted): string[] {
  const folded = table.headers.map((header) => ({ header, as: foldHeader(header) }))
  return wanted.headers.flatMap((name) => {
    const as = foldHeader(name)
    // The second phone is `手机2` or, where both are headed alike, `手机 (2)`.
    const isOne = wanted.several
      ? (is: string) => is === as || is.replace(/ ?\d+$/, '') === as
      : (is: string) => is === as
    return folded.flatMap((each) => (isOne(each.as) ? [each.header] : []))
  })
}

/** A header without what people add to it: `编 号`, `*编号`, `手机（必填）`. */
function foldHeader(header: string): string {
  const bare = header.normalize('NFKC').replace(/\((?!\d+\)$)[^()]*\)/g, ' ')
  return fold(bare).replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '') || fold(header)
}

/**
 * The rows all of whose cells in these columns hold what their file shows. The others are refused by their cell: a formula
 * that failed (#N/A), or whose result is not in the file, is not an empty cell; nor is a name known of which letters are lost, or a
 * code of which digits are.
 */
export function* soundRows(
  table: Pick<Table, 'rows'>,
  columns: Partial<Record<string, string | string[]>>,
  reading: Pick<OpenReading<never>, 'refuse' | 'note'>,
): Generator<TableRow> {
  const read = Object.values(columns).flatMap((column) => column ?? [])
  for (const row of table.rows) {
    const { marks } = row
    const broken = marks && read.find((column) => marks[column] === 'error' || marks[column] === 'uncounted')
    if (broken === undefined) {
      const codes = Object.entries(columns).flatMap(([field, named]) => (CODED.has(field) ? (named ?? []) : []))
      if (hasItsLetters(row, columns, reading) && hasItsDigits(row, codes, reading)) yield row
    } else if (marks?.[broken] === 'error')
      reading.refuse('CELL_ERROR', row.line, { column: broken, value: row.cells[broken] ?? '' })
    else reading.refuse('CELL_UNCOUNTED', row.line, { column: broken })
  }
}

/** Fields by which a row says what it is about. */
const TELLING = new Set(
  ['code', 'name', 'given', 'family', 'unit', 'parent', 'above', 'area', 'successor', 'subject', 'place'].concat([
    ...['holder', 'person', 'role', 'kind'],
  ]),
)

/** Refuses a row of which letters are lost (U+FFFD) where it says what it is about; elsewhere it is noted. */
function hasItsLetters(
  row: TableRow,
  columns: Partial<Record<string, string | string[]>>,
  reading: Pick<OpenReading<never>, 'refuse' | 'note'>,
): boolean {
  for (const [field, named] of Object.entries(columns)) {
    for (const column of [named ?? []].flat()) {
      const value = row.cells[column]
      if (!value?.includes('\ufffd')) continue
      if (TELLING.has(field)) {
        reading.refuse('LETTERS_LOST', row.line, { column, value })
        return false
      }
      reading.note('LETTERS_LOST_HERE', row.line, { column, value })
    }
  }
  return true
}

/** Fields that hold codes, of a row's own thing or of others. */
const CODED = new Set('code unit parent above area successor replaces subject place holder person'.split(' '))

/** Whether digits of a cell were lost on its way: a number past 15 digits in a workbook, or one that is shown as 3.61128E+17. */
export function lostDigits(row: TableRow, column: string | undefined): boolean {
  if (column === undefined) return false
  return row.marks?.[column] === 'rounded' || isMangledCode(cell(row, column))
}

/** Refuses a row of which a code has lost digits. */
export function hasItsDigits(
  row: TableRow,
  codes: readonly (string | null | undefined)[],
  reading: Pick<OpenReading<never>, 'refuse'>,
): boolean {
  const lost = codes.find((column) => column && lostDigits(row, column))
  if (!lost) return true
  const hint = `; a ${row.geometry === undefined ? 'spreadsheet' : 'program'} has rounded it`
  reading.refuse('BAD_CODE', row.line, { column: lost, value: cell(row, lost), hint })
  return false
}

/** What stands in a cell, cleaned; '' for a column that is not there and for every way of saying nothing. */
export function cell(row: TableRow, column: string | undefined): string {
  if (column === undefined) return ''
  const text = cleanText(row.cells[column] ?? '')
  return isBlank(text) ? '' : text
}

/** The props that the mapping names, in their types. A cell that is not understood is left out and noted. */
export function readProps(row: TableRow, mapping: Mapping, reading: Pick<OpenReading<never>, 'note'>): Props {
  const props: Props = {}
  for (const [key, { column, as }] of Object.entries(mapping.props)) {
    const text = row.cells[column] ?? ''
    const value = as === 'flag' ? readFlag(text) : isBlank(text) ? null : typed(text, as, row.marks?.[column])
    const isUnsure = as === 'number' && value === 'unsure'
    if (value === undefined || isUnsure) {
      reading.note(isUnsure ? 'NUMBER_UNSURE' : 'LEFT_OUT', row.line, { column, value: cleanText(text) })
    } else if (value !== null) props[key] = value
  }
  return props
}

function typed(text: string, as: 'text' | 'number' | 'date', mark?: CellMark): PropValue | null | undefined {
  if (as === 'number') return readNumber(text, { mark })
  if (as === 'date') return readDate(text, mark)?.from
  return cleanText(text)
}

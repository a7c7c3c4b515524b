import { MusterError } from '../../base/errors.ts'
import { cleanText, fold, isBlank, readFlag, readNumber } from './clean.ts'
import type { CellMark, Mapping, Props, PropValue, Table, TableRow } from './model.ts'
import { readDate } from './read-when.ts'
import type { OpenReading } from './reading.ts'

/** How a field is found when the mapping does not name its column: HXL tags first, then usual headers, in order. */
export interface Wanted {
  headers: readonly string[]
  tags?: readonly string[]
  required?: boolean
}

export type Columns<Field extends string> = Partial<Record<Field, string>>

/**
 * The column of each field that the table has. A mapping to '' leaves a field out whose column would be found by its header.
 * @throws MusterError IMPORT_COLUMN_UNKNOWN when the mapping names a column that is not there or a field that nobody
 *   reads, IMPORT_COLUMN_MISSING when a required field has none
 */
export function findColumns<Field extends string>(
  table: Table,
  wanted: Record<Field, Wanted>,
  mapping: Mapping,
): Columns<Field> {
  const there = table.headers.join(', ')
  for (const [field, column] of Object.entries(mapping.columns)) {
    if (!(field in wanted) || !(column === '' || table.headers.includes(column))) {
      const known = field in wanted ? there : Object.keys(wanted).join(', ')
      throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column: field in wanted ? column : field, known })
    }
  }
  for (const { column } of Object.values(mapping.props)) {
    if (!table.headers.includes(column)) throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column, known: there })
  }
  const columns: Columns<Field> = {}
  for (const field of Object.keys(wanted) as Field[]) {
    const found = mapping.columns[field] ?? columnFor(table, wanted[field])
    if (found) columns[field] = found
    else if (wanted[field].required) throw new MusterError('IMPORT_COLUMN_MISSING', { field, known: there })
  }
  return columns
}

/** The column by which a field is found where nobody names one. */
export function columnFor(table: Pick<Table, 'headers' | 'tags'>, wanted: Wanted): string | undefined {
  return byTag(table, wanted) ?? byHeader(table, wanted)
}

function byTag(table: Pick<Table, 'tags'>, wanted: Wanted): string | undefined {
  for (const tag of wanted.tags ?? []) {
    const parts = tagParts(tag)
    for (const [header, given] of Object.entries(table.tags)) {
      const has = tagParts(given)
      if (has[0] === parts[0] && parts.every((part) => has.includes(part))) return header
    }
  }
  return undefined
}

/** `#adm1 +Code+v_iso2` as `#adm1`, `code`, `v_iso2`. */
export function tagParts(tag: string): string[] {
  return tag.toLowerCase().replace(/\s/g, '').split('+')
}

function byHeader(table: Pick<Table, 'headers'>, wanted: Wanted): string | undefined {
  const folded = new Map(table.headers.map((header) => [fold(header), header]).reverse() as [string, string][])
  for (const header of wanted.headers) {
    const found = folded.get(fold(header))
    if (found !== undefined) return found
  }
  return undefined
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
    if (value === undefined) reading.note('LEFT_OUT', row.line, { column, value: cleanText(text) })
    else if (value !== null) props[key] = value
  }
  return props
}

function typed(text: string, as: 'text' | 'number' | 'date', mark?: CellMark): PropValue | null | undefined {
  if (as === 'number') return readNumber(text)
  if (as === 'date') return readDate(text, mark)?.from
  return cleanText(text)
}

import { MusterError } from '../../base/errors.ts'
import { type Columns, cell } from './columns.ts'
import type { TableRow } from './model.ts'
import { readWhen } from './read-when.ts'
import type { OpenReading } from './reading.ts'
import { placeWhen } from './zone-time.ts'

/** From when until when a row says that something is, as written: either may be empty. */
export interface During {
  from: Date | null
  /** Exclusive; null while it lasts. */
  to: Date | null
}

/** What reading needs of its caller: where to say what is wrong with a row, or was mended in it. */
type Says = Pick<OpenReading<never>, 'refuse' | 'note'>

/**
 * From and to of a row. `zone` (`Asia/Shanghai`, `+08:00`) is that of days and clock times written without one; where nobody
 * has said it, such a cell throws IMPORT_OPTION_MISSING. A bare day in `to` is the last day, a time is that moment, and an
 * empty `to` means that it lasts. Null when the row is refused.
 */
export function readDuring(
  row: TableRow,
  columns: Columns<'from' | 'to'>,
  zone: string | undefined,
  says: Says,
): During | null {
  const from = readEdge(row, { column: columns.from, edge: 'start' }, zone, says)
  const to = from === undefined ? undefined : readEdge(row, { column: columns.to, edge: 'end' }, zone, says)
  if (from === undefined || to === undefined) return null
  if (from && to && to <= from) {
    says.refuse('DATES_CROSSED', row.line, { value: cell(row, columns.to), other: cell(row, columns.from) })
    return null
  }
  return { from, to }
}

/** Null for an empty cell; undefined when the row is refused. */
function readEdge(
  row: TableRow,
  { column, edge }: { column: string | undefined; edge: 'start' | 'end' },
  zone: string | undefined,
  says: Says,
): Date | null | undefined {
  const value = cell(row, column)
  if (!value || column === undefined) return null
  const when = readWhen(value, row.marks?.[column])
  if (when.kind === 'fault') {
    says.refuse(when.code, row.line, { column, value, hint: when.hint })
    return undefined
  }
  if (when.kind === 'instant') return when.at
  if (zone === undefined) throw new MusterError('IMPORT_OPTION_MISSING', { kind: column, option: 'zone' })
  const { at, clock } = placeWhen(when, edge, zone)
  if (clock)
    says.note(clock === 'twice' ? 'CLOCK_TWICE' : 'CLOCK_SKIPPED', row.line, {
      column,
      value,
      zone,
      kept: at.toISOString(),
    })
  return at
}

import { type Columns, cell } from './columns.ts'
import type { TableRow } from './model.ts'
import { readInstant } from './read-date.ts'
import type { OpenReading } from './reading.ts'

/** From when until when a row says that something is, as written: either may be empty. */
export interface During {
  from: Date | null
  /** Exclusive; null while it lasts. */
  to: Date | null
}

/**
 * `zone` (`+08:00`) is that of clock times written without one. A day in `to` is the last day, and an empty `to` means that
 * it lasts. Null when the row is refused.
 */
export function readDuring(
  row: TableRow,
  columns: Columns<'from' | 'to'>,
  zone: string,
  reading: Pick<OpenReading<never>, 'refuse'>,
): During | null {
  const fromText = cell(row, columns.from)
  const toText = cell(row, columns.to)
  const from = fromText ? readInstant(fromText, 'start', zone) : null
  const to = toText ? readInstant(toText, 'end', zone) : null
  if (fromText && !from) reading.refuse('BAD_DATE', row.line, { column: columns.from ?? 'from', value: fromText })
  else if (toText && !to) reading.refuse('BAD_DATE', row.line, { column: columns.to ?? 'to', value: toText })
  else if (from && to && to <= from) reading.refuse('DATES_CROSSED', row.line, { value: toText, other: fromText })
  else return { from, to }
  return null
}

import { isZone } from '../../base/zones.ts'
import { cleanCode } from './clean.ts'
import { type Columns, cell, type Wanted } from './columns.ts'
import type { AreaRow, TableRow } from './model.ts'
import type { OpenReading } from './reading.ts'

/** What any table of areas may say besides: by which zone clocks are read there, and what recoding made of what. */
export const FURTHER_FIELDS = {
  zone: { headers: ['zone', 'timezone', 'time_zone', 'time zone', 'tz', '时区'] },
  successor: {
    headers: ['successor', 'successors', 'replaced_by', 'new_code', '新代码', '现代码', '变更后代码', '新区划代码'],
  },
  replaces: {
    headers: ['replaces', 'formerly', 'former_code', 'old_code', '原代码', '旧代码', '变更前代码', '原区划代码'],
  },
} satisfies Record<string, Wanted>

/** Several codes in one cell: a divided area has several successors. */
const BETWEEN = /[;,|、，；/\s]+/

/** Reads them into an area. A zone that is none is left out and noted. */
export function readFurther(
  area: AreaRow,
  row: TableRow,
  columns: Columns<keyof typeof FURTHER_FIELDS>,
  reading: Pick<OpenReading<never>, 'note'>,
): void {
  const zone = cell(row, columns.zone)
  if (zone && isZone(zone)) area.props.zone = zone
  else if (zone) reading.note('LEFT_OUT', row.line, { column: columns.zone ?? 'zone', value: zone })
  const codesIn = (column: string | undefined) =>
    cell(row, column)
      .split(BETWEEN)
      .map(cleanCode)
      .filter((code) => code !== '' && code !== area.code)
  area.successors = codesIn(columns.successor)
  area.replaces = codesIn(columns.replaces)
}

import { cleanCode } from './clean.ts'
import { type Columns, cell, findColumns, soundRows, type Wanted } from './columns.ts'
import type { DutyRow, Mapping, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { readDuring } from './read-during.ts'
import { type OpenReading, openReading } from './reading.ts'

/** What is looked for in the file, and by which headers. */
export const DUTY_FIELDS = {
  place: {
    headers: ['place', 'place_code', 'subject', 'section', '责任区', '责任段', '地点', '地点编号', '堤段', '户编号'],
  },
  unit: { headers: ['unit', 'unit_code', '单位', '单位代码', '单位编码', '组织代码', '组织编码'] },
  role: { headers: ['role', 'duty', '职责', '角色', '岗位'], required: true },
  holder: {
    headers: [
      'holder',
      'holder_code',
      'person',
      'person_code',
      '责任人',
      '责任人编号',
      '责任人编码',
      '人员编号',
      '人员编码',
    ],
    required: true,
  },
  holderKind: { headers: ['holder_kind', 'holder_type'] },
  from: {
    headers: ['from', 'start', 'starts', 'start_date', '开始', '起', '起始日期', '开始时间'],
    tags: ['#date+start'],
    required: true,
  },
  to: { headers: ['to', 'end', 'ends', 'end_date', '结束', '止', '截止日期', '结束时间'], tags: ['#date+end'] },
} satisfies Record<string, Wanted>
type DutyColumns = Columns<keyof typeof DUTY_FIELDS>

/**
 * Duties from a table: place (or unit), role, holder, from, to; times as `readDuring` reads them.
 * @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readDuties(table: Table, options: { zone?: string | undefined; mapping?: Mapping }): Reading<DutyRow> {
  const columns = findColumns(table, DUTY_FIELDS, options.mapping ?? NO_MAPPING)
  const reading = openReading<DutyRow>(table)
  const seen = new Map<string, number>()
  for (const row of soundRows(table, columns, reading)) {
    const duty = readDuty(row, columns, options.zone, reading)
    if (!duty) continue
    const key = [duty.subjectKind, duty.subject, duty.role, duty.holder, duty.from.getTime()].join('\n')
    const first = seen.get(key)
    if (first !== undefined) {
      reading.refuse('DUPLICATE', row.line, { other: first })
      continue
    }
    seen.set(key, row.line)
    reading.take(duty)
  }
  return reading.end()
}

function readDuty(
  row: TableRow,
  columns: DutyColumns,
  zone: string | undefined,
  reading: OpenReading<DutyRow>,
): DutyRow | null {
  const place = cleanCode(cell(row, columns.place))
  const subject = place || cleanCode(cell(row, columns.unit))
  const fields = { place: subject, role: cell(row, columns.role), holder: cleanCode(cell(row, columns.holder)) }
  for (const field of ['place', 'role', 'holder'] as const) {
    if (fields[field]) continue
    reading.refuse('MISSING', row.line, { column: columns[field] ?? field })
    return null
  }
  const holderKind = holderKindOf(row, columns, reading)
  const during = holderKind === undefined ? null : readDuring(row, columns, zone, reading)
  if (holderKind === undefined || !during) return null
  const { role, holder } = fields
  const { from, to } = during
  if (!from) {
    reading.refuse('MISSING', row.line, { column: columns.from ?? 'from' })
    return null
  }
  return { line: row.line, subjectKind: place ? 'place' : 'unit', subject, role, holder, holderKind, from, to }
}

function holderKindOf(
  row: TableRow,
  columns: DutyColumns,
  reading: OpenReading<DutyRow>,
): DutyRow['holderKind'] | undefined {
  const written = cell(row, columns.holderKind).toLowerCase()
  if (!written) return null
  if (written === 'person' || written === 'unit') return written
  reading.refuse('BAD_KIND', row.line, { column: columns.holderKind ?? '', value: written, known: 'person, unit' })
  return undefined
}

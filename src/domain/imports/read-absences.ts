import type { AbsenceKind } from '../people/model.ts'
import { cleanCode, fold } from './clean.ts'
import { type Columns, cell, findColumns, soundRows, type Wanted } from './columns.ts'
import type { AbsenceRow, Mapping, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { readDuring } from './read-during.ts'
import { type OpenReading, openReading } from './reading.ts'

/** What is looked for in the file, and by which headers. No column of reasons is read: a plan needs none. */
export const ABSENCE_FIELDS = {
  person: {
    headers: [
      'person',
      'person_code',
      'member_no',
      'member',
      '人员编号',
      '人员编码',
      '党员编号',
      '会员编号',
      '工号',
      '请假人',
    ],
    required: true,
  },
  absence: { headers: ['absence', 'absence_kind', 'leave_type', '请假类型', '请假类别', '假别'] },
  from: {
    headers: ['from', 'start', 'starts', 'start_date', 'away_from', '开始', '起', '开始日期', '起始日期', '开始时间'],
    tags: ['#date+start'],
    required: true,
  },
  to: {
    headers: ['to', 'until', 'end', 'ends', 'end_date', 'back', '结束', '止', '结束日期', '截止日期', '结束时间'],
    tags: ['#date+end'],
  },
} satisfies Record<string, Wanted>
type AbsenceColumns = Columns<keyof typeof ABSENCE_FIELDS>

const KINDS = new Map<string, AbsenceKind>(
  Object.entries({
    'rather-not': 'rather-not',
    'rather not': 'rather-not',
    wish: 'rather-not',
    不愿应召: 'rather-not',
    尽量不召: 'rather-not',
    意愿: 'rather-not',
  }),
)

/**
 * Absences from a table: person, from, to, and which sort it is; times as `readDuring` reads them, an empty `from` meaning
 * from now. Only a mere wish is told from being away: every sort of leave (ill, holiday, sent elsewhere) is the same to a plan,
 * and which it was is not kept.
 * @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readAbsences(
  table: Table,
  options: { zone?: string | undefined; mapping?: Mapping },
): Reading<AbsenceRow> {
  const columns = findColumns(table, ABSENCE_FIELDS, options.mapping ?? NO_MAPPING)
  const reading = openReading<AbsenceRow>(table)
  const seen = new Map<string, number>()
  for (const row of soundRows(table, columns, reading)) {
    const absence = readAbsence(row, columns, options.zone, reading)
    if (!absence) continue
    const key = [absence.person, absence.kind, absence.from?.getTime()].join('\n')
    const first = seen.get(key)
    if (first !== undefined) {
      reading.refuse('DUPLICATE', row.line, { other: first })
      continue
    }
    seen.set(key, row.line)
    reading.take(absence)
  }
  return reading.end()
}

function readAbsence(
  row: TableRow,
  columns: AbsenceColumns,
  zone: string | undefined,
  reading: OpenReading<AbsenceRow>,
): AbsenceRow | null {
  const person = cleanCode(cell(row, columns.person))
  if (!person) {
    reading.refuse('MISSING', row.line, { column: columns.person ?? 'person' })
    return null
  }
  const during = readDuring(row, columns, zone, reading)
  return during && { line: row.line, person, kind: KINDS.get(fold(cell(row, columns.absence))) ?? 'away', ...during }
}

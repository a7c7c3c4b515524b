import { readFurther } from './area-further.ts'
import { cleanCode } from './clean.ts'
import { type Columns, cell, findColumns, readProps, soundRows, type Wanted } from './columns.ts'
import type { AreaRow, Mapping, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { AREA_FIELDS, kindByLength } from './read-gb-codes.ts'
import { type OpenReading, openReading } from './reading.ts'
import { areaShape } from './shapes.ts'

/** What is looked for in the file, and by which headers. */
export const PARENT_CODE_FIELDS = {
  ...AREA_FIELDS,
  code: { ...AREA_FIELDS.code, headers: [...AREA_FIELDS.code.headers, 'id', 'area_code', 'pcode'] },
  parent: {
    headers: [
      'parent',
      'parent_code',
      'parent_id',
      'parent_pcode',
      '上级',
      '上级代码',
      '上级区划代码',
      '父级代码',
      '父代码',
    ],
    tags: ['#adm+parent'],
  },
  kind: { headers: ['kind', 'type', 'level', '级别', '类型'] },
} satisfies Record<string, Wanted>
type ParentColumns = Columns<keyof typeof PARENT_CODE_FIELDS>

/** Columns with the codes of areas above, such as `regency_code` beside `code`. */
const ABOVE = /^(?!.*(?:old|new|former|post|zip)).+_(?:code|id)$/i

/** The columns with codes of areas above of a table that has none for the parent alone. */
export function columnsAbove(headers: readonly string[]): string[] {
  return headers.filter((header) => ABOVE.test(header))
}

/** Whether a table names the parent of each area by its code, in a column for it or in one for each level above. */
export function hasParentCodes(table: Pick<Table, 'headers' | 'tags'>, mapping: Mapping = NO_MAPPING): boolean {
  if (mapping.columns.parent !== undefined) return mapping.columns.parent !== ''
  const { headers } = table
  const folded = headers.map((header) => header.toLowerCase())
  if (PARENT_CODE_FIELDS.parent.headers.some((header) => folded.includes(header))) return true
  return folded.includes('code') && folded.includes('name') && headers.some((header) => ABOVE.test(header))
}

/**
 * Areas from a table in which each row names its parent by code, to any depth and in any order: `code, parent, name`, or
 * `code, regency_code, name`, where of several columns for areas above the lowest that is filled counts. A parent that is not in
 * the file is left for the register to find. What an area is stands in a column, else follows from its code (Chinese division
 * codes) or, left empty, from its level.
 * @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readParentCodes(table: Table, mapping: Mapping = NO_MAPPING): Reading<AreaRow> {
  const columns = findColumns(table, PARENT_CODE_FIELDS, mapping)
  const above = columns.parent ? [columns.parent] : columnsAbove(table.headers)
  const reading = openReading<AreaRow>(table)
  const areas = new Map<string, AreaRow>()
  for (const row of soundRows(table, { ...columns, above }, reading)) {
    const area = readArea(row, columns, above, mapping, reading)
    if (!area) continue
    const first = areas.get(area.code)
    if (!first) areas.set(area.code, area)
    else if (first.name === area.name && first.parent === area.parent) {
      reading.refuse('DUPLICATE', row.line, { column: columns.code ?? 'code', other: first.line, value: area.code })
    } else {
      const [column, value, kept] =
        first.parent === area.parent
          ? [columns.name, area.name, first.name]
          : [columns.parent ?? 'parent', area.parent ?? '', first.parent ?? '']
      reading.refuse('CONTRADICTS', row.line, { column: column ?? 'name', value, kept, other: first.line })
    }
  }
  for (const area of areas.values()) reading.take(area)
  return reading.end()
}

function readArea(
  row: TableRow,
  columns: ParentColumns,
  above: readonly string[],
  mapping: Mapping,
  reading: OpenReading<AreaRow>,
): AreaRow | null {
  const code = cleanCode(cell(row, columns.code))
  const name = cell(row, columns.name)
  if (!code || !name) {
    reading.refuse('MISSING', row.line, { column: (code ? columns.name : columns.code) ?? 'code' })
    return null
  }
  const parents = above.map((column) => cleanCode(cell(row, column))).filter((each) => each !== '' && each !== code)
  const english = cell(row, columns.nameEn)
  const area: AreaRow = {
    line: row.line,
    code,
    parent: parents.reduce<string | null>(
      (lowest, each) => (each.length >= (lowest?.length ?? 0) ? each : lowest),
      null,
    ),
    kind: cell(row, columns.kind) || kindByLength(code) || '',
    name,
    names: english ? { en: english } : {},
    geometry: areaShape(row, reading),
    props: readProps(row, mapping, reading),
    opened: null,
    closed: null,
    successors: [],
    replaces: [],
    implied: false,
  }
  readFurther(area, row, columns, reading)
  return area
}

import { cleanCode, fold, slug } from './clean.ts'
import { type Columns, cell, findColumns, soundRows, type Wanted } from './columns.ts'
import type { Mapping, Reading, Table, TableRow, UnitRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { readDate, readWhen } from './read-when.ts'
import { type OpenReading, openReading } from './reading.ts'

/** What is looked for in the file, and by which headers. */
export const UNIT_FIELDS = {
  code: {
    headers: [
      'code',
      'unit_code',
      'id',
      '组织代码',
      '单位代码',
      '组织编码',
      '单位编码',
      '组织编号',
      '单位编号',
      '编号',
      '编码',
    ],
    tags: ['#org+code'],
  },
  name: {
    headers: [
      'name',
      'unit',
      'unit_name',
      'organisation',
      'organization',
      '名称',
      '组织名称',
      '单位名称',
      '支部名称',
      '单位',
    ],
    tags: ['#org+name'],
    required: true,
  },
  kind: { headers: ['kind', 'type', 'classification', '类型', '类别', '组织类别'], tags: ['#org+type'] },
  parent: {
    headers: [
      'parent',
      'parent_code',
      'parent_id',
      'parent_name',
      '上级',
      '上级组织',
      '上级单位',
      '上级代码',
      '上级编码',
      '上级编号',
      '上级单位编码',
      '上级组织编码',
    ],
    tags: ['#org+parent'],
  },
  area: { headers: ['area', 'area_code', 'pcode', '区划代码', '所在地', '所属区划'], tags: ['#adm+code'] },
  founded: { headers: ['founded', 'founding_date', 'from', 'since', '成立日期', '成立时间'], tags: ['#date+start'] },
  dissolved: { headers: ['dissolved', 'dissolution_date', 'to', 'until', '撤销日期', '撤销时间'], tags: ['#date+end'] },
  successor: {
    headers: [
      'successor',
      'successor_code',
      'merged_into',
      'replaced_by',
      '并入',
      '并入单位',
      '继任组织',
      '接收单位',
      '合并到',
    ],
  },
} satisfies Record<string, Wanted>
type UnitColumns = Columns<keyof typeof UNIT_FIELDS>

/**
 * Units from a table, a row each. A parent is given by its code or, where only one unit bears it, its name; one that is
 * not in the file is left for the register to find. Without a code of its own a unit's is made from its parent's and
 * its name. @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readUnits(table: Table, options: { kind?: string; mapping?: Mapping } = {}): Reading<UnitRow> {
  const columns = findColumns(table, UNIT_FIELDS, options.mapping ?? NO_MAPPING)
  const reading = openReading<UnitRow>(table)
  const units: UnitRow[] = []
  for (const row of soundRows(table, columns, reading)) {
    const unit = readUnit(row, columns, options.kind ?? 'branch', reading)
    if (unit) units.push(unit)
  }
  fileUnits(units, reading)
  return reading.end()
}

function readUnit(row: TableRow, columns: UnitColumns, kind: string, reading: OpenReading<UnitRow>): UnitRow | null {
  const name = cell(row, columns.name)
  if (!name) {
    reading.refuse('MISSING', row.line, { column: columns.name ?? 'name' })
    return null
  }
  const parent = cell(row, columns.parent)
  const dates = { founded: '', dissolved: '' }
  for (const field of ['founded', 'dissolved'] as const) {
    const written = cell(row, columns[field])
    if (!written) continue
    const column = columns[field] ?? field
    const mark = row.marks?.[column]
    const span = readDate(written, mark)
    if (!span) {
      const when = readWhen(written, mark)
      const [why, hint] = when.kind === 'fault' ? [when.code, when.hint] : (['BAD_DATE', ''] as const)
      reading.refuse(why, row.line, { column, value: written, hint })
      return null
    }
    dates[field] = field === 'founded' ? span.from : span.to
  }
  if (dates.founded && dates.dissolved && dates.dissolved <= dates.founded) {
    const column = columns.dissolved ?? 'dissolved'
    reading.refuse('DATES_CROSSED', row.line, { column, value: dates.dissolved, other: dates.founded })
    return null
  }
  return {
    line: row.line,
    code: cleanCode(cell(row, columns.code)) || slug(parent ? `${parent} ${name}` : name),
    name,
    kind: cell(row, columns.kind) || kind,
    parent: parent || null,
    area: cleanCode(cell(row, columns.area)) || null,
    founded: dates.founded || null,
    dissolved: dates.dissolved || null,
    successor: cleanCode(cell(row, columns.successor)) || null,
  }
}

/** Takes units parents first; refuses doubles, parents that could be several units, and circles. */
export function fileUnits(units: readonly UnitRow[], reading: OpenReading<UnitRow>): void {
  const byCode = new Map<string, UnitRow>()
  for (const unit of units) {
    const first = byCode.get(unit.code)
    if (!first) byCode.set(unit.code, unit)
    else reading.refuse('DUPLICATE', unit.line, { column: 'code', value: unit.code, other: first.line })
  }
  const byName = Map.groupBy(byCode.values(), (unit) => fold(unit.name))
  const above = new Map<string, string | null>()
  for (const unit of byCode.values()) {
    if (unit.parent === null || byCode.has(cleanCode(unit.parent))) {
      above.set(unit.code, unit.parent && cleanCode(unit.parent))
      continue
    }
    const named = byName.get(fold(unit.parent)) ?? []
    if (named.length > 1) {
      const known = named.map((each) => each.code).join(', ')
      reading.refuse('AMBIGUOUS', unit.line, { column: 'parent', value: unit.parent, known })
    } else above.set(unit.code, named[0]?.code ?? unit.parent)
  }
  const depths = new Map<string, number>()
  for (const code of above.keys()) depths.set(code, depthOf(code, above))
  for (const [code, depth] of [...depths].sort((a, b) => a[1] - b[1])) {
    const unit = byCode.get(code) as UnitRow
    if (depth === Number.POSITIVE_INFINITY) reading.refuse('CYCLE', unit.line, { column: 'parent', value: code })
    else reading.take({ ...unit, parent: above.get(code) ?? null })
  }
}

/** Steps up to a unit whose parent is not in the file; without end in a circle. */
function depthOf(code: string, above: Map<string, string | null>): number {
  let depth = 0
  for (let at = above.get(code); at != null && above.has(at); at = above.get(at)) {
    if (++depth > above.size) return Number.POSITIVE_INFINITY
  }
  return depth
}

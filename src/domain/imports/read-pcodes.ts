import { MusterError } from '../../base/errors.ts'
import { FURTHER_FIELDS, readFurther } from './area-further.ts'
import { cleanCode } from './clean.ts'
import { cell, findColumns, hasItsDigits, readProps, tagParts } from './columns.ts'
import type { AreaRow, Mapping, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { readDate } from './read-when.ts'
import { type OpenReading, openReading } from './reading.ts'
import { areaShape, joinShapes } from './shapes.ts'

/** The columns of one administrative level: its code and its names by language ('' where the header says none). */
interface Level {
  depth: number
  code: string
  names: Map<string, string>
}

export const PCODE_FIELDS = {
  closed: { headers: ['validTo', 'valid_to'], tags: ['#date+end'] },
  ...FURTHER_FIELDS,
} as const

/**
 * Areas from a table of P-codes (COD-AB): `ADM3_EN, ADM3_PCODE`, `adm3_name, adm3_pcode`, `admin3Pcode` or HXL
 * `#adm3+code`. Every row repeats its ancestors; each is taken once. Features bring the shape of their deepest level.
 * `validTo` closes an area; `validOn` is the day the table was checked, not the day the area began, and is not taken.
 * @throws MusterError IMPORT_COLUMN_MISSING when there is no P-code column
 */
export function readPcodes(
  table: Table,
  options: { kinds?: readonly string[]; mapping?: Mapping } = {},
): Reading<AreaRow> {
  const { kinds = [], mapping = NO_MAPPING } = options
  const levels = findLevels(table)
  if (levels.length === 0) {
    throw new MusterError('IMPORT_COLUMN_MISSING', { field: 'P-code', known: table.headers.join(', ') })
  }
  const columns = findColumns(table, PCODE_FIELDS, mapping)
  const reading = openReading<AreaRow>(table)
  const areas = new Map<string, AreaRow>()
  const noted = new Set<string>()
  const codes = levels.map((level) => level.code)
  for (const row of table.rows) {
    if (!hasItsDigits(row, codes, reading)) continue
    const chain = readChain(row, levels, kinds, reading, noted)
    if (!chain || contradicts(chain, areas, row, levels, reading)) continue
    for (const area of chain.slice(0, -1)) if (!areas.has(area.code)) areas.set(area.code, area)
    const own = chain.at(-1) as AreaRow
    own.geometry = areaShape(row, reading)
    own.props = readProps(row, mapping, reading)
    own.closed = readDate(cell(row, columns.closed))?.from ?? null
    readFurther(own, row, columns, reading)
    placeOwn(own, areas, reading)
  }
  const depth = new Map(levels.map((level, i) => [kinds[i] ?? `adm${level.depth}`, level.depth]))
  for (const area of [...areas.values()].sort((a, b) => (depth.get(a.kind) ?? 0) - (depth.get(b.kind) ?? 0))) {
    reading.take(area)
  }
  return reading.end()
}

function findLevels(table: Table): Level[] {
  const levels = new Map<number, Level>()
  const levelAt = (depth: number): Level => {
    const level = levels.get(depth) ?? { depth, code: '', names: new Map() }
    levels.set(depth, level)
    return level
  }
  for (const header of table.headers) {
    const tag = tagParts(table.tags[header] ?? '')
    const tagDepth = /^#(?:adm(\d)|country)$/.exec(tag[0] ?? '')
    const code = /^adm(?:in)?(\d)_?pcode$/i.exec(header)
    const name = /^adm(?:in)?(\d)(?:_?name\d?)?(?:_([a-z]{2,3}))?$/i.exec(header)
    if (code) levelAt(Number(code[1])).code = header
    else if (name) levelAt(Number(name[1])).names.set((name[2] ?? '').toLowerCase(), header)
    else if (tagDepth && tag.includes('code')) levelAt(Number(tagDepth[1] ?? 0)).code = header
    else if (tagDepth && tag.includes('name')) {
      const language = tag.find((part) => part.startsWith('i_'))?.slice(2) ?? ''
      levelAt(Number(tagDepth[1] ?? 0)).names.set(language, header)
    }
  }
  return [...levels.values()].filter((level) => level.code !== '').sort((a, b) => a.depth - b.depth)
}

/** The row's areas from the highest down, over levels that it leaves empty; null when a level has a name without a code, or the
 * other way round. */
function readChain(
  row: TableRow,
  levels: Level[],
  kinds: readonly string[],
  reading: OpenReading<AreaRow>,
  noted: Set<string>,
): AreaRow[] | null {
  const deepest = levels.findLastIndex((level) => cell(row, level.code) !== '')
  if (deepest < 0) {
    reading.refuse('MISSING', row.line, { column: levels.at(-1)?.code ?? 'P-code' })
    return null
  }
  const chain: AreaRow[] = []
  let skipped: string | null = null
  for (const [i, level] of levels.slice(0, deepest + 1).entries()) {
    const code = cleanCode(cell(row, level.code))
    const names: Record<string, string> = {}
    for (const [language, column] of level.names) if (cell(row, column)) names[language || 'und'] = cell(row, column)
    const name = names.und ?? names.en ?? Object.values(names)[0]
    if (!code && name === undefined && i < deepest) {
      skipped = level.code
      continue
    }
    if (!code || name === undefined) {
      const column = code ? ([...level.names.values()][0] ?? `ADM${level.depth} name`) : level.code
      reading.refuse('MISSING', row.line, { column })
      return null
    }
    delete names.und
    // The area below a hole, and not the row's own: once, though every row below it has the hole.
    if (skipped !== null && !noted.has(code)) {
      noted.add(code)
      const details = { column: skipped, value: code, kept: chain.at(-1)?.code ?? '' }
      reading.note(details.kept ? 'HANGS_HIGHER' : 'TOP_BY_HOLE', row.line, details)
    }
    skipped = null
    const kind = kinds[i] ?? `adm${level.depth}`
    const parent = chain.at(-1)?.code ?? null
    const blank = { geometry: null, props: {}, opened: null, closed: null, successors: [], replaces: [] }
    chain.push({ line: row.line, code, parent, kind, name, names, ...blank, implied: i < deepest })
  }
  return chain
}

/** An area with two parents cannot be placed; one with two spellings can, and the first is kept. */
function contradicts(
  chain: AreaRow[],
  areas: Map<string, AreaRow>,
  row: TableRow,
  levels: Level[],
  reading: OpenReading<AreaRow>,
): boolean {
  for (const [i, area] of chain.entries()) {
    const first = areas.get(area.code)
    if (!first) continue
    if (first.parent !== area.parent) {
      const column = levels[Math.max(0, i - 1)]?.code ?? ''
      const details = { column, value: area.parent ?? '', kept: first.parent ?? '', other: first.line }
      reading.refuse('CONTRADICTS', row.line, details)
      return true
    }
    if (first.name !== area.name) {
      const column = [...(levels[i]?.names.values() ?? [])][0] ?? ''
      reading.note('NAME_DIFFERS', row.line, { column, value: area.name, kept: first.name, other: first.line })
    }
  }
  return false
}

/** The row's own area: new, first met as another's ancestor, or a further part of itself. */
function placeOwn(own: AreaRow, areas: Map<string, AreaRow>, reading: OpenReading<AreaRow>): void {
  const first = areas.get(own.code)
  if (!first) {
    areas.set(own.code, own)
    return
  }
  if (first.implied) {
    areas.set(own.code, own)
    return
  }
  reading.note('MERGED', own.line, { value: own.code, other: first.line })
  const geometry = joinShapes(first.geometry, own.geometry)
  areas.set(own.code, {
    ...first,
    geometry,
    props: { ...own.props, ...first.props },
    closed: first.closed ?? own.closed,
  })
}

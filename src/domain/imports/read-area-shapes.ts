import { MusterError } from '../../base/errors.ts'
import { FURTHER_FIELDS, readFurther } from './area-further.ts'
import { fold, slug } from './clean.ts'
import { cell, findColumns, hasItsDigits, readProps } from './columns.ts'
import { mendLineage } from './mend-lineage.ts'
import type { AreaRow, Mapping, Props, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { type OpenReading, openReading } from './reading.ts'
import { areaShape, joinShapes } from './shapes.ts'

export interface AreaShapeOptions {
  /** The columns that name the area and its ancestors, highest first: `['KAB_NAME', 'KEC_NAME', 'KEL_NAME', 'RW']`. */
  levels: readonly string[]
  /** What each level is, as many as levels: `['city', 'district', 'village', 'rw']`; the column's name without it. */
  kinds?: readonly string[]
  /** The column of each level's official code; codes are made from the path of names where there is none. */
  codes?: readonly (string | null)[]
  /** The area above the highest level, whose code begins every made one: `{ code: 'ID31', name: 'Jakarta' }`. */
  root?: { code: string; name: string; kind: string; props?: Props }
  /** Words before names that do not tell areas apart: `['KECAMATAN', 'KELURAHAN']`. */
  without?: readonly string[]
  mapping?: Mapping
}

/**
 * Areas from polygons whose properties name them and their ancestors. Without official codes the code is the path of
 * folded names, `ID31/JAKARTA-UTARA/TANJUNG-PRIOK/KEBON-BAWANG/RW-01`: the same for every file that spells alike.
 * Several features of one area become one with several parts; misspelt ancestors are mended (`mendLineage`); an area
 * without a name is kept and numbered, for people live there. Ancestors come without shapes, before their children.
 * @throws MusterError IMPORT_COLUMN_UNKNOWN
 */
export function readAreaShapes(table: Table, options: AreaShapeOptions): Reading<AreaRow> {
  const { levels, root, mapping = NO_MAPPING } = options
  for (const column of [...levels, ...(options.codes ?? [])]) {
    if (column !== null && !table.headers.includes(column)) {
      throw new MusterError('IMPORT_COLUMN_UNKNOWN', { column, known: table.headers.join(', ') })
    }
  }
  const columns = findColumns(table, FURTHER_FIELDS, mapping)
  const reading = openReading<AreaRow>(table)
  const areas = new Map<string, AreaRow>()
  const unnamed = new Map<string, number>()
  if (root)
    areas.set(
      root.code,
      blankArea({ code: root.code, name: root.name, kind: root.kind, line: 0, parent: null }, root.props),
    )
  for (const { row, names } of readLineages(table, options, reading)) {
    let parent = root?.code ?? null
    for (const [i, ancestor] of names.slice(0, -1).entries()) {
      const code = codeOf(row, ancestor, i, parent, options)
      if (!areas.has(code)) {
        areas.set(code, blankArea({ line: row.line, code, parent, kind: kindOf(i, options), name: ancestor }))
      }
      parent = code
    }
    const last = levels.length - 1
    const name = names[last] || nextUnnamed(row, parent, areas, unnamed, options, reading)
    const code = codeOf(row, names[last] || `UNNAMED ${unnamed.get(parent ?? '')}`, last, parent, options)
    const own = blankArea({ line: row.line, code, parent, kind: kindOf(last, options), name })
    own.implied = false
    own.geometry = areaShape(row, reading)
    own.props = readProps(row, mapping, reading)
    readFurther(own, row, columns, reading)
    const first = areas.get(code)
    if (first && !first.implied) reading.note('MERGED', row.line, { value: code, other: first.line })
    areas.set(code, first && !first.implied ? joinAreas(first, own) : own)
  }
  for (const area of areas.values()) reading.take(area)
  return reading.end()
}

/** The names of each row's areas with misspelt ancestors put right; a row that lacks an ancestor is refused. */
function readLineages(table: Table, options: AreaShapeOptions, reading: OpenReading<AreaRow>) {
  const { levels } = options
  const lineages: { row: TableRow; names: string[] }[] = []
  for (const row of table.rows) {
    const names = levels.map((column) => cell(row, column))
    const missing = names.slice(0, -1).indexOf('')
    if (missing >= 0) reading.refuse('MISSING', row.line, { column: levels[missing] ?? '' })
    else if (hasItsDigits(row, options.codes ?? [], reading)) lineages.push({ row, names })
  }
  const byLine = new Map(lineages.map((lineage) => [lineage.row.line, lineage.names]))
  const spelling = new Map<string, string>()
  const folded = lineages.map(({ row, names }) => {
    const keys = names.slice(0, -1).map((name) => fold(name, options))
    for (const [i, key] of keys.entries()) if (!spelling.has(key)) spelling.set(key, names[i] as string)
    return { line: row.line, names: keys }
  })
  for (const { line, level, value, kept, count } of mendLineage(folded)) {
    const names = byLine.get(line)
    if (!names) continue
    const written = names[level] ?? value
    names[level] = spelling.get(kept) ?? kept
    const column = levels[level] ?? ''
    reading.note('PARENT_MENDED', line, { column, value: written, kept: names[level] as string, count })
  }
  return lineages
}

/** By the official code where the level has one, else by the path of names; the root's code goes before. */
function codeOf(row: TableRow, name: string, level: number, parent: string | null, options: AreaShapeOptions): string {
  const official = cell(row, options.codes?.[level] ?? undefined)
  if (official) return official
  return parent === null ? slug(name, options) : `${parent}/${slug(name, options)}`
}

function kindOf(level: number, options: AreaShapeOptions): string {
  return options.kinds?.[level] ?? fold(options.levels[level] ?? `level ${level}`).replaceAll(' ', '-')
}

/** Files leave the name of an industrial estate's or a harbour's neighbourhood empty: numbered within its parent. */
function nextUnnamed(
  row: TableRow,
  parent: string | null,
  areas: Map<string, AreaRow>,
  unnamed: Map<string, number>,
  options: AreaShapeOptions,
  reading: OpenReading<AreaRow>,
): string {
  const number = (unnamed.get(parent ?? '') ?? 0) + 1
  unnamed.set(parent ?? '', number)
  const within = areas.get(parent ?? '')?.name
  const kept = within ? `${within} (unnamed ${number})` : `unnamed ${number}`
  reading.note('UNNAMED', row.line, { column: options.levels.at(-1) ?? '', kept })
  return kept
}

/** A flag that one part raises is raised for the whole: part of a neighbourhood under water is a neighbourhood warned. */
function joinAreas(first: AreaRow, other: AreaRow): AreaRow {
  const props: Props = { ...other.props, ...first.props }
  for (const [key, value] of Object.entries(other.props)) if (value === true) props[key] = true
  return { ...first, geometry: joinShapes(first.geometry, other.geometry), props }
}

function blankArea(area: Pick<AreaRow, 'line' | 'code' | 'parent' | 'kind' | 'name'>, props: Props = {}): AreaRow {
  return {
    ...area,
    names: {},
    geometry: null,
    props,
    opened: null,
    closed: null,
    successors: [],
    replaces: [],
    implied: true,
  }
}

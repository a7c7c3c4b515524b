import { lengthM, type Position } from '../../base/geometry.ts'
import { chainage } from '../places/model.ts'
import { chainLines, MEETING_M } from './chain-lines.ts'
import { cleanCode, slug } from './clean.ts'
import { cell, findColumns, hasItsDigits, readProps } from './columns.ts'
import { cutLine } from './cut-line.ts'
import type { Mapping, PlaceRow, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { FEATURE_ID } from './read-geojson.ts'
import { type OpenReading, openReading } from './reading.ts'
import { noteMended } from './shapes.ts'

export interface SectionOptions {
  /** What a section is: `dam-section`, `river-reach`, … */
  kind: string
  /** Metres of a section. */
  sectionM: number
  /** Metres within which the ends of a line's parts are taken as one point; 5 without it. */
  toleranceM?: number
  mapping?: Mapping
}

/** What is looked for in the file, and by which headers. */
export const SECTION_FIELDS = {
  code: { headers: ['code', 'dam_code', FEATURE_ID, '编号', '编码'] },
  name: { headers: ['name', 'label', 'nama', '名称', '堤名', '河名'] },
  area: { headers: ['area', 'area_code', 'pcode', '区划代码'] },
} as const

/**
 * Cuts line features into sections with chainage: name `Rao river dyke K12+500–K13+000`, code `RAO-RIVER-DYKE/K12+500`,
 * and the line's code with both chainages as its linear reference. A line without a code is called by its name, with a
 * number from the second of that name on, in the file's order. Parts that do not meet are lines of their own.
 * `rows` holds sections: several of them carry the `line` of the feature that they were cut from.
 * @throws MusterError IMPORT_COLUMN_UNKNOWN
 */
export function readSections(table: Table, options: SectionOptions): Reading<PlaceRow> {
  const { mapping = NO_MAPPING, toleranceM = MEETING_M } = options
  const columns = findColumns(table, SECTION_FIELDS, mapping)
  const reading = openReading<PlaceRow>(table)
  const used = new Map<string, number>()
  for (const row of table.rows) {
    if (!hasItsDigits(row, [columns.code, columns.area], reading)) continue
    const parts = partsOf(row, reading)
    if (!parts) continue
    const chains = chainLines(parts, toleranceM).filter((chain) => lengthM(chain) > 0)
    if (chains.length === 0) {
      reading.refuse('TOO_SHORT', row.line)
      continue
    }
    const written = cleanCode(cell(row, columns.code))
    const name = cell(row, columns.name) || written || options.kind
    if (written && used.has(written)) {
      reading.refuse('DUPLICATE', row.line, {
        column: columns.code ?? 'code',
        other: used.get(written) ?? '',
        value: written,
      })
      continue
    }
    const lines = chains.map((chain, i) => nameLine(written, name, i, row.line, chain, used))
    if (lines.length > 1) {
      reading.note('LINE_SPLIT', row.line, { value: lines.map((line) => line.name).join(', ') })
    }
    const shared = { area: cleanCode(cell(row, columns.area)) || null, props: readProps(row, mapping, reading) }
    for (const line of lines)
      for (const section of sectionsOf(line, options)) {
        reading.take({ line: row.line, kind: options.kind, ...section, ...shared, areaPath: null, people: null })
      }
  }
  return reading.end()
}

function partsOf(row: TableRow, reading: OpenReading<PlaceRow>): Position[][] | null {
  const shape = row.geometry
  noteMended(row, reading)
  if (shape?.type === 'LineString') return [shape.coordinates]
  if (shape?.type === 'MultiLineString') return shape.coordinates
  if (shape) reading.refuse('WRONG_SHAPE', row.line, { value: shape.type, known: 'LineString' })
  else if (row.fault) reading.refuse(row.fault.code, row.line, { value: row.fault.value, hint: row.fault.hint ?? '' })
  else reading.refuse('NO_SHAPE', row.line)
  return null
}

type NamedLine = { code: string; name: string; chain: Position[] }

/** The first line of a name keeps it as it is; each further one is numbered: `Kali Sunter (2)`, `KALI-SUNTER-2`. */
function nameLine(
  written: string,
  name: string,
  part: number,
  line: number,
  chain: Position[],
  used: Map<string, number>,
): NamedLine {
  const base = written || slug(name)
  for (let n = written ? part + 1 : 1; ; n++) {
    const code = n === 1 ? base : `${base}-${n}`
    if (used.has(code)) continue
    used.set(code, line)
    return { code, name: n === 1 ? name : `${name} (${n})`, chain }
  }
}

function sectionsOf(line: NamedLine, options: SectionOptions) {
  return cutLine(line.chain, options.sectionM).map(({ fromM, toM, line: coordinates }) => ({
    code: `${line.code}/${chainage(fromM)}`,
    name: `${line.name} ${chainage(fromM)}–${chainage(toM)}`,
    geometry: { type: 'LineString' as const, coordinates },
    section: { line: line.code, fromM, toM },
  }))
}

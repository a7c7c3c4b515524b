import { createHash } from 'node:crypto'
import type { Geometry } from '../../base/geometry.ts'
import { cleanCode } from './clean.ts'
import { type Columns, cell, findColumns, readProps, soundRows, type Wanted } from './columns.ts'
import { findPosition } from './find-position.ts'
import type { Mapping, PlaceRow, Reading, Table, TableRow } from './model.ts'
import { NO_MAPPING } from './model.ts'
import { FEATURE_ID } from './read-geojson.ts'
import { readNumber } from './read-number.ts'
import { type OpenReading, openReading } from './reading.ts'
import { noteMended } from './shapes.ts'

export interface PlaceOptions {
  /** What the places are (`household`, `shelter`, `gate`, …) where no column says it. */
  kind: string
  /** Columns with the names of a place's areas, highest first, where it has no area code: `['KEL_NAME', 'RW']`. */
  areaPath?: readonly string[]
  mapping?: Mapping
}

/** What is looked for in the file, and by which headers. */
export const PLACE_FIELDS = {
  code: {
    headers: ['code', 'place_code', 'id', FEATURE_ID, 'osm_id', '编号', '编码', '代码'],
    tags: ['#loc+code', '#hh+id'],
  },
  name: { headers: ['name', 'label', 'nama', '名称'], tags: ['#loc+name'] },
  kind: { headers: [] },
  area: { headers: ['area', 'area_code', 'pcode', '区划代码', '村代码', '所属区划'], tags: ['#adm+code'] },
  people: {
    headers: ['people', 'persons', 'population', '人口', '人数', '家庭人口'],
    tags: ['#population', '#inneed'],
  },
  lon: { headers: ['lon', 'lng', 'long', 'longitude', 'x', '经度'], tags: ['#geo+lon'] },
  lat: { headers: ['lat', 'latitude', 'y', '纬度'], tags: ['#geo+lat'] },
} satisfies Record<string, Wanted>
type PlaceColumns = Columns<keyof typeof PLACE_FIELDS>

/**
 * Places from features (points, footprints, lines taken whole) or from a table with a longitude and a latitude.
 * A place without a code gets one from its kind, name and shape, so that the same file read again gives the same
 * places; two that agree in all of these are one, and the second is refused as a duplicate.
 * @throws MusterError IMPORT_COLUMN_UNKNOWN
 */
export function readPlaces(table: Table, options: PlaceOptions): Reading<PlaceRow> {
  const { areaPath = [], mapping = NO_MAPPING } = options
  const columns = findColumns(table, PLACE_FIELDS, mapping)
  const reading = openReading<PlaceRow>(table)
  const seen = new Map<string, number>()
  for (const row of soundRows(table, columns, reading)) {
    const geometry = readPlaceShape(row, columns, reading)
    if (!geometry) continue
    const kind = cell(row, columns.kind) || options.kind
    const name = cell(row, columns.name)
    const written = cleanCode(cell(row, columns.code))
    const code = written || shapeCode(kind, name, geometry)
    const first = seen.get(`${kind}\n${code}`)
    if (first !== undefined) {
      reading.refuse('DUPLICATE', row.line, { column: columns.code ?? 'code', other: first, value: code })
      continue
    }
    seen.set(`${kind}\n${code}`, row.line)
    const path = areaPath.map((column) => cell(row, column))
    reading.take({
      line: row.line,
      kind,
      code,
      name: name || code,
      area: cleanCode(cell(row, columns.area)) || null,
      areaPath: path.length > 0 && path.every(Boolean) ? path : null,
      geometry,
      section: null,
      people: readPeople(row, columns.people, reading),
      props: readProps(row, mapping, reading),
    })
  }
  return reading.end()
}

/** The shape of a feature, or the point that its coordinates name; a row without either is refused. */
function readPlaceShape(row: TableRow, columns: PlaceColumns, reading: OpenReading<PlaceRow>): Geometry | null {
  noteMended(row, reading)
  if (row.geometry) return row.geometry
  const found = row.fault ? { fault: row.fault } : findPosition(row, columns)
  if ('at' in found) return { type: 'Point', coordinates: found.at }
  if (found.fault) {
    const { code, value, hint = '' } = found.fault
    const column = row.fault ? undefined : (columns.lat ?? columns.lon)
    reading.refuse(code, row.line, { ...(column === undefined ? {} : { column }), value, hint })
  } else reading.refuse('NO_SHAPE', row.line)
  return null
}

function readPeople(row: TableRow, column: string | undefined, reading: OpenReading<PlaceRow>): number | null {
  const written = cell(row, column)
  // A feature's numbers are numbers, as a workbook's are; they have no thousands.
  const mark = column === undefined ? undefined : row.geometry === undefined ? row.marks?.[column] : 'number'
  const count = readNumber(written, { of: 'count', mark })
  const details = { column: column ?? 'people', value: written }
  if (count === 'unsure') reading.note('NUMBER_UNSURE', row.line, details)
  else if (count === undefined || (count !== null && (count < 0 || !Number.isInteger(count)))) {
    reading.note('LEFT_OUT', row.line, details)
  } else {
    // That 12,000 are twelve thousand is more than the cell says.
    if (count !== null && /^\d+,000$/.test(written)) reading.note('NUMBER_READ', row.line, { ...details, kept: count })
    return count
  }
  return null
}

/** `HOUSEHOLD-3F2A9C41D07B`: 48 bits, so that a million places of one kind have a 1 in 500 chance of any clash. */
function shapeCode(kind: string, name: string, geometry: Geometry): string {
  const hash = createHash('sha256').update(JSON.stringify([kind, name, geometry.type, geometry.coordinates]))
  return `${kind.toUpperCase()}-${hash.digest('hex').slice(0, 12).toUpperCase()}`
}

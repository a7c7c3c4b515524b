import { cutPath, cutPolygon } from '../../base/antimeridian.ts'
import { MusterError } from '../../base/errors.ts'
import type { Geometry, LineString, MultiLineString, MultiPolygon, Polygon, Position } from '../../base/geometry.ts'
import { onGlobe } from '../../base/geometry.ts'
import { BOUNDS, tooLarge } from './bounds.ts'
import { isBadText } from './clean.ts'
import { decode } from './decode.ts'
import type { Table, TableRow } from './model.ts'
import { readCrs } from './read-crs.ts'
import { asObject, type JsonObject, parseJson, scalarText } from './read-json.ts'
import { type Problem, problem } from './reasons.ts'

/** A feature's own id (RFC 7946 §3.2) under a header that no property is likely to have. */
export const FEATURE_ID = '@id'

/**
 * The features of a GeoJSON file as rows; `line` is the number of the feature. Positions lose their height.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_EMPTY, IMPORT_NOT_WGS84
 */
export function readGeojsonTable(bytes: Uint8Array, name: string, chosen?: string): Table {
  const { text, encoding } = decode(bytes, name, chosen)
  const file = parseJson(text, name)
  const features = featuresOf(file, name)
  const notes = readCrs(file, features, name)
  const headers = new Set<string>()
  const problems: Problem[] = []
  if (features.length > BOUNDS.rows) throw tooLarge(name, 'rows')
  const rows = features.flatMap((feature, i): TableRow[] => {
    const cells: Record<string, string> = {}
    if (feature.id !== undefined && feature.id !== null) cells[FEATURE_ID] = scalarText(feature.id)
    for (const [key, value] of Object.entries(asObject(feature.properties) ?? {})) cells[key] = scalarText(value)
    for (const key of Object.keys(cells)) headers.add(key)
    if (headers.size > BOUNDS.columns) throw tooLarge(name, 'columns', { line: i + 1 })
    const bad = Object.entries(cells).find(([key, cell]) => isBadText(cell) || isBadText(key))
    if (bad) problems.push(problem('BAD_CHARACTER', i + 1, { column: bad[0], value: bad[1].toWellFormed() }))
    return bad ? [] : [{ line: i + 1, cells, ...readGeometry(feature.geometry) }]
  })
  if (features.length === 0) throw new MusterError('IMPORT_EMPTY', { file: name })
  return { headers: [...headers], tags: {}, rows, problems, encoding, ...(notes.length > 0 ? { notes } : {}) }
}

function featuresOf(file: JsonObject, name: string): JsonObject[] {
  if (file.type === 'Feature') return [file]
  if (file.type === 'FeatureCollection' && Array.isArray(file.features)) {
    return file.features.map((feature) => asObject(feature) ?? {})
  }
  throw new MusterError('IMPORT_UNREADABLE', { file: name, reason: 'it is not GeoJSON: no FeatureCollection' })
}

type ReadGeometry = Pick<TableRow, 'geometry' | 'fault' | 'mended' | 'cut'>

/** A geometry of ours, or why not. Rings are closed, and cut at the 180th meridian; whether they cross is the database's to see. */
export function readGeometry(value: unknown): ReadGeometry {
  const source = single(asObject(value))
  if (!source) return { geometry: null }
  const type = String(source.type)
  const depth = DEPTHS[type]
  if (depth === undefined) return { geometry: null, fault: { code: 'BAD_SHAPE', value: `it is a ${type}` } }
  const coordinates = positions(source.coordinates, depth)
  if (coordinates === null || coordinates.length === 0) {
    return { geometry: null, fault: { code: 'BAD_SHAPE', value: 'its coordinates are not numbers' } }
  }
  const geometry = { type, coordinates } as Geometry
  if (!onGlobe(geometry, type === 'Point' ? 180 : 360)) return { geometry: null, fault: offGlobe(geometry) }
  const closed = closeRings(geometry)
  if (closed === null) return { geometry: null, fault: { code: 'BAD_SHAPE', value: 'a ring has fewer than 3 corners' } }
  const cut = cutShape(geometry)
  if (!cut) return { geometry: null, fault: { code: 'BAD_SHAPE', value: 'it has no area' } }
  return { ...cut, ...(closed ? { mended: true } : {}) }
}

/** A shape past the 180th meridian as parts on either side of it (RFC 7946 §3.1.9), any other as it is; null if nothing is left. */
function cutShape(shape: Geometry): (Pick<TableRow, 'cut'> & { geometry: Geometry }) | null {
  if (shape.type === 'Point') return { geometry: shape }
  const isArea = shape.type === 'Polygon' || shape.type === 'MultiPolygon'
  const [before, parts] = isArea ? cutEach(polygonsOf(shape), cutPolygon) : cutEach(linesOf(shape), cutPath)
  if (parts.length === before.length && parts.every((part, i) => part === before[i])) return { geometry: shape }
  const [only] = parts
  if (only === undefined) return null
  const type = `${parts.length === 1 ? '' : 'Multi'}${isArea ? 'Polygon' : 'LineString'}`
  const geometry = { type, coordinates: parts.length === 1 ? only : parts } as Geometry
  return { geometry, cut: parts.length > before.length ? 'SHAPE_CUT' : 'SHAPE_WRAPPED' }
}

function cutEach<Part>(parts: Part[], cut: (part: Part) => Part[]): [before: unknown[], after: unknown[]] {
  return [parts, parts.flatMap(cut)]
}

function polygonsOf(shape: Polygon | MultiPolygon): Position[][][] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
}

function linesOf(shape: LineString | MultiLineString): Position[][] {
  return shape.type === 'LineString' ? [shape.coordinates] : shape.coordinates
}

/** How deep each type's coordinates are nested. */
const DEPTHS: Record<string, number> = { Point: 0, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }

/** A MultiPoint or collection of one is what it holds. */
function single(value: JsonObject | null): JsonObject | null {
  if (value?.type === 'MultiPoint' && Array.isArray(value.coordinates) && value.coordinates.length === 1) {
    return { type: 'Point', coordinates: value.coordinates[0] }
  }
  if (value?.type === 'GeometryCollection' && Array.isArray(value.geometries) && value.geometries.length === 1) {
    return single(asObject(value.geometries[0]))
  }
  return value
}

function positions(value: unknown, depth: number): unknown[] | null {
  if (!Array.isArray(value)) return null
  if (depth === 0) {
    const [lon, lat] = value
    return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null
  }
  const inner: unknown[] = []
  for (const part of value) {
    const read = positions(part, depth - 1)
    if (read === null) return null
    inner.push(read)
  }
  return inner
}

/** True when a ring had to be closed, null when one is no ring at all. */
function closeRings(g: Geometry): boolean | null {
  const rings = g.type === 'Polygon' ? g.coordinates : g.type === 'MultiPolygon' ? g.coordinates.flat() : []
  let closed = false
  for (const ring of rings) {
    const first = ring[0]
    const last = ring.at(-1)
    if (!first || !last) return null
    if (first[0] !== last[0] || first[1] !== last[1]) {
      ring.push([...first])
      closed = true
    }
    if (ring.length < 4) return null
  }
  return closed
}

/** Latitude and longitude swapped is the usual cause, and easily said when the swap would be on the globe. */
export function offGlobe(g: Geometry): NonNullable<TableRow['fault']> {
  const flat = (g.coordinates as unknown[]).flat(3) as number[]
  const limit = g.type === 'Point' ? 180 : 360
  let bad: Position = [flat[0] ?? 0, flat[1] ?? 0]
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [lon, lat] = [flat[i] as number, flat[i + 1] as number]
    if (!(Math.abs(lon) <= limit && Math.abs(lat) <= 90)) {
      bad = [lon, lat]
      break
    }
  }
  const swapped = Math.abs(bad[0]) <= 90 && Math.abs(bad[1]) <= 180
  return { code: 'OFF_GLOBE', value: bad.join(', '), hint: swapped ? '; longitude comes first' : '' }
}

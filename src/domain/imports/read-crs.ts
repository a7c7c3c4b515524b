import { MusterError } from '../../base/errors.ts'
import { asObject, type JsonObject } from './read-json.ts'
import { type Problem, problem } from './reasons.ts'

/**
 * GeoJSON before 2016 could name its reference system, of a whole file or of one shape, and programs still do. Longitude and latitude
 * on WGS 84, or on what lies within two metres of it, is read; metres, or degrees on a datum that is a street away, are not. Of a
 * system that is defined with latitude first the positions are turned round where they truly stand so, which few programs do.
 * @throws MusterError IMPORT_NOT_WGS84
 */
export function readCrs(file: JsonObject, features: readonly JsonObject[], name: string): Problem[] {
  const named = new Set<string>()
  for (const each of [file, ...features, ...features.map((feature) => asObject(feature.geometry))]) {
    const crs = each && crsNameOf(each)
    if (crs) named.add(crs)
  }
  const notes: Problem[] = []
  for (const crs of named) {
    const read = datumOf(crs)
    if (read === null) throw new MusterError('IMPORT_NOT_WGS84', { file: name, crs })
    if (read.datum !== WGS84) notes.push(problem('CRS_NEAR', 1, { value: crs, kept: read.datum }))
  }
  const latitudeFirst = [...named].find((crs) => datumOf(crs)?.latitudeFirst)
  if (latitudeFirst === undefined) return notes
  const positions = features.flatMap((feature) => positionsIn(asObject(feature.geometry)))
  const isTurned = positions.some(([x, y]) => !isOnGlobe(x, y)) && positions.every(([x, y]) => isOnGlobe(y, x))
  if (!isTurned) return notes
  for (const at of positions) [at[0], at[1]] = [at[1], at[0]]
  return [...notes, problem('AXES_TURNED', 1, { value: latitudeFirst })]
}

/** The name of an object's own reference system: `{ type: 'name', properties: { name } }`, an EPSG code, or a link. */
function crsNameOf(object: JsonObject): string | null {
  const crs = asObject(object.crs)
  const { name, code, href } = asObject(crs?.properties) ?? {}
  if (typeof name === 'string' && name.trim()) return name.trim()
  if (typeof code === 'number' || typeof code === 'string') return `EPSG:${code}`
  return typeof href === 'string' ? href : null
}

const WGS84 = 'WGS 84'

/** Systems of degrees by their EPSG codes, in two and in three dimensions: what is kept on the ground moves with its plate. */
const NEAR: Readonly<Record<string, readonly number[]>> = {
  [WGS84]: [4326, 4979],
  CGCS2000: [4490, 4480],
  ETRS89: [4258, 4937],
  NAD83: [4269, 6318, 6319],
  JGD2011: [6668, 6667],
  JGD2000: [4612, 4947],
  'Korea 2000': [4737, 4927],
  GDA94: [4283, 4939],
  GDA2020: [7844, 7843],
  NZGD2000: [4167, 4959],
  'SIRGAS 2000': [4674, 4989],
  SRGI2013: [9470, 9469],
  DGN95: [4755, 4898],
}
const BY_CODE = new Map(Object.entries(NEAR).flatMap(([datum, codes]) => codes.map((code) => [code, datum] as const)))

/** `EPSG:4490`, `urn:ogc:def:crs:EPSG::4490`, `urn:ogc:def:crs:EPSG:9.9:4490`, `http://www.opengis.net/def/crs/EPSG/0/4490`. */
const EPSG = /EPSG(?:\.xml)?\D*(?:\d[\d.]*[:/]+)?(\d{4,6})(?!\d)/i
/** `CRS84`, `OGC:CRS84h`, `urn:ogc:def:crs:OGC:1.3:CRS84`: longitude first by definition. */
const CRS84 = /(?:^|[:/])CRS:?84h?$/i
const BY_NAME: readonly [RegExp, datum: string][] = [
  [/^(?:GCS_)?WGS[ _]?(?:19)?84$/i, WGS84],
  [/^(?:GCS_)?(?:CGCS[ _]?2000|China[ _]Geodetic[ _]Coordinate[ _]System[ _]2000)$/i, 'CGCS2000'],
]

/** Which datum a system's degrees are on, and whether it is defined with latitude first; null for any other system. */
function datumOf(crs: string): { datum: string; latitudeFirst: boolean } | null {
  if (CRS84.test(crs)) return { datum: WGS84, latitudeFirst: false }
  const code = EPSG.exec(crs)?.[1]
  const datum = code === undefined ? BY_NAME.find(([form]) => form.test(crs))?.[1] : BY_CODE.get(Number(code))
  return datum === undefined ? null : { datum, latitudeFirst: true }
}

/** The positions of a shape, each as it stands in it. */
function positionsIn(geometry: JsonObject | null): [number, number][] {
  const found: [number, number][] = []
  const walk = (value: unknown) => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number' && typeof value[1] === 'number') found.push(value as [number, number])
    else for (const part of value) walk(part)
  }
  const parts = Array.isArray(geometry?.geometries) ? geometry.geometries : []
  for (const each of [geometry, ...parts]) walk(asObject(each)?.coordinates)
  return found
}

function isOnGlobe(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

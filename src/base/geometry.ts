/** Longitude, latitude in degrees on WGS 84, in GeoJSON's order (RFC 7946). */
export type Position = [lon: number, lat: number]

export type Point = { type: 'Point'; coordinates: Position }
export type LineString = { type: 'LineString'; coordinates: Position[] }
export type MultiLineString = { type: 'MultiLineString'; coordinates: Position[][] }
export type Polygon = { type: 'Polygon'; coordinates: Position[][] }
export type MultiPolygon = { type: 'MultiPolygon'; coordinates: Position[][][] }
export type Geometry = Point | LineString | MultiLineString | Polygon | MultiPolygon

/** Mean radius of the earth in metres (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8
const RAD = Math.PI / 180

/** Great-circle metres between two positions (haversine; within 0.5 % of the ellipsoid). */
export function distanceM(a: Position, b: Position): number {
  const dLat = (b[1] - a[1]) * RAD
  const dLon = (b[0] - a[0]) * RAD
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Metres along a line from its first position to its last. */
export function lengthM(line: readonly Position[]): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += distanceM(line[i - 1] as Position, line[i] as Position)
  return sum
}

/** Every position of a geometry, in order. */
export function* positionsOf(g: Geometry): Generator<Position> {
  if (g.type === 'Point') yield g.coordinates
  else if (g.type === 'LineString') yield* g.coordinates
  else if (g.type === 'MultiPolygon') for (const p of g.coordinates) for (const r of p) yield* r
  else for (const part of g.coordinates) yield* part
}

/** Whether every position is on the globe: finite, |lon| ≤ 180, |lat| ≤ 90. A shape that runs on past the 180th meridian has a
 * larger `limit`. */
export function onGlobe(g: Geometry, limit = 180): boolean {
  for (const [lon, lat] of positionsOf(g)) if (!(Math.abs(lon) <= limit && Math.abs(lat) <= 90)) return false
  return true
}

/** A circle as a polygon of `sides` corners whose edge lies on the great circle of `radiusM`; a radius of 0 becomes 1 m. */
export function circle(centre: Position, radiusM: number, sides = 64): Polygon {
  const d = Math.max(1, radiusM) / EARTH_RADIUS_M
  const lat1 = centre[1] * RAD
  const ring: Position[] = []
  for (let i = 0; i < sides; i++) {
    const bearing = (-2 * Math.PI * i) / sides
    const lat2 = Math.asin(Math.sin(lat1) * Math.cos(d) + Math.cos(lat1) * Math.sin(d) * Math.cos(bearing))
    const lon2 =
      centre[0] * RAD +
      Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(lat1), Math.cos(d) - Math.sin(lat1) * Math.sin(lat2))
    ring.push([lon2 / RAD, lat2 / RAD])
  }
  ring.push(ring[0] as Position)
  return { type: 'Polygon', coordinates: [ring] }
}

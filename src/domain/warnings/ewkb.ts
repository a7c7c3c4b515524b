import type { MultiPolygon } from '../../base/geometry.ts'

const LITTLE_ENDIAN = 1
/** Types of well-known binary (OGC 06-103r4), and the mark of PostGIS that a reference system follows. */
const POLYGON = 3
const MULTIPOLYGON = 6
const WITH_SRID = 0x20000000
const WGS_84 = 4326

/**
 * A shape as PostGIS reads it fastest, in hex: a hundred thousand corners take a tenth of the time that they take as GeoJSON.
 */
export function ewkbOf({ coordinates }: MultiPolygon): string {
  const size = coordinates.reduce((sum, rings) => sum + 9 + rings.reduce((s, ring) => s + 4 + 16 * ring.length, 0), 13)
  const bytes = Buffer.allocUnsafe(size)
  let at = bytes.writeUInt8(LITTLE_ENDIAN, 0)
  at = bytes.writeUInt32LE(MULTIPOLYGON + WITH_SRID, at)
  at = bytes.writeUInt32LE(WGS_84, at)
  at = bytes.writeUInt32LE(coordinates.length, at)
  for (const rings of coordinates) {
    at = bytes.writeUInt8(LITTLE_ENDIAN, at)
    at = bytes.writeUInt32LE(POLYGON, at)
    at = bytes.writeUInt32LE(rings.length, at)
    for (const ring of rings) {
      at = bytes.writeUInt32LE(ring.length, at)
      for (const [lon, lat] of ring) at = bytes.writeDoubleLE(lat, bytes.writeDoubleLE(lon, at))
    }
  }
  return bytes.toString('hex')
}

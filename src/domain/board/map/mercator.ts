import type { Position } from '../../../base/geometry.ts'

/** One square of the map: column x from the west and row y from the north, of 2^z each (Web Mercator, EPSG:3857). */
export interface Tile {
  z: number
  x: number
  y: number
}

/** A box on the unit square that tile 0/0/0 covers: x to the east, y to the south, both 0 to 1. */
export type Span = [minX: number, minY: number, maxX: number, maxY: number]

/** The deepest zoom that is drawn: a pixel is then 4 cm. */
export const DEEPEST = 22
/** Web Mercator ends here: the square's upper and lower edges. */
const MAX_LAT = 85.051128779806589
const RAD = Math.PI / 180

export const xOf = (lon: number): number => (lon + 180) / 360

export function yOf(lat: number): number {
  const sin = Math.sin(Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * RAD)
  return 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI
}

/** A position on the unit square. */
export const onSquare = ([lon, lat]: Position): Position => [xOf(lon), yOf(lat)]

export function isTile({ z, x, y }: Tile): boolean {
  const side = 2 ** z
  return z >= 0 && z <= DEEPEST && x >= 0 && x < side && y >= 0 && y < side
}

/** What a tile covers, and so much of its own side round it. */
export function spanOf({ z, x, y }: Tile, margin = 0): Span {
  const side = 2 ** -z
  return [(x - margin) * side, (y - margin) * side, (x + 1 + margin) * side, (y + 1 + margin) * side]
}

export const meet = (a: Span, b: Span): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]

/** Bits of a coordinate in a key: cells of 0.6 m at the equator, and both together exact in a double. */
const BITS = 26
const CELLS = 2 ** BITS

/**
 * A point's place on the Z-order curve, on which every tile of every zoom is one unbroken stretch: points sorted by it
 * are found, and counted, without an index of any other kind (G. M. Morton, 1966). Exact whole number below 2^52.
 */
export function keyOf(x: number, y: number): number {
  const [cx, cy] = [cellOf(x), cellOf(y)]
  const low = spread(cx & 0x1fff) + 2 * spread(cy & 0x1fff)
  const high = spread(cx >>> 13) + 2 * spread(cy >>> 13)
  return high * CELLS + low
}

/** The stretch of keys [first, end) that lie in a tile. */
export function keysOf({ z, x, y }: Tile): [first: number, end: number] {
  const side = 2 ** -z
  const first = keyOf(x * side, y * side)
  return [first, first + 4 ** (BITS - z)]
}

const cellOf = (v: number): number => Math.max(0, Math.min(CELLS - 1, Math.floor(v * CELLS)))

/** Thirteen bits with a nought between each two. */
function spread(bits: number): number {
  let v = bits
  v = (v | (v << 8)) & 0x00ff00ff
  v = (v | (v << 4)) & 0x0f0f0f0f
  v = (v | (v << 2)) & 0x33333333
  return (v | (v << 1)) & 0x55555555
}

import { EARTH_RADIUS_M, type Position } from '../../base/geometry.ts'
import type { Random } from '../../base/random.ts'

/** Kilometres east and north of the middle of the county: flat enough over 100 km for drawing borders and rivers. */
export type Km = [x: number, y: number]

const MIDDLE: Position = [116.74, 29.22]
const KM_PER_DEGREE = (EARTH_RADIUS_M / 1000) * (Math.PI / 180)
const KM_PER_DEGREE_EAST = KM_PER_DEGREE * Math.cos((MIDDLE[1] * Math.PI) / 180)

export function toPlane(at: Position): Km {
  return [(at[0] - MIDDLE[0]) * KM_PER_DEGREE_EAST, (at[1] - MIDDLE[1]) * KM_PER_DEGREE]
}

/** Back to degrees, rounded to 6 decimals (0.1 m), so that corners shared by two areas stay one position in any file. */
export function toGlobe(at: Km): Position {
  return [round6(MIDDLE[0] + at[0] / KM_PER_DEGREE_EAST), round6(MIDDLE[1] + at[1] / KM_PER_DEGREE)]
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

export function gap(a: Km, b: Km): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** Square kilometres inside a ring; negative when it runs clockwise. */
export function ringArea(ring: readonly Km[]): number {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i] as Km
    const [bx, by] = ring[(i + 1) % ring.length] as Km
    twice += ax * by - bx * ay
  }
  return twice / 2
}

/** Whether a point lies inside a ring, by counting the sides that a ray to the east crosses. */
export function insideRing(at: Pair, ring: readonly Pair[]): boolean {
  const [x, y] = at
  let inside = false
  let before = ring[ring.length - 1] as Pair
  // Read by index: millions of sides are asked, and unpacking each into a pair took many times as long.
  for (let i = 0; i < ring.length; i++) {
    const corner = ring[i] as Pair
    if (corner[1] > y !== before[1] > y) {
      const crossing = ((before[0] - corner[0]) * (y - corner[1])) / (before[1] - corner[1]) + corner[0]
      if (x < crossing) inside = !inside
    }
    before = corner
  }
  return inside
}

/** A point on the plane or on the globe: these two rules hold for both. */
type Pair = readonly [number, number]

/** Inside a polygon: within its outer ring and in none of its holes. */
export function insideRings(at: Pair, rings: readonly (readonly Pair[])[]): boolean {
  return rings.every((ring, i) => insideRing(at, ring) === (i === 0))
}

/** The point of a segment nearest to `p`: how far along it (0 to 1) and how many kilometres off. */
export function nearestOnSegment(p: Km, a: Km, b: Km): { t: number; off: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return { t, off: Math.hypot(a[0] + t * dx - p[0], a[1] + t * dy - p[1]) }
}

/** A point drawn evenly from a box. */
export function drawIn(random: Random, [west, south]: Km, [east, north]: Km): Km {
  return [west + random() * (east - west), south + random() * (north - south)]
}

/** Whether two sides of a ring cross: such a ring encloses no plain area. */
export function crossesItself(ring: readonly Km[]): boolean {
  const turn = (a: Km, b: Km, c: Km) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0
  const side = (i: number) => [ring[i] as Km, ring[(i + 1) % ring.length] as Km] as const
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = side(i)
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue
      const [c, d] = side(j)
      if (turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b)) return true
    }
  }
  return false
}

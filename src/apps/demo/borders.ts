import { type Random, seeded } from '../../base/random.ts'
import { gap, insideRing, type Km, ringArea } from './plane.ts'
import type { Side } from './voronoi.ts'

/** A stretch of border between a cell inside and a cell outside, drawn; the last point begins the next stretch. */
interface Stretch {
  readonly inside: number
  readonly outside: number
  readonly line: readonly Km[]
}

/** Draws borders of groups of cells. Two groups that share a border draw it with the very same points. */
export interface Borders {
  /** The rings round a group, each as its stretches in order; outer rings counter-clockwise, holes clockwise. */
  rings(group: ReadonlySet<number>): Stretch[][]
  /** The polygons of a group: each an outer ring followed by its holes, rings closed. */
  polygons(group: ReadonlySet<number>): Km[][][]
}

/**
 * Borders over the cells of `sites`. A straight Voronoi side is broken up by moving middles about, as a real border
 * is; it stays within a diamond round the side which no other diamond enters, so areas still tile exactly whatever the
 * seed (after A. Patel, "Noisy edges", 2010).
 */
export function borders(sites: readonly Km[], cells: readonly (readonly Side[])[], seed: number): Borders {
  const drawn = new Map<string, Km[]>()

  /** The points of the side of `i` towards its neighbour, from its first corner up to but without its last. */
  function draw(i: number, side: Side): Km[] {
    const [low, high] = i < side.across ? [i, side.across] : [side.across, i]
    const key = `${low}/${high}`
    let line = drawn.get(key)
    if (!line) {
      const [a, b] = i === low ? [side.from.at, side.to.at] : [side.to.at, side.from.at]
      const random = seeded(seed ^ Math.imul(low + 1, 73_856_093) ^ Math.imul(high + 1, 19_349_663))
      const [p, q] = diamond(a, b, sites[low] as Km)
      // Down to about 150 m: anything shorter stays straight.
      const depth = Math.max(0, Math.min(3, Math.floor(Math.log2(gap(a, b) / 0.15))))
      line = [a, ...rough(random, a, p, b, q, depth), b]
      drawn.set(key, line)
    }
    return i === low ? line.slice(0, -1) : line.toReversed().slice(0, -1)
  }

  function rings(group: ReadonlySet<number>): Stretch[][] {
    // Three cells meet at a corner, so a border that reaches a corner leaves it by exactly one side.
    const leaving = new Map<string, { inside: number; side: Side }>()
    for (const inside of group) {
      for (const side of cells[inside] ?? []) if (!group.has(side.across)) leaving.set(side.from.key, { inside, side })
    }
    const found: Stretch[][] = []
    for (const start of leaving.keys()) {
      const ring: Stretch[] = []
      for (let at = start; leaving.has(at); ) {
        const { inside, side } = leaving.get(at) as {
          inside: number
          side: Side
        }
        leaving.delete(at)
        ring.push({ inside, outside: side.across, line: draw(inside, side) })
        at = side.to.key
      }
      if (ring.length > 0) found.push(ring)
    }
    return found
  }

  function polygons(group: ReadonlySet<number>): Km[][][] {
    const closed = rings(group).map((ring) => {
      const points = ring.flatMap((s) => s.line)
      return [...points, points[0] as Km]
    })
    const outer = closed.filter((ring) => ringArea(ring) > 0).map((ring) => [ring])
    for (const hole of closed.filter((ring) => ringArea(ring) <= 0)) {
      // A group lying in another's hole is a polygon of its own: the smallest ring round the hole owns it.
      const round = outer.filter(([ring]) => insideRing(hole[0] as Km, ring as Km[]))
      round.sort((a, b) => ringArea(a[0] as Km[]) - ringArea(b[0] as Km[]))
      round[0]?.push(hole)
    }
    return outer
  }

  return { rings, polygons }
}

/**
 * The two other corners of a diamond on the side from `a` to `b`. Its angles at the ends are no wider than those of the
 * triangle that the side makes with its site, nor than 45°; the site across the side makes the same triangle mirrored.
 */
function diamond(a: Km, b: Km, site: Km): [Km, Km] {
  const half: Km = [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2]
  const slope = (end: Km, sign: 1 | -1) => {
    const [x, y] = [site[0] - end[0], site[1] - end[1]]
    const along = (x * half[0] + y * half[1]) * sign
    return along <= 0 ? 1 : Math.abs(x * half[1] - y * half[0]) / along
  }
  const height = 0.9 * Math.min(1, slope(a, 1), slope(b, -1))
  const middle = between(a, b, 0.5)
  const up: Km = [-half[1] * height, half[0] * height]
  return [
    [middle[0] + up[0], middle[1] + up[1]],
    [middle[0] - up[0], middle[1] - up[1]],
  ]
}

/** Points between `a` and `b` that wander inside the figure a, p, b, q; 2^depth - 1 of them. */
function rough(random: Random, a: Km, p: Km, b: Km, q: Km, depth: number): Km[] {
  if (depth === 0) return []
  const t = 0.5 + (random() - 0.5) * 0.5
  const m = between(p, q, t)
  const left = rough(random, a, between(a, p, 0.5), m, between(a, q, 0.5), depth - 1)
  const right = rough(random, m, between(p, b, 0.5), b, between(q, b, 0.5), depth - 1)
  return [...left, m, ...right]
}

function between(a: Km, b: Km, t: number): Km {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

import type { Position } from '../../base/geometry.ts'
import { BOUNDS } from './bounds.ts'

/** How the edges of rings meet, other than each with the next of its ring. */
export interface Tangle {
  /** Places where edges of one ring cross or touch. */
  self: number
  /** Places where edges of two rings cross. */
  between: number
  /** Places where edges of two rings only touch: neighbours share their border. */
  touches: number
  /** More than was counted: a bound was met, and these are the counts until then. */
  beyond: boolean
}

/**
 * Counts where edges of closed rings meet, up to the bounds. Edges are entered in the cells of a grid that they pass, one
 * cell for each edge or so, and compared with those of the same cell: a ring of n short edges costs n. Long edges across each
 * other cost more, and the count ends at `BOUNDS.comparisons`. Rejected: leaving it to the database, which took 22 s for a
 * ring of 200 corners; sweeping by longitude alone, which compares n² edges of a ring drawn in long strokes.
 */
export function tangleOf(rings: readonly (readonly Position[])[]): Tangle {
  const edges = edgesOf(rings)
  const grid = gridOver(edges)
  const cells = new Map<number, number[]>()
  const met = new Set<number>()
  const found: Tangle = { self: 0, between: 0, touches: 0, beyond: false }
  let compared = 0
  for (const [i, edge] of edges.entries()) {
    for (const cell of cellsOf(edge, grid)) {
      const there = cells.get(cell)
      if (!there) {
        cells.set(cell, [i])
        if (++compared > BOUNDS.comparisons) return { ...found, beyond: true }
        continue
      }
      compared += there.length + 1
      if (compared > BOUNDS.comparisons) return { ...found, beyond: true }
      for (const j of there) {
        const other = edges[j] as Edge
        const how = meet(other, edge)
        if (how === null) continue
        // Two edges may share several cells, and are counted once.
        const pair = j * edges.length + i
        if (met.has(pair)) continue
        met.add(pair)
        if (other.ring === edge.ring) found.self++
        else if (how === 'cross') found.between++
        else found.touches++
        if (pastBounds(found)) return { ...found, beyond: true }
      }
      there.push(i)
    }
  }
  return found
}

function pastBounds({ self, between, touches }: Tangle): boolean {
  return self > BOUNDS.selfCrossings || between > BOUNDS.crossings || touches > BOUNDS.touches
}

/** Whether the boxes around two of the rings overlap: only then can one lie in another, or meet it. */
export function anyOverlap(rings: readonly (readonly Position[])[]): boolean {
  const boxes = rings.map(boxOf).sort((a, b) => a.west - b.west)
  let open: Box[] = []
  for (const box of boxes) {
    open = open.filter((o) => o.east >= box.west)
    if (open.some((o) => o.south <= box.north && box.south <= o.north)) return true
    open.push(box)
  }
  return false
}

interface Edge {
  ring: number
  /** Its place among the edges of its ring, and how many those are: the first comes after the last. */
  nth: number
  of: number
  from: Position
  to: Position
}

function edgesOf(rings: readonly (readonly Position[])[]): Edge[] {
  return rings.flatMap((ring, n) => {
    const corners = ring.filter((at, i) => i === 0 || at[0] !== ring[i - 1]?.[0] || at[1] !== ring[i - 1]?.[1])
    const of = corners.length - 1
    return corners.slice(1).map((to, nth) => ({ ring: n, nth, of, from: corners[nth] as Position, to }))
  })
}

/** How two edges meet, other than at the corner at which one of a ring follows the other; null: they do not. */
function meet(a: Edge, b: Edge): 'cross' | 'touch' | null {
  const next = a.ring === b.ring && (b.nth - a.nth === 1 || (a.nth === 0 && b.nth === a.of - 1))
  if (next) {
    const [first, second] = b.nth - a.nth === 1 ? [a, b] : [b, a]
    // One that turns straight back runs along the other.
    const back = side(first.from, first.to, second.to) === 0 && ahead(first.to, first.from, second.to)
    return back ? 'touch' : null
  }
  if (apart(a.from[0], a.to[0], b.from[0], b.to[0]) || apart(a.from[1], a.to[1], b.from[1], b.to[1])) return null
  const [b0, b1] = [side(a.from, a.to, b.from), side(a.from, a.to, b.to)]
  const [a0, a1] = [side(b.from, b.to, a.from), side(b.from, b.to, a.to)]
  if (b0 * b1 > 0 || a0 * a1 > 0) return null
  return b0 * b1 < 0 && a0 * a1 < 0 ? 'cross' : 'touch'
}

function apart(a0: number, a1: number, b0: number, b1: number): boolean {
  return Math.max(a0, a1) < Math.min(b0, b1) || Math.max(b0, b1) < Math.min(a0, a1)
}

function side(from: Position, to: Position, p: Position): number {
  return Math.sign((to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0]))
}

/** Whether both lie the same way from `at`. */
function ahead(at: Position, a: Position, b: Position): boolean {
  return (a[0] - at[0]) * (b[0] - at[0]) + (a[1] - at[1]) * (b[1] - at[1]) > 0
}

interface Box {
  west: number
  east: number
  south: number
  north: number
}

function boxOf(ring: readonly Position[]): Box {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
  for (const [lon, lat] of ring) {
    box.west = Math.min(box.west, lon)
    box.east = Math.max(box.east, lon)
    box.south = Math.min(box.south, lat)
    box.north = Math.max(box.north, lat)
  }
  return box
}

interface Grid extends Box {
  columns: number
  width: number
  height: number
}

function gridOver(edges: readonly Edge[]): Grid {
  const box = boxOf(edges.flatMap((edge) => [edge.from, edge.to]))
  const columns = Math.max(1, Math.ceil(Math.sqrt(edges.length)))
  const part = (span: number) => (span > 0 ? span / columns : 1)
  return { ...box, columns, width: part(box.east - box.west), height: part(box.north - box.south) }
}

/** The cells that an edge passes, column by column; a little more than those where it runs along their border. */
function* cellsOf({ from, to }: Edge, grid: Grid): Generator<number> {
  const [a, b] = from[0] <= to[0] ? [from, to] : [to, from]
  const at = (value: number, start: number, size: number) =>
    Math.min(grid.columns - 1, Math.max(0, Math.floor((value - start) / size)))
  const [first, last] = [at(a[0], grid.west, grid.width), at(b[0], grid.west, grid.width)]
  const latAt = (lon: number) => (b[0] === a[0] ? b[1] : a[1] + ((lon - a[0]) / (b[0] - a[0])) * (b[1] - a[1]))
  for (let column = first; column <= last; column++) {
    const enters = column === first ? a[1] : latAt(grid.west + column * grid.width)
    const leaves = column === last ? b[1] : latAt(grid.west + (column + 1) * grid.width)
    // A hair more on either side: where two edges meet must not fall between two cells by rounding.
    const [low, high] = [Math.min(enters, leaves) - grid.height * 1e-9, Math.max(enters, leaves) + grid.height * 1e-9]
    for (let row = at(low, grid.south, grid.height); row <= at(high, grid.south, grid.height); row++) {
      yield column * grid.columns + row
    }
  }
}

import type { Position } from './geometry.ts'

/**
 * Cuts a closed ring that crosses the 180th meridian into rings on either side of it, as RFC 7946 §3.1.9 asks: drawn
 * as it stands, a strip between Alaska and Siberia would cover the rest of the world. An edge longer than half the
 * world goes the short way round; one of just 360° runs along a parallel, and is left as it is.
 */
export function cutAtAntimeridian(ring: Position[]): Position[][] {
  const unrolled = unroll(ring)
  const lons = unrolled.map(([lon]) => lon)
  if (lons.reduce((a, b) => Math.min(a, b)) >= -180 && lons.reduce((a, b) => Math.max(a, b)) <= 180) return [unrolled]
  return [-360, 0, 360]
    .map((turn) => clip(clip(shift(unrolled, turn), -180, 1), 180, -1))
    .filter((part) => new Set(part.map(String)).size >= 3)
}

/**
 * A polygon, its outer ring first, as polygons on either side of the 180th meridian; the polygon itself where it does not reach
 * it. A hole goes with the part in whose longitudes it lies.
 */
export function cutPolygon(rings: Position[][]): Position[][][] {
  const [outer = [], ...holes] = rings
  if (!leavesGlobe(outer)) return [rings]
  const parts = cutAtAntimeridian(outer).map((part) => [part])
  for (const hole of holes.flatMap(cutAtAntimeridian)) {
    const [west, east] = lonsOf(hole)
    const around = parts.find(([part = []]) => {
      const [from, to] = lonsOf(part)
      return from <= west && east <= to
    })
    around?.push(hole)
  }
  return parts
}

/** A line as lines on either side of the 180th meridian; the line itself where it does not reach it. */
export function cutPath(line: Position[]): Position[][] {
  if (!leavesGlobe(line)) return [line]
  const parts: Position[][] = []
  let sheet: number | undefined
  const add = (from: Position, to: Position) => {
    // Which of the globe's turns a piece lies on: pieces end at the meridian, so that its middle tells it.
    const own = Math.floor(((from[0] + to[0]) / 2 + 180) / 360)
    const back = ([lon, lat]: Position): Position => [lon - own * 360, lat]
    if (own === sheet) parts.at(-1)?.push(back(to))
    else parts.push([back(from), back(to)])
    sheet = own
  }
  const path = unrollPath(line)
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [path[i - 1] as Position, path[i] as Position]
    const between = [-540, -180, 180, 540].filter((lon) => (lon - from[0]) * (lon - to[0]) < 0)
    if (to[0] < from[0]) between.reverse()
    let before = from
    for (const lon of between) {
      const at: Position = [lon, from[1] + ((lon - from[0]) / (to[0] - from[0])) * (to[1] - from[1])]
      add(before, at)
      before = at
    }
    add(before, to)
  }
  return parts
}

/** Whether a ring or line has a longitude past 180, or an edge that is longer than half the world and goes the short way round. */
function leavesGlobe(path: readonly Position[]): boolean {
  return path.some(([lon], i) => Math.abs(lon) > 180 || isShortWay(lon - (path[i - 1] ?? [lon])[0]))
}

function isShortWay(step: number): boolean {
  return Math.abs(step) > 180 && Math.abs(step) < 360
}

function lonsOf(path: readonly Position[]): [west: number, east: number] {
  return [path.reduce((a, [lon]) => Math.min(a, lon), Infinity), path.reduce((a, [lon]) => Math.max(a, lon), -Infinity)]
}

/** The ring with longitudes that may pass ±180, so that no edge is longer than half the world. */
function unroll(ring: readonly Position[]): Position[] {
  const out = unrollPath(ring)
  if (out.at(-1)?.[0] === ring.at(-1)?.[0]) return out
  // It went round a pole and ends a turn from where it began: it is closed over the pole that it lies nearer to.
  const pole = ring.reduce((sum, [, lat]) => sum + lat, 0) >= 0 ? 90 : -90
  const [first, last] = [out[0] as Position, out.at(-1) as Position]
  return [...out, [last[0], pole], [first[0], pole], first]
}

function unrollPath(path: readonly Position[]): Position[] {
  let turn = 0
  let before: Position | undefined
  const out: Position[] = []
  for (const at of path) {
    const step = before ? at[0] - before[0] : 0
    if (isShortWay(step)) turn -= Math.sign(step) * 360
    out.push([at[0] + turn, at[1]])
    before = at
  }
  return out
}

function shift(ring: readonly Position[], turn: number): Position[] {
  return ring.map(([lon, lat]) => [lon + turn, lat])
}

/** The part of a ring east (`keep` 1) or west (-1) of a meridian, closed along it (Sutherland and Hodgman, 1974). */
function clip(ring: readonly Position[], meridian: number, keep: 1 | -1): Position[] {
  const out: Position[] = []
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1] as Position, ring[i] as Position]
    const [fromIn, toIn] = [keep * (from[0] - meridian) >= 0, keep * (to[0] - meridian) >= 0]
    if (fromIn !== toIn) {
      const t = (meridian - from[0]) / (to[0] - from[0])
      out.push([meridian, from[1] + t * (to[1] - from[1])])
    }
    if (toIn) out.push(to)
  }
  if (out.length > 0) out.push(out[0] as Position)
  return out
}

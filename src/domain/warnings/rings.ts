import type { Position } from '../../base/geometry.ts'

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

/** The ring with longitudes that may pass ±180, so that no edge is longer than half the world. */
function unroll(ring: readonly Position[]): Position[] {
  let turn = 0
  let before: Position | undefined
  const out: Position[] = []
  for (const at of ring) {
    const step = before ? at[0] - before[0] : 0
    if (Math.abs(step) > 180 && Math.abs(step) < 360) turn -= Math.sign(step) * 360
    out.push([at[0] + turn, at[1]])
    before = at
  }
  if (turn === 0) return out
  // It went round a pole and ends a turn from where it began: it is closed over the pole that it lies nearer to.
  const pole = ring.reduce((sum, [, lat]) => sum + lat, 0) >= 0 ? 90 : -90
  const [first, last] = [out[0] as Position, out.at(-1) as Position]
  return [...out, [last[0], pole], [first[0], pole], first]
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

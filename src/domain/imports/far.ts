import { distanceM, type Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import type { Box } from '../places/ground.ts'

/** Kilometres outside its area at which a place is noted, since borders are drawn coarsely, and at which it is refused. */
export const PLACE_KM = { noted: 2, refused: 100 }
/** People live elsewhere than they are members: kilometres outside the county at which a home is noted, and left out. */
export const HOME_KM = { noted: 50, refused: 300 }

/** The box round each of these areas, or round the nearest above that has a shape; areas of which neither is known are left out. */
export async function boxesAround(tx: Tx, areas: readonly string[]): Promise<Map<string, Box>> {
  const found = await tx<{ code: string; west: number; south: number; east: number; north: number }[]>`
    select distinct on (l.code) l.code, st_xmin(a.shape) as west, st_ymin(a.shape) as south, st_xmax(a.shape) as east,
      st_ymax(a.shape) as north
    from area l join area a on a.code = any(l.path)
    where l.code = any(${areas as string[]}::text[]) and a.shape is not null order by l.code, a.level desc`
  return new Map(found.map(({ code, west, south, east, north }) => [code, [west, south, east, north]]))
}

/** How far outside a box the nearest of some positions lies, in kilometres; 0 inside. */
export function kmOutside([west, south, east, north]: Box, positions: Iterable<Position>): number {
  let least = Number.POSITIVE_INFINITY
  for (const [lon, lat] of positions) {
    const nearest: Position = [Math.min(Math.max(lon, west), east), Math.min(Math.max(lat, south), north)]
    least = Math.min(least, distanceM([lon, lat], nearest) / 1000)
    if (least === 0) return 0
  }
  return Number.isFinite(least) ? least : 0
}

/** Whether longitude and latitude stand in each other's column: turned round, the position lies in the box. */
export function isSwapped(box: Box, positions: Iterable<Position>): boolean {
  for (const [lon, lat] of positions) return kmOutside(box, [[lat, lon]]) === 0
  return false
}

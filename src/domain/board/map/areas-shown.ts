import { meet, type Span, type Tile } from './mercator.ts'
import type { MapArea } from './model.ts'

/** An area is drawn from the size at which its name finds room: so much of a tile's side, 60 px of 512. */
const ROOM = 0.12

/**
 * The deepest level of a tree's areas that is drawn at a zoom: the one whose usual area (the median) has room. Null: not
 * even the topmost has.
 */
export function deepestShown(areas: readonly MapArea[], z: number): number | null {
  let deepest: number | null = null
  for (const [level, own] of Map.groupBy(areas, (a) => a.level)) {
    const sides = own.flatMap(({ span }) => (span ? [Math.max(span[2] - span[0], span[3] - span[1])] : []))
    const usual = sides.sort((a, b) => a - b)[sides.length >> 1]
    if (usual !== undefined && usual * 2 ** z >= ROOM && level > (deepest ?? -1)) deepest = level
  }
  return deepest
}

/** An area in a tile, and how many levels above the deepest that is drawn there it is. */
export interface AreaShown {
  area: MapArea
  depth: number
}

/** The areas down to a level that meet a span, the larger first. */
export function areasIn(areas: readonly MapArea[], deepest: number, span: Span): AreaShown[] {
  return areas
    .filter((area) => area.level <= deepest && area.span !== null && meet(area.span, span))
    .sort((a, b) => a.level - b.level)
    .map((area) => ({ area, depth: deepest - area.level }))
}

/** Whether an area's name is written in this tile and not in one beside it. */
export function labelledIn({ label }: MapArea, { z, x, y }: Tile): boolean {
  if (label === null) return false
  const side = 2 ** z
  return Math.floor(label[0] * side) === x && Math.floor(label[1] * side) === y
}

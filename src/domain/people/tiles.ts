import type { Position } from '../../base/geometry.ts'

/** A box in degrees. */
export interface Tile {
  west: number
  south: number
  east: number
  north: number
}

/** Metres of a degree of latitude; one of longitude has as many by the cosine of the latitude. */
const DEGREE_M = 111_000

/**
 * Boxes of one grid that together hold everything within `withinM` metres of any of the positions: each once, however
 * many positions lie about it. A box round each of 300 places in one city found everybody there 300 times over.
 * Positions within some `withinM` of the 180th meridian miss what lies across it.
 */
export function tilesRound(positions: readonly Position[], withinM: number): Tile[] {
  const high = withinM / DEGREE_M
  const furthest = Math.max(0, ...positions.map(([, lat]) => Math.abs(lat))) + high
  const wide = high / Math.max(0.01, Math.cos((Math.min(furthest, 90) * Math.PI) / 180))
  const tiles = new Map<string, Tile>()
  for (const [lon, lat] of positions) {
    const [x, y] = [Math.floor(lon / wide), Math.floor(lat / high)]
    for (let column = x - 1; column <= x + 1; column++) {
      for (let row = y - 1; row <= y + 1; row++) {
        const [west, south] = [column * wide, row * high]
        tiles.set(`${column} ${row}`, { west, south, east: west + wide, north: south + high })
      }
    }
  }
  return [...tiles.values()]
}

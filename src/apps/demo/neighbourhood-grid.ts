import { EARTH_RADIUS_M, type MultiPolygon, type Polygon, type Position } from '../../base/geometry.ts'
import { cellCentre, cells, type Grid } from '../../base/grid.ts'
import { insideRings } from './plane.ts'

/** Cells whose middle lies in no neighbourhood go to one that is at most this many cells away: streets, canals, gaps. */
const REACH = 4

export const NOBODYS = -1

/** People on a square kilometre of inhabited ground that no whole city reaches, and that a crowded one does. */
const IMPOSSIBLE = 50_000
const CROWDED = 20_000

/**
 * How many people one unit of the grid's values is, and why that is not one. A population grid is often made finer by
 * copying each coarse cell's count into all the fine cells under it, which multiplies the people: the grid of Jakarta
 * adds up to 356 million. Where the values are impossible as counts of their own cells, they are taken as counts of
 * squares of n by n cells, with the smallest n at which the ground is as full as a crowded city's. For Jakarta that is
 * 6, and 9.9 million people, where the census of 2010 found 9.6 million.
 */
export function peoplePerUnit(grid: Grid): { scale: number; note: string | null } {
  let [people, km2] = [0, 0]
  for (const { centre, value } of cells(grid)) {
    if (!(value > 0)) continue
    people += value
    km2 += (grid.cell * KM_PER_DEGREE) ** 2 * Math.cos((centre[1] * Math.PI) / 180)
  }
  const density = km2 > 0 ? people / km2 : 0
  if (density <= IMPOSSIBLE) return { scale: 1, note: null }
  const n = Math.ceil(Math.sqrt(density / CROWDED))
  const sum = `${Math.round(people)} people, ${Math.round(density)} on a square kilometre`
  return { scale: 1 / n ** 2, note: `The grid adds up to ${sum}: its values are read as counts of ${n} by ${n} cells.` }
}

const KM_PER_DEGREE = (EARTH_RADIUS_M / 1000) * (Math.PI / 180)

/**
 * To which of the shapes each cell of a grid belongs: by its middle, or where that lies in none by the nearest cell
 * that has one, up to REACH cells away; NOBODYS where there is none or the cell has no people in it. Where shapes
 * overlap, the first has it.
 */
export function ownersOf(grid: Grid, shapes: readonly (Polygon | MultiPolygon)[]): Int32Array {
  const owners = new Int32Array(grid.values.length).fill(NOBODYS)
  shapes.forEach((shape, s) => {
    for (const rings of partsOf(shape)) {
      for (const index of cellsUnder(grid, rings[0] ?? [])) {
        if (owners[index] === NOBODYS && insideRings(cellCentre(grid, index), rings)) owners[index] = s
      }
    }
  })
  return spread(grid, owners)
}

/** The parts of a shape, each an outer ring and its holes. */
export function partsOf(shape: Polygon | MultiPolygon): Position[][][] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
}

/** Indices of the cells whose middles lie in the box round a ring. */
function* cellsUnder(grid: Grid, ring: readonly Position[]): Generator<number> {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number]
  for (const [lon, lat] of ring) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const column = (lon: number) => (lon - grid.west) / grid.cell
  const row = (lat: number) => grid.rows - (lat - grid.south) / grid.cell
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most, Math.floor(value)))
  if (!(east >= west) || column(east) < 0 || row(south) < 0) return
  for (let r = clamp(row(north), grid.rows); r < Math.min(grid.rows, Math.ceil(row(south))); r++) {
    for (let c = clamp(column(west), grid.columns); c < Math.min(grid.columns, Math.ceil(column(east))); c++) {
      yield r * grid.columns + c
    }
  }
}

/** Hands cells with people and no owner to an owner next to them, ring by ring. */
function spread(grid: Grid, owners: Int32Array): Int32Array {
  const orphans: number[] = []
  for (const { index, value } of cells(grid)) if (value > 0 && owners[index] === NOBODYS) orphans.push(index)
  const given = new Map<number, number>()
  for (const index of orphans) {
    const [row, column] = [Math.floor(index / grid.columns), index % grid.columns]
    let best: { owner: number; off: number } | null = null
    for (let r = Math.max(0, row - REACH); r <= Math.min(grid.rows - 1, row + REACH); r++) {
      for (let c = Math.max(0, column - REACH); c <= Math.min(grid.columns - 1, column + REACH); c++) {
        const owner = owners[r * grid.columns + c] as number
        const off = (r - row) ** 2 + (c - column) ** 2
        if (owner !== NOBODYS && off < (best?.off ?? Number.POSITIVE_INFINITY)) best = { owner, off }
      }
    }
    if (best) given.set(index, best.owner)
  }
  // Written only now, so that what was handed out is not handed on.
  for (const [index, owner] of given) owners[index] = owner
  return owners
}

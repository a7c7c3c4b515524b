import type { Position } from '../../../base/geometry.ts'
import { keysOf, type Tile } from './mercator.ts'
import { GONE, type Ground, type Picture } from './model.ts'
import { countAlong } from './picture.ts'

/** A district as it is drawn. */
export interface Drawn {
  ground: Ground
  picture: Picture
}

/** Places too close to be told apart: where their middle is, and how many there are in each state. */
export interface Cluster {
  where: Position
  n: number
  /** By the number of the state. */
  states: number[]
}

/** What of a district's points is shown in a tile: each by itself, by row, or many together. */
export interface Shown {
  rows: number[]
  clusters: Cluster[]
}

/** So many places are drawn one by one: with ids and names they fill some 120 KB. */
export const MOST_SINGLE = 1_200
/** From farther away a tile with few places looks as its neighbours with many do, unless there are few in all. */
export const SINGLE_FROM = 12
/** Clusters along a tile's side are 2^4: 32 px each on a tile of 512. */
const CELL_ZOOM = 4

/** How many points of a district lie in a tile, those that are gone included. */
export function countIn(ground: Ground, tile: Tile): number {
  const [first, end] = stretchOf(ground, keysOf(tile))
  return end - first
}

/**
 * The points in a tile. `single`: each by itself; else those of a cell together, and one that is alone in its cell by
 * itself. A cell is a tile some zooms deeper, thus a stretch of the curve: the work is in cells, not in places.
 */
export function placesIn({ ground, picture }: Drawn, tile: Tile, single: boolean): Shown {
  const keys = keysOf(tile)
  const [first, end] = stretchOf(ground, keys)
  const shown: Shown = { rows: [], clusters: [] }
  if (single) {
    for (let i = first; i < end; i++) addRow(shown, picture, ground.order[i] as number)
    return shown
  }
  const cell = Math.max(1, (keys[1] - keys[0]) / 4 ** CELL_ZOOM)
  for (let i = first; i < end; ) {
    const key = ground.keys[i] as number
    const next = lowerKey(ground.keys, (Math.floor(key / cell) + 1) * cell, i, end)
    if (next - i === 1) addRow(shown, picture, ground.order[i] as number)
    else addCluster(shown, ground, picture, i, next)
    i = next
  }
  return shown
}

function addRow(shown: Shown, picture: Picture, row: number): void {
  if (picture.states[row] !== GONE) shown.rows.push(row)
}

function addCluster(shown: Shown, ground: Ground, picture: Picture, from: number, to: number): void {
  const states = countAlong(ground, picture, from, to)
  const n = states.reduce((a, b) => a + b, 0)
  if (n === 0) return
  const middle = (sum: Float64Array) => ((sum[to] as number) - (sum[from] as number)) / (to - from)
  shown.clusters.push({ where: [middle(ground.sumX), middle(ground.sumY)], n, states })
}

function stretchOf({ keys }: Ground, [first, end]: [number, number]): [number, number] {
  const from = lowerKey(keys, first, 0, keys.length)
  return [from, lowerKey(keys, end, from, keys.length)]
}

/** The first of the sorted keys in [from, to) that is not below `key`. */
function lowerKey(keys: Float64Array, key: number, from: number, to: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as number) < key) low = middle + 1
    else high = middle
  }
  return low
}

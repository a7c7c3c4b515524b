import { EARTH_RADIUS_M, type Position } from '../../../base/geometry.ts'

/** Positions in degrees on WGS 84, each array as long as the other. */
export interface Positions {
  lon: Float64Array
  lat: Float64Array
}

/**
 * Positions as points on the unit sphere. They are compared by the square of the straight line between them, which grows
 * with the distance over ground and knows neither poles nor a date line; a sine is then paid once a position, not once
 * a pair.
 */
export interface Points {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
}

/** One of them: x, y, z. */
export type Point = readonly [number, number, number]

/** The least x, y, z, then the greatest. */
export type Box = [number, number, number, number, number, number]

const RAD = Math.PI / 180
/** Below this the first terms of the arc sine are exact to the last bit that matters: 64 km. */
const NEAR = 1e-4

export function onSphere({ lon, lat }: Positions): Points {
  const count = lon.length
  const [x, y, z] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let i = 0; i < count; i++) {
    const east = (lon[i] as number) * RAD
    const north = (lat[i] as number) * RAD
    const toAxis = Math.cos(north)
    x[i] = toAxis * Math.cos(east)
    y[i] = toAxis * Math.sin(east)
    z[i] = Math.sin(north)
  }
  return { count, x, y, z }
}

export function positionsOf(all: readonly Position[]): Positions {
  return { lon: Float64Array.from(all, (p) => p[0]), lat: Float64Array.from(all, (p) => p[1]) }
}

export function pointsOf(all: readonly Position[]): Point[] {
  const { x, y, z } = onSphere(positionsOf(all))
  return all.map((_, i) => [x[i] as number, y[i] as number, z[i] as number])
}

/** Whole metres over ground, for the square of a straight line through the unit sphere. */
export function metresOf(square: number): number {
  const half = Math.sqrt(square) / 2
  const angle = square < NEAR ? half * (1 + (square / 24) * (1 + (9 * square) / 80)) : Math.asin(Math.min(1, half))
  return Math.round(2 * EARTH_RADIUS_M * angle)
}

/** The square of the straight line that spans so many metres over ground; null: no limit. */
export function squareOf(metres: number | null): number {
  // Half the way round the globe reaches everybody. A micrometre is given, so that rounding takes nobody's last metre.
  if (metres === null || metres >= Math.PI * EARTH_RADIUS_M) return Number.POSITIVE_INFINITY
  return (2 * Math.sin((metres + 1e-6) / (2 * EARTH_RADIUS_M))) ** 2
}

/** Where somebody is, with those who are there. */
export interface Spots {
  points: Points
  /** At spot s are `at[from[s]]` up to `at[from[s + 1]]`. */
  from: Int32Array
  at: Int32Array
}

/**
 * The different positions among some: thousands of members live at the same few village points, and a search that
 * looks at each of them is a search that looks at one point a thousand times. Those for whom `room` is 0 are nowhere.
 */
export function spotsOf({ lon, lat }: Positions, room?: Int32Array): Spots {
  const count = lon.length
  const spotOf = new Int32Array(count).fill(-1)
  const table = new Int32Array(2 ** Math.ceil(Math.log2(count * 2 + 2))).fill(-1)
  const bits = new Float64Array(2)
  const words = new Int32Array(bits.buffer)
  const first = new Int32Array(count)
  let spots = 0
  for (let i = 0; i < count; i++) {
    if (room && room[i] === 0) continue
    bits[0] = lon[i] as number
    bits[1] = lat[i] as number
    let slot = hash(words) & (table.length - 1)
    for (; table[slot] !== -1; slot = (slot + 1) & (table.length - 1)) {
      const other = first[table[slot] as number] as number
      if (lon[other] === lon[i] && lat[other] === lat[i]) break
    }
    if (table[slot] === -1) {
      first[spots] = i
      table[slot] = spots++
    }
    spotOf[i] = table[slot] as number
  }
  const own = first.subarray(0, spots)
  const points = onSphere({ lon: pick(lon, own), lat: pick(lat, own) })
  return { points, ...grouped(spotOf, spots) }
}

/** Numbers by the group that each is in; those in group -1 are left out. */
export function grouped(groupOf: Int32Array, groups: number): { from: Int32Array; at: Int32Array } {
  const from = new Int32Array(groups + 1)
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i] as number
    if (group >= 0) from[group + 1] = (from[group + 1] as number) + 1
  }
  for (let g = 0; g < groups; g++) from[g + 1] = (from[g + 1] as number) + (from[g] as number)
  const at = new Int32Array(from[groups] as number)
  const next = from.slice()
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i] as number
    if (group < 0) continue
    const k = next[group] as number
    at[k] = i
    next[group] = k + 1
  }
  return { from, at }
}

function pick(array: Float64Array, which: Int32Array): Float64Array {
  return Float64Array.from(which, (i) => array[i] as number)
}

function hash(words: Int32Array): number {
  let h = 0x811c9dc5
  for (const word of words) h = Math.imul(h ^ word ^ (word >>> 15), 0x2c1b3c6d)
  return h ^ (h >>> 13)
}

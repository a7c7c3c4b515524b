import { EARTH_RADIUS_M, type Position } from '../../base/geometry.ts'

/**
 * Holders in space, from which the nearest are found and those who are full are taken out: a k-d tree over typed arrays.
 * A grid was rejected: thousands of members live at the same few village points, which fills a few cells and leaves the
 * rest empty, and once most holders are full it is searched ring after ring for nothing. Here every branch knows the
 * lowest holder still free in it: an empty branch is never entered, and of a thousand holders at one point only the one
 * wanted is looked at.
 *
 * Positions are points on the unit sphere, compared by the square of the straight line between them: it grows with the
 * distance over ground, and knows neither poles nor a date line.
 */
export interface HolderTree {
  /** Up to `count` free holders from nearest to farthest, then by number, none beyond `limit` or in `skip`. */
  nearest(at: Float64Array, count: number, limit: number, skip: ReadonlySet<number>): number[]
  /** Whether anybody, free or full, is within `limit` and not in `skip`. */
  anyone(at: Float64Array, limit: number, skip: ReadonlySet<number>): boolean
  /** The room that all within `limit` had together when the tree was made. */
  roomWithin(at: Float64Array, limit: number): number
}

/** No holder: above every number. */
const NONE = 0x7fffffff
const NO_NODE = -1

/** A position as x, y, z on the unit sphere. */
export function onSphere([lon, lat]: Position): Float64Array {
  const east = (lon * Math.PI) / 180
  const north = (lat * Math.PI) / 180
  return Float64Array.of(Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north))
}

/** The square of the straight line on the unit sphere that spans `metres` over ground; null means no limit. */
export function limitOf(metres: number | null): number {
  // Half the way round the globe reaches everybody. A micrometre is given, so that rounding takes nobody's last metre.
  if (metres === null || metres >= Math.PI * EARTH_RADIUS_M) return Number.POSITIVE_INFINITY
  return (2 * Math.sin((metres + 1e-6) / (2 * EARTH_RADIUS_M))) ** 2
}

/**
 * A tree of the holders numbered `members`. `points` and `room` have each holder at its number; whoever has no room left
 * is full. Room may shrink while the tree is in use, never grow.
 */
export function holderTree(members: Int32Array, points: readonly Float64Array[], room: Float64Array): HolderTree {
  // A node is a place in `holders`: the middle of its range, with the ranges to its left and right as its branches.
  const holders = Int32Array.from(members)
  const size = holders.length
  const x = new Float64Array(size * 3)
  const box = new Float64Array(size * 6)
  const left = new Int32Array(size).fill(NO_NODE)
  const right = new Int32Array(size).fill(NO_NODE)
  const parent = new Int32Array(size).fill(NO_NODE)
  const gone = new Uint8Array(size)
  const lowest = new Int32Array(size).fill(NONE)
  const roomBelow = new Float64Array(size)
  const root = build(0, size, NO_NODE)

  return {
    nearest(at, count, limit, skip) {
      const found: number[] = []
      const far: number[] = []
      const search = (node: number, bound: number) => {
        const last = found.length - 1
        if (lowest[node] === NONE || bound > limit) return
        if (last === count - 1) {
          const worst = far[last] as number
          if (bound > worst || (bound === worst && (lowest[node] as number) > (found[last] as number))) return
        }
        const holder = holders[node] as number
        if (!gone[node]) {
          if (room[holder] === 0) takeOut(node)
          else if (!skip.has(holder)) offer(holder, squareTo(node, at))
        }
        const l = left[node] as number
        const r = right[node] as number
        const toL = l === NO_NODE ? Number.POSITIVE_INFINITY : squareToBox(l, at)
        const toR = r === NO_NODE ? Number.POSITIVE_INFINITY : squareToBox(r, at)
        const leftFirst = toL < toR || (toL === toR && l !== NO_NODE && (lowest[l] as number) < (lowest[r] ?? NONE))
        if (leftFirst && l !== NO_NODE) search(l, toL)
        if (r !== NO_NODE) search(r, toR)
        if (!leftFirst && l !== NO_NODE) search(l, toL)
      }
      const offer = (holder: number, square: number) => {
        if (square > limit) return
        let i = found.length
        while (i > 0 && isAfter(far[i - 1] as number, found[i - 1] as number, square, holder)) i--
        if (i === count) return
        found.splice(i, 0, holder)
        far.splice(i, 0, square)
        if (found.length > count) {
          found.pop()
          far.pop()
        }
      }
      if (root !== NO_NODE && count > 0) search(root, squareToBox(root, at))
      return found
    },

    anyone(at, limit, skip) {
      const search = (node: number): boolean =>
        node !== NO_NODE &&
        squareToBox(node, at) <= limit &&
        ((squareTo(node, at) <= limit && !skip.has(holders[node] as number)) ||
          search(left[node] as number) ||
          search(right[node] as number))
      return search(root)
    },

    roomWithin(at, limit) {
      const sum = (node: number): number => {
        if (node === NO_NODE || roomBelow[node] === 0 || squareToBox(node, at) > limit) return 0
        if (squareToFarthest(node, at) <= limit) return roomBelow[node] as number
        const own = squareTo(node, at) <= limit ? (room[holders[node] as number] as number) : 0
        return own + sum(left[node] as number) + sum(right[node] as number)
      }
      return sum(root)
    },
  }

  function build(from: number, to: number, above: number): number {
    if (from >= to) return NO_NODE
    const node = (from + to) >> 1
    const bounds = boundsOf(from, to)
    box.set(bounds, node * 6)
    const spread = [0, 1, 2].map((axis) => (bounds[axis + 3] as number) - (bounds[axis] as number))
    select(holders, points, spread.indexOf(Math.max(...spread)), from, to - 1, node)
    x.set(points[holders[node] as number] as Float64Array, node * 3)
    parent[node] = above
    left[node] = build(from, node, node)
    right[node] = build(node + 1, to, node)
    lowest[node] = lowestBelow(node)
    roomBelow[node] =
      (room[holders[node] as number] as number) +
      (roomBelow[left[node] as number] ?? 0) +
      (roomBelow[right[node] as number] ?? 0)
    return node
  }

  function boundsOf(from: number, to: number): number[] {
    const bounds = [2, 2, 2, -2, -2, -2]
    for (let i = from; i < to; i++) {
      const point = points[holders[i] as number] as Float64Array
      for (let axis = 0; axis < 3; axis++) {
        bounds[axis] = Math.min(bounds[axis] as number, point[axis] as number)
        bounds[axis + 3] = Math.max(bounds[axis + 3] as number, point[axis] as number)
      }
    }
    return bounds
  }

  function lowestBelow(node: number): number {
    const own = gone[node] ? NONE : (holders[node] as number)
    return Math.min(own, lowest[left[node] as number] ?? NONE, lowest[right[node] as number] ?? NONE)
  }

  function takeOut(node: number): void {
    gone[node] = 1
    for (let n = node; n !== NO_NODE; n = parent[n] as number) lowest[n] = lowestBelow(n)
  }

  function squareTo(node: number, at: Float64Array): number {
    let sum = 0
    for (let axis = 0; axis < 3; axis++) sum += ((x[node * 3 + axis] as number) - (at[axis] as number)) ** 2
    return sum
  }

  /** Never more than the square to any point in the box, to the last bit: rounding keeps the order of what it rounds. */
  function squareToBox(node: number, at: Float64Array): number {
    let sum = 0
    for (let axis = 0; axis < 3; axis++) {
      const p = at[axis] as number
      const low = box[node * 6 + axis] as number
      const high = box[node * 6 + 3 + axis] as number
      sum += (p < low ? low - p : p > high ? p - high : 0) ** 2
    }
    return sum
  }

  /** Never less than the square to any point in the box. */
  function squareToFarthest(node: number, at: Float64Array): number {
    let sum = 0
    for (let axis = 0; axis < 3; axis++) {
      const p = at[axis] as number
      sum += Math.max(p - (box[node * 6 + axis] as number), (box[node * 6 + 3 + axis] as number) - p) ** 2
    }
    return sum
  }
}

function isAfter(squareA: number, a: number, squareB: number, b: number): boolean {
  return squareA > squareB || (squareA === squareB && a > b)
}

/** Hoare's selection: puts the holder who would stand at `k`, were they sorted along the axis, there; lower ones before. */
function select(
  holders: Int32Array,
  points: readonly Float64Array[],
  axis: number,
  from: number,
  to: number,
  k: number,
): void {
  const along = (i: number) => (points[holders[i] as number] as Float64Array)[axis] as number
  while (from < to) {
    const pivot = along((from + to) >> 1)
    let [i, j] = [from, to]
    while (i <= j) {
      while (along(i) < pivot) i++
      while (along(j) > pivot) j--
      if (i <= j) {
        const moved = holders[i] as number
        holders[i++] = holders[j] as number
        holders[j--] = moved
      }
    }
    if (k <= j) to = j
    else if (k >= i) from = i
    else return
  }
}

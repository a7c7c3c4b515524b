import { type Point, type Positions, spotsOf } from './arcs/points.ts'
import { treeOf } from './arcs/tree.ts'

/**
 * Holders in space, from which the nearest are found and those who are full are taken out: the tree that the arcs are found
 * by (arcs/tree.ts), whose branches each know the lowest holder still free in them: an empty branch is never entered, and of
 * a thousand holders at one spot only the one wanted is looked at. A grid was rejected: thousands of members live at the
 * same few village points, which fills a few cells and leaves the rest empty, and once most holders are full it is searched
 * ring after ring for nothing.
 */
export interface HolderTree {
  /** Up to `count` free holders from nearest to farthest, then by number, none beyond `limit` or in `skip`. */
  nearest(at: Point, count: number, limit: number, skip: ReadonlySet<number>): number[]
  /** Whether anybody, free or full, is within `limit` and not in `skip`. */
  anyone(at: Point, limit: number, skip: ReadonlySet<number>): boolean
  /** The room that all within `limit` had together when the tree was made. */
  roomWithin(at: Point, limit: number): number
}

/** No holder: above every number. */
const NONE = 0x7fffffff

/**
 * A tree of the holders numbered `members`. `positions` and `room` have each holder at its number; whoever has no room left
 * is full. Room may shrink while the tree is in use, never grow. Limits are squares (`squareOf`).
 */
export function holderTree(members: Int32Array, positions: Positions, room: Float64Array): HolderTree {
  const own = members.toSorted()
  const {
    points,
    from,
    at: who,
  } = spotsOf({
    lon: Float64Array.from(own, (h) => positions.lon[h] as number),
    lat: Float64Array.from(own, (h) => positions.lat[h] as number),
  })
  const { order, second, box, ...tree } = treeOf(points)
  const nodes = second.length
  /** Those of spot s are `holders[from[s]]` up to `holders[from[s + 1]]`, in order; before `free[s]` all are full. */
  const holders = who.map((i) => own[i] as number)
  const free = from.slice()
  const branches = Array.from(second, (b, node) => (b === 0 ? [] : [node + 1, b]))
  const spots = Array.from(second, (b, leaf) => (b === 0 ? [...order.subarray(tree.from[leaf], tree.upTo[leaf])] : []))
  const rooms = new Float64Array(points.count)
  for (let spot = 0; spot < points.count; spot++) {
    for (let k = from[spot] as number; k < (from[spot + 1] as number); k++) {
      rooms[spot] = (rooms[spot] as number) + (room[holders[k] as number] as number)
    }
  }
  const above = new Int32Array(nodes).fill(-1)
  const lowest = new Int32Array(nodes)
  const roomBelow = new Float64Array(nodes)
  // A branch stands after the one that it is of.
  for (let node = nodes - 1; node >= 0; node--) {
    for (const branch of branches[node] as number[]) {
      above[branch] = node
      roomBelow[node] = (roomBelow[node] as number) + (roomBelow[branch] as number)
    }
    for (const spot of spots[node] as number[]) roomBelow[node] = (roomBelow[node] as number) + (rooms[spot] as number)
    lowest[node] = lowestBelow(node)
  }

  return {
    nearest(at, count, limit, skip) {
      const found: number[] = []
      const far: number[] = []
      const isTooFar = (square: number, holder: number) =>
        square > limit ||
        (found.length === count && !isAfter(far[count - 1] as number, found[count - 1] as number, square, holder))
      const offer = (holder: number, square: number) => {
        let i = found.length
        while (i > 0 && isAfter(far[i - 1] as number, found[i - 1] as number, square, holder)) i--
        found.splice(i, 0, holder)
        far.splice(i, 0, square)
        if (found.length > count) {
          found.pop()
          far.pop()
        }
      }
      const search = (node: number, gap: number) => {
        if (lowest[node] === NONE || isTooFar(gap, lowest[node] as number)) return
        for (const spot of spots[node] as number[]) {
          const square = squareTo(spot, at)
          for (let k = free[spot] as number; k < (from[spot + 1] as number); k++) {
            const holder = holders[k] as number
            if (isTooFar(square, holder)) break
            if (room[holder] !== 0 && !skip.has(holder)) offer(holder, square)
          }
        }
        if (second[node] === 0) return takeOut(node)
        const [a, b] = [node + 1, second[node] as number]
        const [toA, toB] = [squareToBox(a, at), squareToBox(b, at)]
        if (isAfter(toA, lowest[a] as number, toB, lowest[b] as number)) {
          search(b, toB)
          search(a, toA)
        } else {
          search(a, toA)
          search(b, toB)
        }
      }
      if (count > 0) search(0, squareToBox(0, at))
      return found
    },

    anyone(at, limit, skip) {
      const search = (node: number): boolean =>
        squareToBox(node, at) <= limit &&
        ((spots[node] as number[]).some((spot) => squareTo(spot, at) <= limit && isOtherAt(spot, skip)) ||
          (branches[node] as number[]).some(search))
      return search(0)
    },

    roomWithin(at, limit) {
      const sum = (node: number): number => {
        if (roomBelow[node] === 0 || squareToBox(node, at) > limit) return 0
        if (squareToFarthest(node, at) <= limit) return roomBelow[node] as number
        let within = 0
        for (const spot of spots[node] as number[]) if (squareTo(spot, at) <= limit) within += rooms[spot] as number
        for (const branch of branches[node] as number[]) within += sum(branch)
        return within
      }
      return sum(0)
    },
  }

  function isOtherAt(spot: number, skip: ReadonlySet<number>): boolean {
    for (let k = from[spot] as number; k < (from[spot + 1] as number); k++) {
      if (!skip.has(holders[k] as number)) return true
    }
    return false
  }

  function lowestBelow(node: number): number {
    let least = NONE
    for (const branch of branches[node] as number[]) least = Math.min(least, lowest[branch] as number)
    for (const spot of spots[node] as number[]) {
      let k = free[spot] as number
      while (k < (from[spot + 1] as number) && room[holders[k] as number] === 0) k++
      free[spot] = k
      if (k < (from[spot + 1] as number)) least = Math.min(least, holders[k] as number)
    }
    return least
  }

  /** Those of a leaf who are full count no more, in it and all it is of. */
  function takeOut(leaf: number): void {
    for (let node = leaf; node !== -1; node = above[node] as number) {
      const least = lowestBelow(node)
      if (least === lowest[node]) return
      lowest[node] = least
    }
  }

  function squareTo(spot: number, [x, y, z]: Point): number {
    return (
      ((points.x[spot] as number) - x) ** 2 +
      ((points.y[spot] as number) - y) ** 2 +
      ((points.z[spot] as number) - z) ** 2
    )
  }

  /** Never more than the square to any point in the box, to the last bit: rounding keeps the order of what it rounds. */
  function squareToBox(node: number, at: Point): number {
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
  function squareToFarthest(node: number, at: Point): number {
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

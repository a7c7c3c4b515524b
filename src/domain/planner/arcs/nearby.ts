import type { Box, Point, Spots } from './points.ts'
import type { Tree } from './tree.ts'

/** The spots that can be among the nearest of some place in a box. */
export interface Nearby {
  /** Finds them; false, and nothing found, if they are more than `most`. */
  find(box: Box, most: number): boolean
  /** Puts those found in the order of how far they are from a point: the i-th is number `order[i]`, so `far[i]` off. */
  sort(middle: Point): void
  count: number
  order: Int32Array
  far: Float64Array
  x: Float64Array
  y: Float64Array
  z: Float64Array
  spot: Int32Array
}

/**
 * A spot is of no use to a box when `wanted` holders are nearer to every point of the box than it is to any. So the search
 * keeps the least distances within which `wanted` holders are of all the box, and goes where the box is nearer than the
 * last of them.
 */
export function nearbyOf(tree: Tree, { points, from }: Spots, wanted: number, limit: number): Nearby {
  const { order, second, box: boxes } = tree
  const farthest = new Float64Array(wanted)
  const stack = new Int32Array(128)
  const gaps = new Float64Array(128)
  let own = new Float64Array(256)
  const near: Nearby = {
    find,
    sort,
    count: 0,
    order: new Int32Array(256),
    far: new Float64Array(256),
    x: new Float64Array(256),
    y: new Float64Array(256),
    z: new Float64Array(256),
    spot: new Int32Array(256),
  }
  return near

  function find(box: Box, most: number): boolean {
    let known = 0
    let bound = limit
    near.count = 0
    let height = 1
    stack[0] = 0
    gaps[0] = 0
    while (height > 0) {
      let node = stack[--height] as number
      if ((gaps[height] as number) > bound) continue
      while (second[node] !== 0) {
        const [a, b] = [node + 1, second[node] as number]
        const [gapA, gapB] = [gapBetween(box, a), gapBetween(box, b)]
        const aFirst = gapA < gapB || (gapA === gapB && middleGap(box, a) <= middleGap(box, b))
        stack[height] = aFirst ? b : a
        gaps[height++] = aFirst ? gapB : gapA
        node = aFirst ? a : b
        if ((aFirst ? gapA : gapB) > bound) break
      }
      if (second[node] !== 0) continue
      for (let k = tree.from[node] as number; k < (tree.upTo[node] as number); k++) {
        const spot = order[k] as number
        const [x, y, z] = [points.x[spot] as number, points.y[spot] as number, points.z[spot] as number]
        const gap = outside(x, box[0], box[3]) ** 2 + outside(y, box[1], box[4]) ** 2 + outside(z, box[2], box[5]) ** 2
        if (gap > bound) continue
        keep(spot, x, y, z, gap)
        const far = across(x, box[0], box[3]) ** 2 + across(y, box[1], box[4]) ** 2 + across(z, box[2], box[5]) ** 2
        for (let left = (from[spot + 1] as number) - (from[spot] as number); left > 0 && far < bound; left--) {
          let i = known < wanted ? known++ : wanted - 1
          for (; i > 0 && (farthest[i - 1] as number) > far; i--) farthest[i] = farthest[i - 1] as number
          farthest[i] = far
          if (known === wanted) bound = Math.min(limit, farthest[wanted - 1] as number)
        }
        // Those kept before the bound came down may be beyond it now: only then is the group known to be too wide.
        if (near.count > most) {
          sift(bound)
          if (near.count > most) return false
        }
      }
    }
    sift(bound)
    return true
  }

  function keep(spot: number, x: number, y: number, z: number, gap: number): void {
    const k = near.count++
    if (k === own.length) grow()
    near.spot[k] = spot
    near.x[k] = x
    near.y[k] = y
    near.z[k] = z
    own[k] = gap
  }

  function sift(bound: number): void {
    let kept = 0
    for (let k = 0; k < near.count; k++) {
      if ((own[k] as number) > bound) continue
      near.spot[kept] = near.spot[k] as number
      near.x[kept] = near.x[k] as number
      near.y[kept] = near.y[k] as number
      near.z[kept] = near.z[k] as number
      own[kept++] = own[k] as number
    }
    near.count = kept
  }

  function sort(middle: Point): void {
    const { order, far, count } = near
    for (let k = 0; k < count; k++) {
      const dx = (near.x[k] as number) - middle[0]
      const dy = (near.y[k] as number) - middle[1]
      const dz = (near.z[k] as number) - middle[2]
      const is = Math.sqrt(dx * dx + dy * dy + dz * dz)
      // By insertion: they are few, and those of one leaf lie together.
      let i = k
      for (; i > 0 && (far[i - 1] as number) > is; i--) {
        far[i] = far[i - 1] as number
        order[i] = order[i - 1] as number
      }
      far[i] = is
      order[i] = k
    }
  }

  function gapBetween(box: Box, node: number): number {
    let sum = 0
    for (let k = 0; k < 3; k++) {
      const below = (box[k] as number) - (boxes[node * 6 + 3 + k] as number)
      const above = (boxes[node * 6 + k] as number) - (box[k + 3] as number)
      const gap = Math.max(0, below, above)
      sum += gap * gap
    }
    return sum
  }

  function middleGap(box: Box, node: number): number {
    let sum = 0
    for (let k = 0; k < 3; k++) {
      const both = (box[k] as number) + (box[k + 3] as number)
      const gap = both - (boxes[node * 6 + k] as number) - (boxes[node * 6 + 3 + k] as number)
      sum += gap * gap
    }
    return sum
  }

  function grow(): void {
    const size = own.length * 2
    for (const key of ['x', 'y', 'z'] as const) near[key] = grown(near[key], size)
    const spot = new Int32Array(size)
    spot.set(near.spot)
    near.spot = spot
    near.order = new Int32Array(size)
    near.far = new Float64Array(size)
    own = grown(own, size)
  }
}

function grown(array: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size)
  larger.set(array)
  return larger
}

/** How far a value is outside of a stretch. */
function outside(value: number, least: number, most: number): number {
  return value < least ? least - value : value > most ? value - most : 0
}

/** How far a value is from the farther end of a stretch. */
function across(value: number, least: number, most: number): number {
  return Math.max(value - least, most - value)
}

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
  const gap = new Float64Array(4)
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
    const { x: xs, y: ys, z: zs } = points
    const minX = box[0]
    const minY = box[1]
    const minZ = box[2]
    const maxX = box[3]
    const maxY = box[4]
    const maxZ = box[5]
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
        const a = node + 1
        const b = second[node] as number
        between(box, a, 0)
        between(box, b, 2)
        const gapA = gap[0] as number
        const gapB = gap[2] as number
        const aFirst = gapA < gapB || (gapA === gapB && (gap[1] as number) <= (gap[3] as number))
        stack[height] = aFirst ? b : a
        gaps[height++] = aFirst ? gapB : gapA
        node = aFirst ? a : b
        if ((aFirst ? gapA : gapB) > bound) break
      }
      if (second[node] !== 0) continue
      const last = tree.upTo[node] as number
      for (let k = tree.from[node] as number; k < last; k++) {
        const spot = order[k] as number
        const x = xs[spot] as number
        const y = ys[spot] as number
        const z = zs[spot] as number
        const outX = Math.max(0, minX - x, x - maxX)
        const outY = Math.max(0, minY - y, y - maxY)
        const outZ = Math.max(0, minZ - z, z - maxZ)
        const off = outX * outX + outY * outY + outZ * outZ
        if (off > bound) continue
        const i = near.count++
        if (i === own.length) grow()
        near.spot[i] = spot
        near.x[i] = x
        near.y[i] = y
        near.z[i] = z
        own[i] = off
        const farX = Math.max(x - minX, maxX - x)
        const farY = Math.max(y - minY, maxY - y)
        const farZ = Math.max(z - minZ, maxZ - z)
        const far = farX * farX + farY * farY + farZ * farZ
        for (let left = (from[spot + 1] as number) - (from[spot] as number); left > 0 && far < bound; left--) {
          let at = known < wanted ? known++ : wanted - 1
          for (; at > 0 && (farthest[at - 1] as number) > far; at--) farthest[at] = farthest[at - 1] as number
          farthest[at] = far
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

  /** Tells `gap` of a box and a node's: the square of what lies between them, and then between their middles. */
  function between(box: Box, node: number, at: number): void {
    let sum = 0
    let middles = 0
    for (let k = 0; k < 3; k++) {
      const least = boxes[node * 6 + k] as number
      const most = boxes[node * 6 + 3 + k] as number
      const own = Math.max(0, (box[k] as number) - most, least - (box[k + 3] as number))
      const off = (box[k] as number) + (box[k + 3] as number) - least - most
      sum += own * own
      middles += off * off
    }
    gap[at] = sum
    gap[at + 1] = middles
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

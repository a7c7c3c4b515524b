import type { Points } from './points.ts'

/** Points halved again and again along the longer side of their box: a k-d tree whose leaves hold a few points each. */
export interface Tree {
  /** The points in the order of the leaves: node k has `order[from[k]]` up to `order[upTo[k]]`. */
  order: Int32Array
  from: Int32Array
  upTo: Int32Array
  /** The second half; the first is the node after. 0: a leaf. */
  second: Int32Array
  /** Of each node: the least x, y, z of its points, then the greatest. */
  box: Float64Array
  /** What parts the halves: points of the first are not above it along the axis. */
  axis: Uint8Array
  parting: Float64Array
}

/** Points of a leaf, at most. */
const LEAF = 4

export function treeOf(points: Points): Tree {
  const { count, x, y, z } = points
  const along = [x, y, z] as const
  const room = Math.max(1, 4 * Math.ceil(count / LEAF))
  const tree: Tree = {
    order: Int32Array.from({ length: count }, (_, i) => i),
    from: new Int32Array(room),
    upTo: new Int32Array(room),
    second: new Int32Array(room),
    box: new Float64Array(room * 6),
    axis: new Uint8Array(room),
    parting: new Float64Array(room),
  }
  const { order, box } = tree
  let nodes = 0
  build(0, count)
  return tree

  function build(from: number, upTo: number): void {
    const node = nodes++
    tree.from[node] = from
    tree.upTo[node] = upTo
    let [axis, widest] = [0, 0]
    for (let k = 0; k < 3; k++) {
      const values = along[k] as Float64Array
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let i = from; i < upTo; i++) {
        const value = values[order[i] as number] as number
        if (value < least) least = value
        if (value > most) most = value
      }
      box[node * 6 + k] = least
      box[node * 6 + 3 + k] = most
      if (most - least > widest) {
        widest = most - least
        axis = k
      }
    }
    // Different positions can fall on one point of the sphere, at a pole: they are then never parted.
    if (upTo - from <= LEAF || widest === 0) return
    const middle = (from + upTo) >> 1
    const values = along[axis] as Float64Array
    select(order, values, from, upTo - 1, middle)
    tree.axis[node] = axis
    tree.parting[node] = values[order[middle] as number] as number
    build(from, middle)
    tree.second[node] = nodes
    build(middle, upTo)
  }
}

/** The leaf in whose part of space each point falls. */
export function leavesOf(tree: Tree, { count, x, y, z }: Points): Int32Array {
  const { second, axis, parting } = tree
  const leaf = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    let node = 0
    while (second[node] !== 0) {
      const side = axis[node]
      const value = (side === 0 ? x[i] : side === 1 ? y[i] : z[i]) as number
      node = value <= (parting[node] as number) ? node + 1 : (second[node] as number)
    }
    leaf[i] = node
  }
  return leaf
}

/** Hoare's selection: puts the one who would stand at `k`, were they sorted, there; lower ones before, higher ones after. */
export function select(order: Int32Array, values: Float64Array, from: number, to: number, k: number): void {
  while (from < to) {
    const pivot = values[order[(from + to) >> 1] as number] as number
    let [i, j] = [from, to]
    while (i <= j) {
      while ((values[order[i] as number] as number) < pivot) i++
      while ((values[order[j] as number] as number) > pivot) j--
      if (i <= j) {
        const moved = order[i] as number
        order[i++] = order[j] as number
        order[j--] = moved
      }
    }
    if (k <= j) to = j
    else if (k >= i) from = i
    else return
  }
}

import { nearbyOf } from './nearby.ts'
import { type Box, grouped, metresOf, onSphere, type Point, type Positions, spotsOf, squareOf } from './points.ts'
import { leavesOf, select, treeOf } from './tree.ts'

/** Who could have each place: the arcs of place i are `start[i]` up to `start[i + 1]`, the nearest holder first. */
export interface Arcs {
  start: Int32Array
  to: Int32Array
  /** Whole metres over ground. */
  cost: Int32Array
}

export interface Reach {
  /** Holders of a place, at most. */
  most: number
  /** Metres that a holder may be from a place; null: any distance. */
  withinM: number | null
  /** Places that each holder can carry: those who can carry none are passed over. Left out: everyone counts. */
  capacity?: Int32Array | undefined
}

/** So many spots are looked at for each place of a group; where there would be more, the group is halved. */
const NEARBY = 96
/** Differences of coordinates of about 1 are not right to the last bits: a hundredth of a millimetre is above it. */
const ABOVE_ROUNDING = 1e-12

/**
 * The nearest holders of each place. Places are taken in groups that lie together, by the leaf of the holders' tree in
 * which they fall: the tree is searched once a group, for all who can be among the nearest of any of its places, and
 * those few are then compared place by place. A search for each place would spend most of its time in the tree.
 *
 * Of several holders at one spot, each place is given the next ones in turn: were it always the first, a village's
 * thousand households could go to twelve of its members only.
 */
export function nearestHolders(places: Positions, holders: Positions, { most, withinM, capacity }: Reach): Arcs {
  const points = onSphere(places)
  const { x, y, z, count } = points
  const spots = spotsOf(holders, capacity)
  const limit = squareOf(withinM)
  const found = new Int32Array(count)
  const to = new Int32Array(count * most)
  const cost = new Int32Array(count * most)
  if (spots.points.count === 0 || most === 0) return { start: new Int32Array(count + 1), to, cost }

  const tree = treeOf(spots.points)
  const near = nearbyOf(tree, spots, most, limit)
  const turn = spots.from.slice()
  const nearest = new Int32Array(most + 1)
  const squares = new Float64Array(most + 1)
  const along = [x, y, z] as const
  const groups = grouped(leavesOf(tree, points), tree.second.length)
  for (let leaf = 0; leaf < tree.second.length; leaf++) {
    const [from, upTo] = [groups.from[leaf] as number, groups.from[leaf + 1] as number]
    if (from < upTo) serve(from, upTo)
  }
  return { start: started(), ...packed() }

  function serve(from: number, upTo: number): void {
    const box = boxOf(from, upTo)
    const widths = [box[3] - box[0], box[4] - box[1], box[5] - box[2]]
    const widest = Math.max(...widths)
    const most = upTo - from > 1 && widest > 0 ? NEARBY : Number.POSITIVE_INFINITY
    if (!near.find(box, most)) {
      const middle = (from + upTo) >> 1
      select(groups.at, along[widths.indexOf(widest)] as Float64Array, from, upTo - 1, middle)
      serve(from, middle)
      serve(middle, upTo)
      return
    }
    const middle = middleOf(box)
    near.sort(middle)
    for (let k = from; k < upTo; k++) give(groups.at[k] as number, middle)
  }

  /**
   * The nearest spots in order, by insertion. Those looked at come in the order of how far they are from the middle of the
   * group: from one on that is farther from it than the place and the last of the nearest together, all are beyond.
   */
  function give(place: number, middle: Point): void {
    const px = x[place] as number
    const py = y[place] as number
    const pz = z[place] as number
    const off = Math.sqrt((px - middle[0]) ** 2 + (py - middle[1]) ** 2 + (pz - middle[2]) ** 2)
    let known = 0
    let last = limit
    const { count, far, order, x: nx, y: ny, z: nz, spot: spotOf } = near
    for (let i = 0; i < count; i++) {
      const least = (far[i] as number) - off - ABOVE_ROUNDING
      if (least > 0 && least * least > last) break
      const k = order[i] as number
      const dx = (nx[k] as number) - px
      const dy = (ny[k] as number) - py
      const dz = (nz[k] as number) - pz
      const square = dx * dx + dy * dy + dz * dz
      if (square > last) continue
      const spot = spotOf[k] as number
      if (known === most && square === last && spot > (nearest[most - 1] as number)) continue
      let at = known < most ? known++ : most - 1
      while (at > 0 && isAfter(squares[at - 1] as number, nearest[at - 1] as number, square, spot)) {
        squares[at] = squares[at - 1] as number
        nearest[at] = nearest[at - 1] as number
        at--
      }
      squares[at] = square
      nearest[at] = spot
      if (known === most) last = squares[most - 1] as number
    }
    write(place, known)
  }

  function write(place: number, known: number): void {
    const begin = place * most
    let at = begin
    for (let k = 0; k < known && at < begin + most; k++) {
      const spot = nearest[k] as number
      const first = spots.from[spot] as number
      const end = spots.from[spot + 1] as number
      const metres = metresOf(squares[k] as number)
      let next = turn[spot] as number
      for (let left = Math.min(end - first, begin + most - at); left > 0; left--) {
        to[at] = spots.at[next] as number
        cost[at++] = metres
        next = next + 1 < end ? next + 1 : first
      }
      turn[spot] = next
    }
    found[place] = at - begin
  }

  function boxOf(from: number, upTo: number): Box {
    const box: Box = [2, 2, 2, -2, -2, -2]
    for (let k = from; k < upTo; k++) {
      const i = groups.at[k] as number
      const px = x[i] as number
      const py = y[i] as number
      const pz = z[i] as number
      if (px < box[0]) box[0] = px
      if (py < box[1]) box[1] = py
      if (pz < box[2]) box[2] = pz
      if (px > box[3]) box[3] = px
      if (py > box[4]) box[4] = py
      if (pz > box[5]) box[5] = pz
    }
    return box
  }

  function middleOf(box: Box): Point {
    return [(box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2]
  }

  function started(): Int32Array {
    const start = new Int32Array(count + 1)
    for (let i = 0; i < count; i++) start[i + 1] = (start[i] as number) + (found[i] as number)
    return start
  }

  /** Closes the gaps that places with fewer than `most` have left. */
  function packed(): { to: Int32Array; cost: Int32Array } {
    let at = 0
    for (let i = 0; i < count; i++) {
      const [begin, own] = [i * most, found[i] as number]
      if (at !== begin) {
        to.copyWithin(at, begin, begin + own)
        cost.copyWithin(at, begin, begin + own)
      }
      at += own
    }
    return at === to.length ? { to, cost } : { to: to.slice(0, at), cost: cost.slice(0, at) }
  }
}

function isAfter(squareA: number, a: number, squareB: number, b: number): boolean {
  return squareA > squareB || (squareA === squareB && a > b)
}

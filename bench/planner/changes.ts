import type { Transport } from '../../src/domain/planner/transport/model.ts'
import type { Change } from '../../src/domain/planner/transport/standing.ts'

/** A problem, what changes of it, and what it is then. */
interface Changed {
  before: Transport
  change: Change
  after: Transport
}

/** One in so many leaves, joins, comes or goes. */
const ONE_IN = 100

export const CHANGES: Record<'leave' | 'join' | 'come' | 'go', (t: Transport) => Changed> = {
  leave: (t) => {
    const { few } = parted(t.capacity.length)
    const capacity = t.capacity.slice()
    for (const holder of few) capacity[holder] = 0
    const holders = { which: few, capacity: new Int32Array(few.length) }
    return { before: t, change: { holders }, after: { ...t, ...arcsTo(t, (h) => capacity[h] !== 0), capacity } }
  },
  join: (t) => {
    const { few, many } = parted(t.capacity.length)
    const order = Int32Array.of(...many, ...few)
    const now = new Int32Array(order.length)
    for (const [number, holder] of order.entries()) now[holder] = number
    const after = { ...t, to: t.to.map((holder) => now[holder] as number), capacity: at(t.capacity, order) }
    const isNew = (holder: number) => holder >= many.length
    const near = [...t.unserved.keys()].filter((i) => after.to.subarray(t.start[i], t.start[i + 1]).some(isNew))
    const places = { ...placesOf(after, near), which: Int32Array.from(near) }
    const holders = { which: few.map((_, k) => many.length + k), capacity: at(t.capacity, few) }
    const before = { ...t, ...arcsTo(after, (h) => !isNew(h)), capacity: at(t.capacity, many) }
    return { before, change: { holders, places }, after }
  },
  come: (t) => {
    const { few, many } = parted(t.unserved.length)
    const places = { ...placesOf(t, few), which: few.map((_, k) => many.length + k) }
    return { before: { ...t, ...placesOf(t, many) }, change: { places }, after: t }
  },
  go: (t) => {
    const { few, many } = parted(t.unserved.length)
    const none = new Int32Array(few.length)
    const places = { which: few, ...placesOf(t, []), start: new Int32Array(few.length + 1), need: none, unserved: none }
    return { before: t, change: { places }, after: { ...t, ...placesOf(t, many) } }
  },
}

/** Those to whom something happens, and all others. */
function parted(count: number): { few: Int32Array; many: Int32Array } {
  const all = Int32Array.from({ length: count }, (_, i) => i)
  const isOne = (i: number) => i % ONE_IN === ONE_IN - 1
  return { few: all.filter(isOne), many: all.filter((i) => !isOne(i)) }
}

/** The arcs to those holders only. */
function arcsTo({ start, to, cost }: Transport, kept: (holder: number) => boolean) {
  const starts = new Int32Array(start.length)
  const [tos, costs] = [new Int32Array(to.length), new Int32Array(to.length)]
  let used = 0
  for (let i = 0; i + 1 < start.length; i++) {
    for (let arc = start[i] as number; arc < (start[i + 1] as number); arc++) {
      if (!kept(to[arc] as number)) continue
      tos[used] = to[arc] as number
      costs[used++] = cost[arc] as number
    }
    starts[i + 1] = used
  }
  return { start: starts, to: tos.slice(0, used), cost: costs.slice(0, used) }
}

/** Some of the places, in this order. */
function placesOf({ start, to, cost, unserved }: Transport, which: ArrayLike<number>) {
  const starts = new Int32Array(which.length + 1)
  for (let k = 0; k < which.length; k++) {
    const place = which[k] as number
    starts[k + 1] = (starts[k] as number) + (start[place + 1] as number) - (start[place] as number)
  }
  const [tos, costs] = [new Int32Array(starts[which.length] as number), new Int32Array(starts[which.length] as number)]
  for (let k = 0; k < which.length; k++) {
    const place = which[k] as number
    tos.set(to.subarray(start[place], start[place + 1]), starts[k])
    costs.set(cost.subarray(start[place], start[place + 1]), starts[k])
  }
  return { start: starts, to: tos, cost: costs, unserved: at(unserved, which) }
}

function at(array: Int32Array, which: ArrayLike<number>): Int32Array {
  return Int32Array.from(which, (i) => array[i] as number)
}

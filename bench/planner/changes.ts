import type { Moved } from '../../src/domain/planner/transport/carry-over.ts'
import type { Transport } from '../../src/domain/planner/transport/model.ts'

/** A problem, what it becomes, and where those of the second stood in the first. */
export interface Change extends Moved {
  before: Transport
  after: Transport
}

/** One in so many leaves, joins, comes or goes. */
const ONE_IN = 100

export const CHANGES: Record<'leave' | 'join' | 'come' | 'go', (t: Transport) => Change> = {
  leave: (t) => {
    const few = withoutHolders(t)
    return { before: t, after: few.t, holderBefore: few.which }
  },
  join: (t) => {
    const few = withoutHolders(t)
    return { before: few.t, after: t, holderBefore: inverse(few.which, t.capacity.length) }
  },
  come: (t) => {
    const few = withoutPlaces(t)
    return { before: few.t, after: t, placeBefore: inverse(few.which, t.unserved.length) }
  },
  go: (t) => {
    const few = withoutPlaces(t)
    return { before: t, after: few.t, placeBefore: few.which }
  },
}

function withoutHolders(t: Transport): { t: Transport; which: Int32Array } {
  const which = thinned(t.capacity.length)
  const now = inverse(which, t.capacity.length)
  return {
    which,
    t: { ...filtered(t, [...t.unserved.keys()], now), unserved: t.unserved, capacity: at(t.capacity, which) },
  }
}

function withoutPlaces(t: Transport): { t: Transport; which: Int32Array } {
  const which = thinned(t.unserved.length)
  const all = Int32Array.from(t.capacity.keys())
  return { which, t: { ...filtered(t, which, all), unserved: at(t.unserved, which), capacity: t.capacity } }
}

/** The arcs of these places to those holders who are still there, by their new numbers. */
function filtered({ start, to, cost }: Transport, places: ArrayLike<number>, now: Int32Array) {
  const begins = new Int32Array(places.length + 1)
  const [tos, costs] = [new Int32Array(to.length), new Int32Array(to.length)]
  let kept = 0
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number
    for (let arc = start[place] as number; arc < (start[place + 1] as number); arc++) {
      const holder = now[to[arc] as number] as number
      if (holder < 0) continue
      tos[kept] = holder
      costs[kept++] = cost[arc] as number
    }
    begins[i + 1] = kept
  }
  return { start: begins, to: tos.slice(0, kept), cost: costs.slice(0, kept) }
}

function thinned(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).filter((i) => i % ONE_IN !== ONE_IN - 1)
}

function inverse(which: Int32Array, count: number): Int32Array {
  const now = new Int32Array(count).fill(-1)
  for (const [i, old] of which.entries()) now[old] = i
  return now
}

function at(array: Int32Array, which: Int32Array): Int32Array {
  return Int32Array.from(which, (i) => array[i] as number)
}

import { MusterError } from '../../../base/errors.ts'
import type { Assignment } from './model.ts'

/** A problem as the search wants it, and the way back: of each of its arcs the one it was, -1 where it means nobody. */
export interface Prepared {
  a: Assignment
  origin: Int32Array
}

const LARGEST = 2 ** 30
const ROOM_WITHOUT_END = 2 ** 31 - 1

/**
 * Leaves out arcs that are too heavy for their holder, measures each holder's room in the largest unit that all its loads
 * share, and makes "nobody" a holder like others, with room without end. Throws PLAN_INVALID for numbers that make no
 * sense, PLAN_IMPOSSIBLE where a place fits nobody, or all together ask for more room than there is.
 */
export function prepare(a: Assignment): Prepared {
  check(a)
  const places = a.start.length - 1
  const holders = a.capacity.length
  const size = a.to.length + (a.unserved ? places : 0)
  const start = new Int32Array(places + 1)
  const columns = { to: new Int32Array(size), cost: new Int32Array(size), load: new Int32Array(size) }
  const origin = new Int32Array(size)
  let [count, asked] = [0, 0]
  const add = (to: number, cost: number, load: number, from: number) => {
    columns.to[count] = to
    columns.cost[count] = cost
    columns.load[count] = load
    origin[count++] = from
  }
  for (let place = 0; place < places; place++) {
    let least = Number.POSITIVE_INFINITY
    for (let arc = a.start[place] as number; arc < (a.start[place + 1] as number); arc++) {
      const [to, load] = [a.to[arc] as number, a.load[arc] as number]
      if (load > (a.capacity[to] as number)) continue
      add(to, a.cost[arc] as number, load, arc)
      least = Math.min(least, load)
    }
    if (a.unserved) add(holders, a.unserved[place] as number, 0, -1)
    else if (least === Number.POSITIVE_INFINITY)
      throw impossible(`place ${place + 1}`, 'fits into the room of no holder')
    else asked += least
    start[place + 1] = count
  }
  const room = a.capacity.reduce((sum, each) => sum + each, 0)
  if (asked > room) throw impossible('the places', `ask for a room of ${asked} at least, and there is ${room}`)
  const capacity = new Int32Array(holders + (a.unserved ? 1 : 0)).fill(ROOM_WITHOUT_END)
  capacity.set(a.capacity)
  const [to, cost, load] = [columns.to, columns.cost, columns.load].map((each) => each.subarray(0, count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  shareUnits(to, load, capacity)
  return { a: { start, to, cost, load, capacity, atMost: a.atMost }, origin }
}

/** Divides the loads and the room of each holder by what all its loads share. */
function shareUnits(to: Int32Array, load: Int32Array, capacity: Int32Array): void {
  const unit = new Int32Array(capacity.length)
  for (let arc = 0; arc < to.length; arc++) {
    const h = to[arc] as number
    if (unit[h] !== 1) unit[h] = commonDivisor(unit[h] as number, load[arc] as number)
  }
  for (let h = 0; h < capacity.length; h++) {
    const by = unit[h] as number
    if (by > 1) capacity[h] = Math.floor((capacity[h] as number) / by)
  }
  for (let arc = 0; arc < to.length; arc++) {
    const by = unit[to[arc] as number] as number
    if (by > 1) load[arc] = (load[arc] as number) / by
  }
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}

function check({ start, to, cost, load, capacity, unserved, atMost }: Assignment): void {
  const places = start.length - 1
  if (
    places < 0 ||
    start[0] !== 0 ||
    start[places] !== to.length ||
    cost.length !== to.length ||
    load.length !== to.length
  )
    throw invalid('the problem', 'has columns of different lengths')
  if (unserved && unserved.length !== places) throw invalid('the problem', 'has columns of different lengths')
  if (capacity.length === 0 && places > 0 && !unserved) throw impossible('the places', 'have no holder at all')
  for (let h = 0; h < capacity.length; h++) {
    if ((capacity[h] as number) < 0) throw invalid(`holder ${h + 1}`, `has the room ${capacity[h]}: from 0`)
  }
  const seen = new Int32Array(capacity.length)
  for (let place = 0; place < places; place++) {
    if (unserved && Math.abs(unserved[place] as number) >= LARGEST)
      throw invalid(`place ${place + 1}`, `costs ${unserved[place]} unserved: below ${LARGEST}`)
    for (let arc = start[place] as number; arc < (start[place + 1] as number); arc++) {
      const holder = to[arc] as number
      const where = `place ${place + 1}, holder ${holder + 1}`
      if (!(holder >= 0 && holder < capacity.length)) throw invalid(where, 'is a pair with nobody')
      if (seen[holder] === place + 1) throw invalid(where, 'is there twice')
      seen[holder] = place + 1
      if ((load[arc] as number) < 0) throw invalid(where, `has the load ${load[arc]}: from 0`)
      if (Math.abs(cost[arc] as number) >= LARGEST) throw invalid(where, `costs ${cost[arc]}: below ${LARGEST}`)
    }
  }
  if (atMost === undefined) return
  if (unserved) throw invalid('the problem', 'has both a price for nobody and a limit of holders')
  if (!(Number.isSafeInteger(atMost) && atMost >= 0)) throw invalid('the problem', `allows ${atMost} holders`)
}

function impossible(where: string, what: string): MusterError {
  return new MusterError('PLAN_IMPOSSIBLE', { where, what })
}

function invalid(where: string, what: string): MusterError {
  return new MusterError('PLAN_INVALID', { where, what })
}

/** Where all rooms and places together leave no way, which only a search to its end can tell. */
export function noPlan(): MusterError {
  return impossible('the whole', 'cannot be done: no way of giving out the places keeps the room of every holder')
}

import type { Transport } from './model.ts'
import { ARC, BEGIN, END, NOBODY, n, newState, of, put, type State, slotsOf, UNSERVED } from './state.ts'

/** A state with room for what comes, and where each place has its slots in it. */
export interface Ground {
  readonly s: State
  /** Place i has the slots `from[i]` up to `upTo[i]`. */
  readonly from: Int32Array
  readonly upTo: Int32Array
  /** So much of the room is used. Holders who have not come yet can carry nobody. */
  places: number
  holders: number
  slots: number
  arcs: number
}

/** What there must be room for: places and holders in all; slots and arcs beside those there are. */
export interface Wanted {
  places: number
  holders: number
  slots: number
  arcs: number
  /** Some place needs several. */
  several: boolean
}

/** The problem as it stands, and by which of its arcs each slot was given. */
export interface Snapshot {
  t: Transport
  slots: Int32Array
  arcOf: Int32Array
}

/** A quarter is left free beside what there is, so that room is made seldom. */
const FREE = 2

export function groundOf(t: Transport, wanted: Wanted): Ground {
  const places = t.unserved.length
  const slots = slotsOf(t)
  const count = n(slots, places)
  const s = newState(t, {
    holders: free(wanted.holders) - t.capacity.length,
    slots: free(count + wanted.slots) - count,
    arcs: free(t.to.length + wanted.arcs) - t.to.length,
    several: wanted.several,
  })
  const [from, upTo] = [new Int32Array(free(wanted.places)), new Int32Array(free(wanted.places))]
  from.set(slots.subarray(0, places))
  upTo.set(slots.subarray(1))
  return { s, from, upTo, places, holders: t.capacity.length, slots: count, arcs: t.to.length }
}

export function hasRoom({ s, from, slots, arcs }: Ground, wanted: Wanted): boolean {
  if (wanted.places > from.length || wanted.holders > s.holders || (wanted.several && s.single)) return false
  return slots + wanted.slots <= s.count && arcs + wanted.arcs <= s.to.length
}

/** The same plan where there is more room; what has gone takes none there. */
export function moved(ground: Ground, wanted: Wanted): Ground {
  const { t, arcOf } = snapshotOf(ground)
  const wider = groundOf(t, wanted)
  wider.s.price.set(ground.s.price.subarray(0, ground.holders))
  for (const [slot, arc] of arcOf.entries()) if (arc !== NOBODY) put(wider.s, slot, arc)
  return wider
}

export function snapshotOf({ s, from, upTo, places, holders }: Ground): Snapshot {
  const need = Int32Array.from({ length: places }, (_, i) => n(upTo, i) - n(from, i))
  const start = new Int32Array(places + 1)
  const unserved = new Int32Array(places)
  for (let i = 0; i < places; i++) {
    const slot = n(from, i)
    const arcs = n(need, i) > 0 ? of(s, slot, END) - of(s, slot, BEGIN) : 0
    start[i + 1] = n(start, i) + arcs
    if (n(need, i) > 0) unserved[i] = of(s, slot, UNSERVED)
  }
  const [to, cost] = [new Int32Array(n(start, places)), new Int32Array(n(start, places))]
  const t = { start, to, cost, need, unserved, capacity: s.capacity.slice(0, holders) }
  const slots = slotsOf(t)
  const arcOf = new Int32Array(n(slots, places)).fill(NOBODY)
  for (let i = 0; i < places; i++) {
    if (n(need, i) === 0) continue
    const begin = of(s, n(from, i), BEGIN)
    const end = of(s, n(from, i), END)
    to.set(s.to.subarray(begin, end), n(start, i))
    cost.set(s.cost.subarray(begin, end), n(start, i))
    for (let k = 0; k < n(need, i); k++) {
      const arc = of(s, n(from, i) + k, ARC)
      if (arc !== NOBODY) arcOf[n(slots, i) + k] = arc - begin + n(start, i)
    }
  }
  return { t, slots, arcOf }
}

function free(size: number): number {
  return size + (size >> FREE) + 1
}

import type { Transport } from './model.ts'

export const NOBODY = -1

/** Who has what while a plan is made: for each slot its arc, for each holder the list of its slots. */
export interface State {
  readonly t: Transport
  readonly holders: number
  readonly slots: Int32Array
  /** Of each slot, its place. */
  readonly placeOf: Int32Array
  readonly arcOf: Int32Array
  readonly load: Int32Array
  readonly price: Float64Array
  /** The slots of a holder as a linked list, so that one leaves in no time however many there are. */
  readonly first: Int32Array
  readonly next: Int32Array
  readonly before: Int32Array
}

export function newState(t: Transport): State {
  const places = t.start.length - 1
  const slots = new Int32Array(places + 1)
  for (let i = 0; i < places; i++) slots[i + 1] = n(slots, i) + (t.need ? n(t.need, i) : 1)
  const count = n(slots, places)
  const placeOf = new Int32Array(count)
  for (let i = 0; i < places; i++) placeOf.fill(i, slots[i], slots[i + 1])
  const holders = t.capacity.length
  return {
    t,
    holders,
    slots,
    placeOf,
    arcOf: new Int32Array(count).fill(NOBODY),
    load: new Int32Array(holders),
    price: new Float64Array(holders),
    first: new Int32Array(holders).fill(NOBODY),
    next: new Int32Array(count).fill(NOBODY),
    before: new Int32Array(count).fill(NOBODY),
  }
}

/** An element that is known to be there. */
export function n(array: Int32Array | Float64Array, i: number): number {
  return array[i] as number
}

/** Gives a slot that nobody has to the holder of an arc. */
export function put(s: State, slot: number, arc: number): void {
  const holder = n(s.t.to, arc)
  const second = n(s.first, holder)
  s.arcOf[slot] = arc
  s.next[slot] = second
  s.before[slot] = NOBODY
  if (second !== NOBODY) s.before[second] = slot
  s.first[holder] = slot
  s.load[holder] = n(s.load, holder) + 1
}

/** Takes a slot from whoever has it. */
export function take(s: State, slot: number): void {
  const holder = n(s.t.to, n(s.arcOf, slot))
  const [before, next] = [n(s.before, slot), n(s.next, slot)]
  if (before === NOBODY) s.first[holder] = next
  else s.next[before] = next
  if (next !== NOBODY) s.before[next] = before
  s.arcOf[slot] = NOBODY
  s.load[holder] = n(s.load, holder) - 1
}

/** Whether another slot of the same place is with a holder: nobody counts twice at one place. */
export function hasSibling(s: State, slot: number, holder: number): boolean {
  const place = n(s.placeOf, slot)
  for (let other = n(s.slots, place); other < n(s.slots, place + 1); other++) {
    if (other === slot) continue
    const arc = n(s.arcOf, other)
    if (arc !== NOBODY && n(s.t.to, arc) === holder) return true
  }
  return false
}

/** The arc by which a slot costs least at the holders' prices, but for holder `not` and those of its siblings; -1: none. */
export function cheapest(s: State, slot: number, not: number): number {
  const { start, to, cost } = s.t
  const place = n(s.placeOf, slot)
  const alone = n(s.slots, place + 1) - n(s.slots, place) === 1
  let [best, least] = [NOBODY, Number.POSITIVE_INFINITY]
  for (let arc = n(start, place); arc < n(start, place + 1); arc++) {
    const holder = n(to, arc)
    const price = n(cost, arc) + n(s.price, holder)
    if (price >= least || holder === not || n(s.t.capacity, holder) === 0) continue
    if (!alone && hasSibling(s, slot, holder)) continue
    best = arc
    least = price
  }
  return best
}

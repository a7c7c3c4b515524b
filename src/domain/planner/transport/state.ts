import type { Transport } from './model.ts'

export const NOBODY = -1
/**
 * Above every cost and every price to leave a place unserved. It is also the price of a holder who can carry nobody: so
 * dear that no place ever wants to go there, and no rule of its own is needed anywhere.
 */
export const TOO_DEAR = 2 ** 30

/**
 * Who has what while a plan is made: for each slot its arc, for each holder its price and the list of its slots.
 * Prices stay below 2^30 and so do lengths of paths, for nobody pays more than it costs to be left unserved: 32 bits are
 * enough, which the engine adds and compares without making them floating-point numbers.
 */
export interface State {
  readonly t: Transport
  readonly holders: number
  readonly slots: Int32Array
  /** Of each slot, its place. */
  readonly placeOf: Int32Array
  readonly arcOf: Int32Array
  /** What each holder can still carry; below 0: so many too many. */
  readonly room: Int32Array
  readonly price: Int32Array
  /** The slots of a holder as a linked list, so that one leaves in no time however many there are. */
  readonly first: Int32Array
  readonly next: Int32Array
  readonly before: Int32Array
  /** Every place needs one holder: slots are places, and nobody can be there twice. */
  readonly single: boolean
  /** The arcs of each place stand from the cheapest to the dearest: a search for the cheapest can end early. */
  readonly sorted: boolean
}

export function newState(t: Transport): State {
  const places = t.start.length - 1
  const slots = new Int32Array(places + 1)
  for (let i = 0; i < places; i++) slots[i + 1] = n(slots, i) + (t.need ? n(t.need, i) : 1)
  const count = n(slots, places)
  const placeOf = new Int32Array(count)
  for (let i = 0, slot = 0; i < places; i++) for (; slot < n(slots, i + 1); slot++) placeOf[slot] = i
  const holders = t.capacity.length
  return {
    t,
    holders,
    slots,
    placeOf,
    arcOf: new Int32Array(count).fill(NOBODY),
    room: t.capacity.slice(),
    price: t.capacity.map((room) => (room > 0 ? 0 : TOO_DEAR)),
    first: new Int32Array(holders).fill(NOBODY),
    next: new Int32Array(count).fill(NOBODY),
    before: new Int32Array(count).fill(NOBODY),
    single: t.need?.every((need) => need === 1) ?? true,
    sorted: isSorted(t),
  }
}

function isSorted({ start, cost }: Transport): boolean {
  for (let place = 0; place + 1 < start.length; place++) {
    let before = 0
    for (let arc = n(start, place), end = n(start, place + 1); arc < end; arc++) {
      const own = n(cost, arc)
      if (own < before) return false
      before = own
    }
  }
  return true
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
  s.room[holder] = n(s.room, holder) - 1
}

/** Takes a slot from whoever has it. */
export function take(s: State, slot: number): void {
  const holder = n(s.t.to, n(s.arcOf, slot))
  const before = n(s.before, slot)
  const next = n(s.next, slot)
  if (before === NOBODY) s.first[holder] = next
  else s.next[before] = next
  if (next !== NOBODY) s.before[next] = before
  s.arcOf[slot] = NOBODY
  s.room[holder] = n(s.room, holder) + 1
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

/** What an arc costs at its holder's price. */
export function reduced(s: State, arc: number): number {
  return n(s.t.cost, arc) + n(s.price, n(s.t.to, arc))
}

/**
 * The arc by which a slot costs least at the holders' prices, but for holder `not` and those of its siblings; -1: none
 * that costs less than `most`.
 */
export function cheapest(s: State, slot: number, not: number, most: number): number {
  const { start, to, cost } = s.t
  const { price, sorted, single } = s
  const place = n(s.placeOf, slot)
  const end = n(start, place + 1)
  let best = NOBODY
  let least = most
  for (let arc = n(start, place); arc < end; arc++) {
    const own = n(cost, arc)
    if (own >= least) {
      if (sorted) break
      continue
    }
    const holder = n(to, arc)
    const paid = own + n(price, holder)
    if (paid >= least || holder === not) continue
    if (!single && hasSibling(s, slot, holder)) continue
    best = arc
    least = paid
  }
  return best
}

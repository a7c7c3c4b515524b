import type { Transport } from './model.ts'

export const NOBODY = -1
/**
 * Above every cost and every price to leave a place unserved. It is also the price of a holder who can carry nobody: so
 * dear that no place ever wants to go there, and no rule of its own is needed anywhere.
 */
export const TOO_DEAR = 2 ** 30

/**
 * All there is to know of a slot, side by side: a search jumps from slot to slot over more memory than a processor keeps
 * at hand, and what it waits for is the jump, not the reading. Slot i has the eight numbers from `i * SEAT`.
 */
export const SEAT = 8
/** The arcs of its place. */
export const BEGIN = 0
export const END = 1
/** By which arc it was given, to whom, at what cost; the first two -1: to nobody. */
export const ARC = 2
export const HOLDER = 3
export const COST = 4
/** The slots of a holder as a linked list, so that one leaves in no time however many there are. */
export const NEXT = 5
export const BEFORE = 6
/** What it costs to leave it over. */
export const UNSERVED = 7

/**
 * Who has what while a plan is made: for each slot its seat, for each holder its price and the list of its slots.
 * Prices stay up to 2^30 and so do lengths of paths, for nobody pays more than it costs to be left unserved: 32 bits are
 * enough, which the engine adds and compares without making them floating-point numbers.
 */
export interface State {
  readonly t: Transport
  readonly holders: number
  readonly count: number
  readonly slots: Int32Array
  readonly seats: Int32Array
  /** What each holder can still carry; below 0: so many too many. */
  readonly room: Int32Array
  readonly price: Int32Array
  readonly first: Int32Array
  /** Every place needs one holder: slots are places, and nobody can be there twice. */
  readonly single: boolean
  /** Of each slot its place, where they differ. */
  readonly placeOf: Int32Array
  /** The arcs of each place stand from the cheapest to the dearest: a search for the cheapest can end early. */
  readonly sorted: boolean
}

export function newState(t: Transport): State {
  const places = t.start.length - 1
  const slots = new Int32Array(places + 1)
  for (let i = 0; i < places; i++) slots[i + 1] = n(slots, i) + (t.need ? n(t.need, i) : 1)
  const count = n(slots, places)
  const single = t.need?.every((need) => need === 1) ?? true
  const placeOf = new Int32Array(single ? 0 : count)
  const seats = new Int32Array(count * SEAT)
  for (let place = 0; place < places; place++) {
    for (let slot = n(slots, place); slot < n(slots, place + 1); slot++) {
      const at = slot * SEAT
      seats[at + BEGIN] = n(t.start, place)
      seats[at + END] = n(t.start, place + 1)
      seats[at + ARC] = NOBODY
      seats[at + HOLDER] = NOBODY
      seats[at + UNSERVED] = n(t.unserved, place)
      if (!single) placeOf[slot] = place
    }
  }
  return {
    t,
    holders: t.capacity.length,
    count,
    slots,
    seats,
    room: t.capacity.slice(),
    price: t.capacity.map((room) => (room > 0 ? 0 : TOO_DEAR)),
    first: new Int32Array(t.capacity.length).fill(NOBODY),
    single,
    placeOf,
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
export function n(array: Int32Array, i: number): number {
  return array[i] as number
}

/** One of the eight numbers of a slot. */
export function of(s: State, slot: number, what: number): number {
  return s.seats[slot * SEAT + what] as number
}

/** Gives a slot that nobody has to the holder of an arc. */
export function put({ t, seats, first, room }: State, slot: number, arc: number): void {
  const holder = n(t.to, arc)
  const second = n(first, holder)
  const at = slot * SEAT
  seats[at + ARC] = arc
  seats[at + HOLDER] = holder
  seats[at + COST] = n(t.cost, arc)
  seats[at + NEXT] = second
  seats[at + BEFORE] = NOBODY
  if (second !== NOBODY) seats[second * SEAT + BEFORE] = slot
  first[holder] = slot
  room[holder] = n(room, holder) - 1
}

/** Takes a slot from whoever has it. */
export function take({ seats, first, room }: State, slot: number): void {
  const at = slot * SEAT
  const holder = n(seats, at + HOLDER)
  const before = n(seats, at + BEFORE)
  const next = n(seats, at + NEXT)
  if (before === NOBODY) first[holder] = next
  else seats[before * SEAT + NEXT] = next
  if (next !== NOBODY) seats[next * SEAT + BEFORE] = before
  seats[at + ARC] = NOBODY
  seats[at + HOLDER] = NOBODY
  room[holder] = n(room, holder) + 1
}

/** Whether another slot of the same place is with a holder: nobody counts twice at one place. */
export function hasSibling(s: State, slot: number, holder: number): boolean {
  const place = n(s.placeOf, slot)
  for (let other = n(s.slots, place); other < n(s.slots, place + 1); other++) {
    if (other !== slot && of(s, other, HOLDER) === holder) return true
  }
  return false
}

/**
 * The arc by which a slot costs least at the holders' prices, but for holder `not` and those of its siblings; -1: none
 * that costs less than `most`.
 */
export function cheapest(s: State, slot: number, not: number, most: number): number {
  const { to, cost } = s.t
  const { price, sorted, single } = s
  const end = of(s, slot, END)
  let best = NOBODY
  let least = most
  for (let arc = of(s, slot, BEGIN); arc < end; arc++) {
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

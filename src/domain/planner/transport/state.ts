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

/** Where a slot begins that no place has: room for one that comes, or what one that went has left. */
export const NOWHERE = -1

/**
 * Who has what while a plan is made: for each slot its seat, for each holder its price and the list of its slots.
 * Prices stay up to 2^30 and so do lengths of paths, for nobody pays more than it costs to be left unserved: 32 bits are
 * enough, which the engine adds and compares without making them floating-point numbers.
 */
export interface State {
  /** Of each arc, the holder and the cost; which arcs a place has stands in the seats of its slots. */
  readonly to: Int32Array
  readonly cost: Int32Array
  readonly capacity: Int32Array
  readonly holders: number
  readonly count: number
  readonly seats: Int32Array
  /** What each holder can still carry; below 0: so many too many. */
  readonly room: Int32Array
  readonly price: Int32Array
  readonly first: Int32Array
  /** No place needs several holders: no slot has a sibling, and nobody can be at a place twice. */
  readonly single: boolean
  /** The slots of slot i's place are `siblings[2 * i]` up to `siblings[2 * i + 1]`; empty where `single`. */
  readonly siblings: Int32Array
  /** The arcs of each place stand from the cheapest to the dearest: a search for the cheapest can end early. */
  sorted: boolean
  /** What all that costs, and how many slots nobody has: kept up, since a change is small and there are many slots. */
  readonly sums: Float64Array
}

/** Room beside a problem for what comes to it later. */
export interface Spare {
  holders: number
  slots: number
  arcs: number
  /** Places that need several may come, where there is none yet. */
  several: boolean
}

const NO_SPARE: Spare = { holders: 0, slots: 0, arcs: 0, several: false }

/** Nobody has anything yet. The problem's own arrays of arcs are used, unless there is to be room beside them. */
export function newState(t: Transport, spare = NO_SPARE): State {
  const slots = slotsOf(t)
  const places = t.unserved.length
  const count = n(slots, places) + spare.slots
  const single = !spare.several && (t.need?.every((need) => need <= 1) ?? true)
  const siblings = new Int32Array(single ? 0 : count * 2)
  const seats = new Int32Array(count * SEAT)
  const sums = new Float64Array(2)
  for (let place = 0; place < places; place++) {
    const from = n(slots, place)
    const upTo = n(slots, place + 1)
    const unserved = n(t.unserved, place)
    for (let slot = from; slot < upTo; slot++) {
      vacate(seats, slot, n(t.start, place), n(t.start, place + 1), unserved)
      sums[0] = (sums[0] as number) + unserved
      if (single) continue
      siblings[2 * slot] = from
      siblings[2 * slot + 1] = upTo
    }
  }
  sums[1] = n(slots, places)
  for (let slot = n(slots, places); slot < count; slot++) vacate(seats, slot, NOWHERE, NOWHERE, 0)
  const capacity = longer(t.capacity, spare.holders)
  return {
    to: spare.arcs > 0 ? longer(t.to, spare.arcs) : t.to,
    cost: spare.arcs > 0 ? longer(t.cost, spare.arcs) : t.cost,
    capacity,
    holders: capacity.length,
    count,
    seats,
    room: capacity.slice(),
    price: capacity.map((room) => (room > 0 ? 0 : TOO_DEAR)),
    first: new Int32Array(capacity.length).fill(NOBODY),
    single,
    siblings,
    sorted: isSorted(t),
    sums,
  }
}

/** Place i has the slots from the i-th of these up to the next: one for each holder it needs. */
export function slotsOf({ need, unserved }: Transport): Int32Array {
  const slots = new Int32Array(unserved.length + 1)
  for (let i = 0; i < unserved.length; i++) slots[i + 1] = n(slots, i) + (need ? n(need, i) : 1)
  return slots
}

/** Gives a place a slot, which nobody has yet. */
export function seat({ seats, sums }: State, slot: number, begin: number, end: number, unserved: number): void {
  vacate(seats, slot, begin, end, unserved)
  sums[0] = (sums[0] as number) + unserved
  sums[1] = (sums[1] as number) + 1
}

/** Takes a slot that nobody has from its place. */
export function unseat({ seats, sums }: State, slot: number): void {
  sums[0] = (sums[0] as number) - n(seats, slot * SEAT + UNSERVED)
  sums[1] = (sums[1] as number) - 1
  vacate(seats, slot, NOWHERE, NOWHERE, 0)
}

/** Its place's arcs stand elsewhere now; whoever has the slot can still go there at the same cost. */
export function reseat(s: State, slot: number, begin: number, end: number): void {
  s.seats[slot * SEAT + BEGIN] = begin
  s.seats[slot * SEAT + END] = end
  const holder = of(s, slot, HOLDER)
  if (holder !== NOBODY) s.seats[slot * SEAT + ARC] = arcTo(s, slot, holder)
}

function vacate(seats: Int32Array, slot: number, begin: number, end: number, unserved: number): void {
  const at = slot * SEAT
  seats[at + BEGIN] = begin
  seats[at + END] = end
  seats[at + ARC] = NOBODY
  seats[at + HOLDER] = NOBODY
  seats[at + UNSERVED] = unserved
}

export function longer(array: Int32Array, more: number): Int32Array<ArrayBuffer> {
  const long = new Int32Array(array.length + more)
  long.set(array)
  return long
}

export function isSorted({ start, cost }: Pick<Transport, 'start' | 'cost'>): boolean {
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
export function put({ to, cost, seats, first, room, sums }: State, slot: number, arc: number): void {
  const holder = n(to, arc)
  const second = n(first, holder)
  const at = slot * SEAT
  seats[at + ARC] = arc
  seats[at + HOLDER] = holder
  seats[at + COST] = n(cost, arc)
  seats[at + NEXT] = second
  seats[at + BEFORE] = NOBODY
  if (second !== NOBODY) seats[second * SEAT + BEFORE] = slot
  first[holder] = slot
  room[holder] = n(room, holder) - 1
  sums[0] = (sums[0] as number) + n(cost, arc) - n(seats, at + UNSERVED)
  sums[1] = (sums[1] as number) - 1
}

/** Takes a slot from whoever has it. */
export function take({ seats, first, room, sums }: State, slot: number): void {
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
  sums[0] = (sums[0] as number) + n(seats, at + UNSERVED) - n(seats, at + COST)
  sums[1] = (sums[1] as number) + 1
}

/** Whether another slot of the same place is with a holder: nobody counts twice at one place. */
export function hasSibling({ siblings, seats }: State, slot: number, holder: number): boolean {
  for (let other = n(siblings, 2 * slot), end = n(siblings, 2 * slot + 1); other < end; other++) {
    if (other !== slot && n(seats, other * SEAT + HOLDER) === holder) return true
  }
  return false
}

/** The arc by which a slot goes to a holder; -1: there is none. */
export function arcTo(s: State, slot: number, holder: number): number {
  const end = of(s, slot, END)
  for (let arc = of(s, slot, BEGIN); arc < end; arc++) if (n(s.to, arc) === holder) return arc
  return NOBODY
}

/**
 * The arc by which a slot costs least at the holders' prices, but for holder `not` and those of its siblings; -1: none
 * that costs less than `most`.
 */
export function cheapest(s: State, slot: number, not: number, most: number): number {
  const { to, cost, price, sorted, single } = s
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

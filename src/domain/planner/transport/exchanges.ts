import { type Callers, callersOf } from './callers.ts'
import * as entries from './entries.ts'
import { COUNT, type Entries, enter, NONE, QUEUE } from './entries.ts'
import { sink } from './heap.ts'
import { arcTo, BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * Behind each entry stand all slots that could go there. One that went is left standing in the queues of who had it: what
 * an entry says that it costs is then the least that it can be, and whoever would use it asks first whether its slot `canGo`.
 * To look for the next cheapest among all that a holder has instead took more time than all the rest.
 */
export interface Exchanges extends Entries {
  /** 1: the holder was looked at; until then there is nothing to keep up. */
  readonly known: Uint8Array
  /** Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use. */
  readonly at: Int32Array
  mark: number
}

export function newExchanges({ holders, to }: State): Exchanges {
  const own = { known: new Uint8Array(holders), at: new Int32Array(holders), mark: 1 }
  return Object.assign(entries.newEntries(holders, to.length), own)
}

/** Makes sure of a holder who was never looked at. */
export function look(s: State, x: Exchanges, holder: number): void {
  if (x.known[holder] === 1) return
  x.known[holder] = 1
  const base = openAll(s, x, holder)
  const { to, cost, seats } = s
  const { at } = x
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const own = n(seats, slot * SEAT + COST)
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const other = n(to, arc)
      if (other !== holder) enter(x, base + n(at, other), slot, n(cost, arc) - own)
    }
  }
}

/** Opens a holder's entries, with room for a few more slots than there are. Entry `at[o]` past what it says leads to o. */
function openAll(s: State, x: Exchanges, holder: number): number {
  fresh(x)
  const { to, seats } = s
  const { at, mark, used } = x
  let k = 0
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const other = n(to, arc)
      if (other === holder) continue
      let i = n(at, other) - mark
      if (i < 0) {
        i = k++
        at[other] = mark + i
        entries.makeRoom(x, used + k)
        entries.open(x, used + i, other)
      }
      const counted = QUEUE * (used + i) + COUNT
      x.queues[counted] = n(x.queues, counted) + 1
    }
  }
  x.mark = mark + k
  entries.begin(x, holder, k)
  return used - mark
}

/** Whether a slot is a holder's still and can go to another. */
export function canGo(s: State, slot: number, holder: number, other: number): boolean {
  return n(s.seats, slot * SEAT + HOLDER) === holder && (s.single || !hasSibling(s, slot, other))
}

/** Makes a holder's entry true that is not; where it stands does not change. */
export function renew(s: State, x: Exchanges, k: number, holder: number): void {
  const { queues, items } = x
  const base = 2 * n(queues, QUEUE * k)
  let count = n(queues, QUEUE * k + COUNT)
  while (count > 0) {
    count--
    sink(items, base, count, n(items, base + 2 * count), n(items, base + 2 * count + 1))
    if (count > 0 && canGo(s, n(items, base + 1), holder, n(x.pairs, 2 * k))) break
  }
  queues[QUEUE * k + COUNT] = count
  if (count > 0) entries.say(x, k, n(items, base + 1), n(items, base))
  else entries.say(x, k, NOBODY, NONE)
}

/** Whose entries lead to each holder. */
export function linked(s: State, x: Exchanges): Callers {
  if (x.linked) return x.linked
  for (let holder = 0; holder < s.holders; holder++) look(s, x, holder)
  x.linked = callersOf(x, s.holders)
  return x.linked
}

/** Told after a slot was given to a holder. */
export function came(s: State, x: Exchanges, slot: number, holder: number): void {
  if (x.known[holder] === 0) return
  fresh(x)
  const { to, cost, seats } = s
  const { at, mark, pairs } = x
  const first = n(x.from, holder)
  let k = n(x.upTo, holder) - first
  for (let i = 0; i < k; i++) at[n(pairs, 2 * (first + i))] = mark + i
  const own = n(seats, slot * SEAT + COST)
  const last = n(seats, slot * SEAT + END)
  for (let arc = n(seats, slot * SEAT + BEGIN); arc < last; arc++) {
    const other = n(to, arc)
    if (other === holder) continue
    let i = n(at, other) - mark
    if (i < 0) {
      i = k++
      at[other] = mark + i
      entries.append(x, holder, i, other)
    }
    add(s, x, n(x.from, holder) + i, holder, slot, n(cost, arc) - own)
  }
  x.mark = mark + k
}

/** Told after a slot was taken from a holder: what the holders of its siblings could not hand on there, they can now. */
export function went(s: State, x: Exchanges, slot: number, holder: number): void {
  if (s.single) return
  for (let each = n(s.siblings, 2 * slot), end = n(s.siblings, 2 * slot + 1); each < end; each++) {
    const giver = n(s.seats, each * SEAT + HOLDER)
    if (giver !== NOBODY && each !== slot) widened(s, x, each, giver, arcTo(s, each, holder))
  }
}

/** A holder's slot can go to one more holder than before. */
export function widened(s: State, x: Exchanges, slot: number, holder: number, arc: number): void {
  if (x.known[holder] === 0) return
  const other = n(s.to, arc)
  const end = n(x.upTo, holder)
  let k = n(x.from, holder)
  while (k < end && n(x.pairs, 2 * k) !== other) k++
  if (k === end) k = entries.append(x, holder, k - n(x.from, holder), other)
  add(s, x, k, holder, slot, n(s.cost, arc) - n(s.seats, slot * SEAT + COST))
}

function add(s: State, x: Exchanges, k: number, holder: number, slot: number, length: number): void {
  if (entries.isFull(x, k)) widen(s, x, k, holder, slot)
  enter(x, k, slot, length)
}

/** More room in a queue, or less in it: where most of what it holds has long gone, it is filled anew. */
function widen(s: State, x: Exchanges, k: number, holder: number, but: number): void {
  const { cost, seats } = s
  const size = n(x.queues, QUEUE * k + COUNT)
  const load = n(s.capacity, holder) - n(s.room, holder)
  if (size < 2 * load) {
    entries.reserve(x, k, 2 * size + 4)
    return
  }
  const other = n(x.pairs, 2 * k)
  entries.empty(x, k)
  if (size < 8) entries.reserve(x, k, 16)
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const arc = slot === but ? NOBODY : arcTo(s, slot, other)
    if (arc !== NOBODY) enter(x, k, slot, n(cost, arc) - n(seats, slot * SEAT + COST))
  }
}

/** Sees to it that there are numbers left to mark with. */
function fresh(x: Exchanges): void {
  if (x.mark < 0x3fffffff) return
  x.at.fill(0)
  x.mark = 1
}

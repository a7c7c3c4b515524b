import { type Callers, callersOf } from './callers.ts'
import * as entries from './entries.ts'
import { type Entries, enter, NONE } from './entries.ts'
import { arcTo, BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * Of most arcs nothing is ever wanted: they cost more than any search goes. So a holder's entries tell only of exchanges
 * that cost less than `within`; a search that comes so far looks farther first.
 *
 * A slot that went is left standing in the entries of who had it: what an entry says that it costs is then the least that
 * it can be, and whoever would use it asks first whether its slot `canGo`. The next few stand behind it; only where none of
 * those can go either is all looked through that the holder has.
 */
export interface Exchanges extends Entries {
  /** What each exchange that a holder's entries do not tell of costs at least; UNSEEN: they tell of none yet. */
  readonly within: Int32Array
  /** So much above a holder's price is looked at first. */
  readonly reach: number
  /** Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use. */
  readonly at: Int32Array
  mark: number
}

/** Below what any exchange costs. */
const UNSEEN = -NONE

export function newExchanges(s: State): Exchanges {
  const { holders, count } = s
  return Object.assign(entries.newEntries(holders, count / Math.max(1, holders)), {
    within: new Int32Array(holders).fill(UNSEEN),
    reach: usualCost(s),
    at: new Int32Array(holders),
    mark: 1,
  })
}

/** What a place costs whoever has it, by one place of each: how far apart prices of neighbours are. */
function usualCost({ first, seats }: State): number {
  let [sum, count] = [0, 0]
  for (const slot of first) {
    if (slot === NOBODY) continue
    sum += n(seats, slot * SEAT + COST)
    count++
  }
  return 1 + Math.round(sum / Math.max(1, count))
}

/** Looks at some of a holder's exchanges, or at more of them than before. */
export function lookFarther(s: State, x: Exchanges, holder: number): void {
  const within = n(x.within, holder)
  const most = within === UNSEEN ? n(s.price, holder) + x.reach : 3 * within + x.reach
  look(s, x, holder, Math.min(NONE, most))
}

export function isUnseen(x: Exchanges, holder: number): boolean {
  return x.within[holder] === UNSEEN
}

/** Looks at all exchanges of everybody that cost less than their price and so much more. */
export function lookAtAll(s: State, x: Exchanges, more: number): void {
  for (let holder = 0; holder < s.holders; holder++) look(s, x, holder, Math.min(NONE, n(s.price, holder) + more))
}

/** Makes sure of all exchanges of a holder that cost less than `most`. */
function look(s: State, x: Exchanges, holder: number, most: number): void {
  const least = n(x.within, holder)
  if (least >= most) return
  let beyond = NONE
  markAll(x, holder)
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(s.seats, slot * SEAT + NEXT)) {
    beyond = Math.min(beyond, enterSlot(s, x, holder, slot, least, most))
  }
  unmark(x, holder)
  x.within[holder] = beyond
}

/** Enters where a slot can go at a cost from `least` and below `most`; what the least costs that is not below it. */
function enterSlot(s: State, x: Exchanges, holder: number, slot: number, least: number, most: number): number {
  const { to, cost, seats, sorted } = s
  const { at, mark } = x
  const own = n(seats, slot * SEAT + COST)
  const end = n(seats, slot * SEAT + END)
  let beyond = NONE
  for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
    const length = n(cost, arc) - own
    if (length >= most) {
      if (length < beyond) beyond = length
      if (sorted) break
      continue
    }
    const other = n(to, arc)
    if (length < least || other === holder) continue
    let i = n(at, other) - mark
    if (i < 0) {
      i = n(x.upTo, holder) - n(x.from, holder)
      at[other] = mark + i
      entries.append(x, holder, i, other)
    }
    enter(x, n(x.from, holder) + i, slot, length)
  }
  return beyond
}

/** Marks where the entries of a holder lead, so that each is found without a search, until `unmark`. */
function markAll(x: Exchanges, holder: number): void {
  if (x.mark >= 0x3fffffff) {
    x.at.fill(0)
    x.mark = 1
  }
  const { at, mark, pairs } = x
  const first = n(x.from, holder)
  const count = n(x.upTo, holder) - first
  for (let i = 0; i < count; i++) at[n(pairs, 2 * (first + i))] = mark + i
}

function unmark(x: Exchanges, holder: number): void {
  x.mark += n(x.upTo, holder) - n(x.from, holder)
}

/** Whether a slot is a holder's still and can go to another. */
export function canGo(s: State, slot: number, holder: number, other: number): boolean {
  return n(s.seats, slot * SEAT + HOLDER) === holder && (s.single || !hasSibling(s, slot, other))
}

/** Makes a holder's entry true that is not; where it stands does not change. */
export function renew(s: State, x: Exchanges, k: number, holder: number): void {
  const other = n(x.pairs, 2 * k)
  while (entries.next(x, k)) if (canGo(s, n(x.slots, k), holder, other)) return
  const all = entries.isAll(x, k)
  entries.empty(x, k)
  if (all) return
  const { to, cost, seats, sorted } = s
  const within = n(x.within, holder)
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const own = n(seats, slot * SEAT + COST)
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const length = n(cost, arc) - own
      if (length >= within && sorted) break
      if (n(to, arc) !== other) continue
      if (length < within && (s.single || !hasSibling(s, slot, other))) enter(x, k, slot, length)
      break
    }
  }
}

/** Whose entries lead to each holder. */
export function linked(s: State, x: Exchanges): Callers {
  x.linked ??= callersOf(x, s.holders)
  return x.linked
}

/** Told after a slot was given to a holder. */
export function came(s: State, x: Exchanges, slot: number, holder: number): void {
  const within = n(x.within, holder)
  if (within === UNSEEN) return
  markAll(x, holder)
  enterSlot(s, x, holder, slot, UNSEEN, within)
  unmark(x, holder)
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
  const length = n(s.cost, arc) - n(s.seats, slot * SEAT + COST)
  if (length >= n(x.within, holder)) return
  const other = n(s.to, arc)
  const end = n(x.upTo, holder)
  let k = n(x.from, holder)
  while (k < end && n(x.pairs, 2 * k) !== other) k++
  if (k === end) k = entries.append(x, holder, k - n(x.from, holder), other)
  enter(x, k, slot, length)
}

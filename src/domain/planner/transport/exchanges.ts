import { type Callers, callersOf } from './callers.ts'
import * as entries from './entries.ts'
import { type Entries, enter } from './entries.ts'
import { arcTo, BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * A slot that went is left standing in the entries of who had it: what an entry says that it costs is then the least that
 * it can be, and whoever would use it asks first whether its slot `canGo`. The next few stand behind it; only where none of
 * those can go either is all looked through that the holder has.
 */
export interface Exchanges extends Entries {
  /** 1: the holder was looked at; until then there is nothing to keep up. */
  readonly known: Uint8Array
  /** Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use. */
  readonly at: Int32Array
  mark: number
}

export function newExchanges({ holders, count }: State): Exchanges {
  const own = { known: new Uint8Array(holders), at: new Int32Array(holders), mark: 1 }
  return Object.assign(entries.newEntries(holders, count / Math.max(1, holders)), own)
}

/** Makes sure of a holder who was never looked at. */
export function look(s: State, x: Exchanges, holder: number): void {
  if (x.known[holder] === 1) return
  x.known[holder] = 1
  fresh(x)
  const { to, cost, seats } = s
  const { at, mark, used } = x
  let k = 0
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const own = n(seats, slot * SEAT + COST)
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
      enter(x, used + i, slot, n(cost, arc) - own)
    }
  }
  x.mark = mark + k
  entries.begin(x, holder, k)
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
  const { cost, seats } = s
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
    const arc = arcTo(s, slot, other)
    if (arc === NOBODY || (!s.single && hasSibling(s, slot, other))) continue
    enter(x, k, slot, n(cost, arc) - n(seats, slot * SEAT + COST))
  }
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
    enter(x, n(x.from, holder) + i, slot, n(cost, arc) - own)
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
  enter(x, k, slot, n(s.cost, arc) - n(s.seats, slot * SEAT + COST))
}

/** Sees to it that there are numbers left to mark with. */
function fresh(x: Exchanges): void {
  if (x.mark < 0x3fffffff) return
  x.at.fill(0)
  x.mark = 1
}

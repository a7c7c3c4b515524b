import { type Callers, callersOf } from './callers.ts'
import { type Few, few } from './few.ts'
import { longer, NOBODY, n, type State } from './state.ts'

/** Where the exchanges (exchanges.ts) are kept: each holder has a stretch of entries, one for each other holder. */
export interface Entries {
  /** Where a holder's entries begin and end. An entry keeps its place among them as long as there is a plan. */
  from: Int32Array
  upTo: Int32Array
  /**
   * Entry k is `pairs[2 * k]`, to whom, and `pairs[2 * k + 1]`, what it costs more, before prices. Where it is no longer
   * known, the first is the complement, and the second the least it can be.
   */
  pairs: Int32Array
  /** The slot of each entry that is known. */
  slots: Int32Array
  /** The few cheapest slots of each entry. */
  lists: Few
  /** Whose entries lead to each holder; null until `link` was asked for it. */
  linked: Callers | null
  link(): Callers
  /** Makes a holder's i-th entry, one past the last, lead to another. Where its entries begin now. */
  append(holder: number, i: number, other: number): number
  /** Makes an entry one that nobody is left for. */
  empty(k: number, other: number): void
  /** Takes the first of its list for an entry. */
  take(k: number): void
}

/** Above every length that is of use: an entry nobody is left for. */
export const NONE = 2 ** 30
/** Entries of a holder that there is room for at first, on average. */
const USUAL = 24
/** Slots that stand behind an entry, a quarter of those a holder has: more cost more to keep than they save. */
const PART = 4
const FEWEST = 8
const MOST = 64

export function entriesOf({ holders, count }: State): Entries {
  const from = new Int32Array(holders)
  const upTo = new Int32Array(holders)
  const room = new Int32Array(holders)
  const lists = few(holders * USUAL, Math.max(FEWEST, Math.min(MOST, Math.ceil(count / holders / PART))))
  let linkOf = new Int32Array(holders * USUAL)
  let used = 0
  const e: Entries = {
    from,
    upTo,
    pairs: new Int32Array(2 * holders * USUAL),
    slots: new Int32Array(holders * USUAL),
    lists,
    linked: null,
    link() {
      e.linked = callersOf({ from, upTo, pairs: e.pairs, linkOf }, holders)
      return e.linked
    },
    append(holder, i, other) {
      const begin = i < n(room, holder) ? n(from, holder) : moveTo(holder, i, i + (i >> 1) + 12)
      if (e.linked) linkOf[begin + i] = e.linked.add(other, holder, i, NONE)
      empty(begin + i, other)
      upTo[holder] = begin + i + 1
      return begin
    },
    empty,
    take(k) {
      e.slots[k] = lists.first(k)
      measure(k, lists.least(k))
    },
  }
  return e

  function empty(k: number, other: number): void {
    e.pairs[2 * k] = other
    e.slots[k] = NOBODY
    lists.clear(k)
    measure(k, NONE)
  }

  function measure(k: number, length: number): void {
    e.pairs[2 * k + 1] = length
    if (e.linked) e.linked.links[4 * n(linkOf, k) + 3] = length
  }

  /** A stretch moves to the end when it has become too short. */
  function moveTo(holder: number, k: number, wanted: number): number {
    const size = e.slots.length
    if (used + wanted > size) {
      const more = Math.max(used + wanted - size, size >> 1)
      e.pairs = longer(e.pairs, 2 * more)
      e.slots = longer(e.slots, more)
      linkOf = longer(linkOf, more)
      lists.grow(size + more)
    }
    const [begin, old] = [used, n(from, holder)]
    e.pairs.copyWithin(2 * begin, 2 * old, 2 * (old + k))
    e.slots.copyWithin(begin, old, old + k)
    linkOf.copyWithin(begin, old, old + k)
    lists.copy(begin, old, k)
    from[holder] = begin
    upTo[holder] = begin + k
    room[holder] = wanted
    used += wanted
    return begin
  }
}

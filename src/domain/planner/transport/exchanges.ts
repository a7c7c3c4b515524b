import { few } from './few.ts'
import { BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * Behind each entry stand a few of the cheapest slots in order (few.ts). A slot that came is put among them; when one
 * goes, the next takes its turn. Only when none of the few is left, and there had been more of them, is the entry no
 * longer known: its length stays as the least that it can be, and all of the holder's places are looked at again when a
 * search would use it. With one slot an entry that happened four times a path, and took more time than all the rest.
 */
export interface Exchanges {
  /** Where a holder's entries begin and end. */
  from: Int32Array
  upTo: Int32Array
  /**
   * Entry k is `pairs[2 * k]`, to whom, and `pairs[2 * k + 1]`, what it costs more, before prices. Where it is no longer
   * known, the first is the complement, and the second the least it can be.
   */
  pairs: Int32Array
  /** The slot of an entry that is known. */
  slotOf(k: number): number
  /** Looks at all of a holder's places: all entries are known then, and may stand elsewhere. */
  refresh(holder: number): void
  /** The same for one that was never looked at, or of whom too much changed. */
  look(holder: number): void
  came(slot: number, holder: number): void
  went(slot: number, holder: number): void
}

/** Above every length that is of use: an entry nobody is left for. */
const NONE = 2 ** 30
/** Entries of a holder that there is room for at first, on average. */
const USUAL = 24

export function exchanges(s: State): Exchanges {
  const { to, cost } = s.t
  const { seats, single } = s
  const from = new Int32Array(s.holders)
  const upTo = new Int32Array(s.holders)
  const room = new Int32Array(s.holders)
  const known = new Uint8Array(s.holders)
  const lists = few(s.holders * USUAL)
  let used = 0
  // Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use.
  const at = new Int32Array(s.holders)
  let mark = 1

  const x: Exchanges = {
    from,
    upTo,
    pairs: new Int32Array(2 * s.holders * USUAL),
    slotOf: lists.first,
    refresh,
    look(holder) {
      if (known[holder] === 0) refresh(holder)
    },
    came,
    went,
  }
  return x

  function refresh(holder: number): void {
    let begin = n(from, holder)
    let limit = n(room, holder)
    let k = 0
    if (mark > 0x3fffffff) restart()
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
      const own = n(seats, slot * SEAT + COST)
      const end = n(seats, slot * SEAT + END)
      for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
        const other = n(to, arc)
        if (other === holder) continue
        if (!single && hasSibling(s, slot, other)) continue
        let i = n(at, other) - mark
        if (i < 0) {
          if (k === limit) {
            limit = k + (k >> 1) + 12
            begin = moveTo(holder, k, limit)
          }
          i = k++
          at[other] = mark + i
          x.pairs[2 * (begin + i)] = other
          lists.clear(begin + i)
        }
        lists.enter(begin + i, slot, n(cost, arc) - own)
      }
    }
    mark += k
    for (let i = begin; i < begin + k; i++) x.pairs[2 * i + 1] = lists.least(i)
    upTo[holder] = begin + k
    known[holder] = 1
  }

  function came(slot: number, holder: number): void {
    if (!single) forgetSiblings(slot)
    if (known[holder] === 0) return
    if (mark > 0x3fffffff) restart()
    const begin = n(from, holder)
    let k = n(upTo, holder) - begin
    for (let i = 0; i < k; i++) {
      const other = n(x.pairs, 2 * (begin + i))
      at[other < 0 ? ~other : other] = mark + i
    }
    const own = n(seats, slot * SEAT + COST)
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const other = n(to, arc)
      if (other === holder) continue
      const length = n(cost, arc) - own
      let i = n(at, other) - mark
      if (i < 0) {
        if (k === n(room, holder)) {
          // No room for another: the holder is looked at anew when it is needed, and then gets more.
          known[holder] = 0
          break
        }
        i = k++
        x.pairs[2 * (begin + i)] = other
        x.pairs[2 * (begin + i) + 1] = NONE
        lists.clear(begin + i)
      }
      const entry = begin + i
      const least = n(x.pairs, 2 * entry + 1)
      lists.enter(entry, slot, length, n(x.pairs, 2 * entry) < 0 ? least : NONE)
      if (length > least) continue
      x.pairs[2 * entry] = other
      x.pairs[2 * entry + 1] = length
    }
    mark += k
    upTo[holder] = begin + k
  }

  function went(slot: number, holder: number): void {
    if (!single) known[holder] = 0
    if (known[holder] === 0) return
    for (let k = n(from, holder), end = n(upTo, holder); k < end; k++) {
      if (lists.first(k) !== slot) continue
      if (lists.pass(k, seats, holder)) x.pairs[2 * k + 1] = lists.least(k)
      else if (lists.hadMore(k)) x.pairs[2 * k] = ~n(x.pairs, 2 * k)
      else x.pairs[2 * k + 1] = NONE
    }
  }

  /** Where nobody may be twice at a place, what one holder of it can hand on depends on who the others are. */
  function forgetSiblings(slot: number): void {
    const place = n(s.placeOf, slot)
    for (let each = n(s.slots, place); each < n(s.slots, place + 1); each++) {
      const holder = n(seats, each * SEAT + HOLDER)
      if (holder !== NOBODY) known[holder] = 0
    }
  }

  /** Each holder has a stretch of the arrays, which moves to the end when it has become too short. */
  function moveTo(holder: number, k: number, wanted: number): number {
    if (2 * (used + wanted) > x.pairs.length) {
      const larger = new Int32Array(Math.max(2 * (used + wanted), x.pairs.length + (x.pairs.length >> 1)))
      larger.set(x.pairs)
      x.pairs = larger
      lists.grow(larger.length / 2)
    }
    const [begin, old] = [used, n(from, holder)]
    x.pairs.copyWithin(2 * begin, 2 * old, 2 * (old + k))
    lists.copy(begin, old, k)
    from[holder] = begin
    room[holder] = wanted
    used += wanted
    return begin
  }

  function restart(): void {
    at.fill(0)
    mark = 1
  }
}

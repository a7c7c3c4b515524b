import { type Callers, toOf } from './callers.ts'
import { type Entries, entriesOf, NONE } from './entries.ts'
import { BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * Behind each entry stand a few of the cheapest slots in order (few.ts). A slot that came is put among them; when one
 * goes, the next takes its turn. Only when none of the few is left, and there had been more of them, is the entry no
 * longer known: its length stays as the least that it can be, and all of the holder's places are looked at again for those
 * entries when a search would use one. With one slot an entry that happened four times a path, and took more time than
 * all the rest.
 */
export interface Exchanges extends Pick<Entries, 'from' | 'upTo' | 'pairs' | 'slots'> {
  /** Makes sure of a holder who was never looked at, or of whom too much changed: the entries may stand elsewhere then. */
  look(holder: number): void
  /** Makes those of a holder's entries known that are no longer; each stays where it is. */
  renew(holder: number): void
  /** Too much of a holder changes to follow it slot by slot. */
  forget(holder: number): void
  /** A slot can go to one more holder than before. */
  widened(slot: number, holder: number, arc: number): void
  /** Whose entries lead to each holder; everybody is known when it is asked for. */
  callers(): Callers
  came(slot: number, holder: number): void
  /** Told after the slot was taken. */
  went(slot: number, holder: number): void
}

export function exchanges(s: State): Exchanges {
  const { to, cost, seats, single } = s
  const e = entriesOf(s)
  const { from, upTo, lists, empty, take } = e
  const known = new Uint8Array(s.holders)
  // Once somebody asks who calls whom, those who are no longer known stand in a list.
  const unknown: number[] = []
  // Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use.
  const at = new Int32Array(s.holders)
  let mark = 1
  return Object.assign(e, { look, renew, forget, widened, callers, came, went })

  function callers(): Callers {
    if (e.linked) {
      while (unknown.length > 0) look(unknown.pop() as number)
      return e.linked
    }
    for (let holder = 0; holder < s.holders; holder++) look(holder)
    return e.link()
  }

  function forget(holder: number): void {
    if (known[holder] === 0) return
    known[holder] = 0
    if (e.linked) unknown.push(holder)
  }

  function look(holder: number): void {
    if (known[holder] === 1) return
    let k = marked(holder)
    let begin = n(from, holder)
    for (let i = begin; i < begin + k; i++) empty(i, toOf(e.pairs, i))
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
      const own = n(seats, slot * SEAT + COST)
      const end = n(seats, slot * SEAT + END)
      for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
        const other = n(to, arc)
        if (other === holder) continue
        if (!single && hasSibling(s, slot, other)) continue
        let i = n(at, other) - mark
        if (i < 0) {
          i = k++
          begin = append(holder, i, other)
        }
        lists.enter(begin + i, slot, n(cost, arc) - own)
      }
    }
    for (let i = begin; i < begin + k; i++) if (lists.first(i) !== NOBODY) take(i)
    mark += k
    known[holder] = 1
  }

  function renew(holder: number): void {
    const [begin, k] = [n(from, holder), n(upTo, holder) - n(from, holder)]
    fresh()
    for (let i = 0; i < k; i++) {
      if (n(e.pairs, 2 * (begin + i)) >= 0) continue
      const other = toOf(e.pairs, begin + i)
      at[other] = mark + i
      empty(begin + i, other)
    }
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(seats, slot * SEAT + NEXT)) {
      const own = n(seats, slot * SEAT + COST)
      const end = n(seats, slot * SEAT + END)
      for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
        const i = n(at, n(to, arc)) - mark
        if (i < 0 || (!single && hasSibling(s, slot, n(to, arc)))) continue
        lists.enter(begin + i, slot, n(cost, arc) - own)
      }
    }
    for (let i = begin; i < begin + k; i++) {
      if (n(at, toOf(e.pairs, i)) === mark + i - begin && lists.first(i) !== NOBODY) take(i)
    }
    mark += k
  }

  function came(slot: number, holder: number): void {
    if (!single) forgetSiblings(slot)
    if (known[holder] === 0) return
    let k = marked(holder)
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const other = n(to, arc)
      if (other === holder) continue
      let i = n(at, other) - mark
      if (i < 0) {
        i = k++
        append(holder, i, other)
      }
      add(n(from, holder) + i, slot, arc)
    }
    mark += k
  }

  function widened(slot: number, holder: number, arc: number): void {
    if (!single) forget(holder)
    if (known[holder] === 0) return
    const other = n(to, arc)
    const end = n(upTo, holder)
    let k = n(from, holder)
    while (k < end && toOf(e.pairs, k) !== other) k++
    if (k === end) {
      const i = k - n(from, holder)
      k = i + e.append(holder, i, other)
    }
    add(k, slot, arc)
  }

  /** Adds a slot to those of an entry, which may not be known. */
  function add(k: number, slot: number, arc: number): void {
    const length = n(cost, arc) - n(seats, slot * SEAT + COST)
    const [to, least] = [n(e.pairs, 2 * k), n(e.pairs, 2 * k + 1)]
    lists.enter(k, slot, length, to < 0 ? least : NONE)
    if (length > least) return
    e.pairs[2 * k] = to < 0 ? ~to : to
    take(k)
  }

  function went(slot: number, holder: number): void {
    if (!single) {
      forget(holder)
      forgetSiblings(slot)
    }
    if (known[holder] === 0) return
    for (let k = n(from, holder), end = n(upTo, holder); k < end; k++) {
      if (n(e.slots, k) !== slot) continue
      if (lists.pass(k, seats, holder)) take(k)
      else if (lists.hadMore(k)) unsure(k)
      else empty(k, n(e.pairs, 2 * k))
    }
  }

  /** Nothing is left of an entry's list, and there may be others: its length is the least that theirs can be. */
  function unsure(k: number): void {
    e.slots[k] = NOBODY
    e.pairs[2 * k] = ~n(e.pairs, 2 * k)
  }

  /** Where nobody may be twice at a place, what one holder of it can hand on depends on who the others are. */
  function forgetSiblings(slot: number): void {
    for (let each = n(s.siblings, 2 * slot), end = n(s.siblings, 2 * slot + 1); each < end; each++) {
      const holder = n(seats, each * SEAT + HOLDER)
      if (holder !== NOBODY) forget(holder)
    }
  }

  /** Notes where the others stand among a holder's entries: other o is entry `at[o] - mark`. How many there are. */
  function marked(holder: number): number {
    fresh()
    const [begin, end] = [n(from, holder), n(upTo, holder)]
    for (let k = begin; k < end; k++) {
      at[toOf(e.pairs, k)] = mark + k - begin
    }
    return end - begin
  }

  /** Sees to it that there are numbers left to mark with. */
  function fresh(): void {
    if (mark < 0x3fffffff) return
    at.fill(0)
    mark = 1
  }

  function append(holder: number, i: number, other: number): number {
    at[other] = mark + i
    return e.append(holder, i, other)
  }
}

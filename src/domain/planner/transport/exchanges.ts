import { BEGIN, COST, END, HOLDER, hasSibling, NEXT, NOBODY, n, SEAT, type State } from './state.ts'

/**
 * For each holder, the cheapest ways to hand one place on to each other holder: about 20 entries instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * An entry has a few of the cheapest slots in order. A slot that came is put among them; one that went stays until a
 * search would use it, and the next takes its turn: what an entry says is never more than what is true. Only when none
 * of the few is left, and there had been more of them, are all of the holder's places looked at again. With one slot
 * an entry that happened four times a path, and took more time than all the rest.
 */
export interface Exchanges {
  /** Where a holder's entries begin and end. */
  from: Int32Array
  upTo: Int32Array
  to: Int32Array
  /** What it costs more, before prices: not less than this. */
  length: Int32Array
  /** Brings holder's entry k to what is true; false: all entries of the holder were made anew, and stand elsewhere. */
  settle(holder: number, k: number): boolean
  /** The slot of an entry that was settled. */
  slotOf(k: number): number
  /** Makes a holder known that was never looked at, or of whom too much changed. */
  look(holder: number): void
  /** A slot came to a holder; or one went, of a place that needs several. */
  came(slot: number, holder: number): void
  went(slot: number, holder: number): void
}

/** Slots that an entry remembers: more cost more to keep than they save. */
const FEW = 4
/** Above every length that is of use: an entry nobody is left for. */
const NONE = 2 ** 30

export function exchanges(s: State): Exchanges {
  const { to, cost } = s.t
  const { seats, single } = s
  const from = new Int32Array(s.holders)
  const upTo = new Int32Array(s.holders)
  const room = new Int32Array(s.holders)
  const known = new Uint8Array(s.holders)
  let used = 0
  // Of each entry: how many slots it has, which, at what lengths, and whether there are others that it has no room for.
  let count = new Uint8Array(s.holders * 24)
  let more = new Uint8Array(s.holders * 24)
  let slots = new Int32Array(s.holders * 24 * FEW)
  let lengths = new Int32Array(s.holders * 24 * FEW)
  // Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use.
  const at = new Int32Array(s.holders)
  let mark = 1

  const x: Exchanges = {
    from,
    upTo,
    to: new Int32Array(s.holders * 24),
    length: new Int32Array(s.holders * 24),
    settle,
    slotOf: (k) => slots[k * FEW] as number,
    look(holder) {
      if (known[holder] === 0) refresh(holder)
    },
    came,
    went(slot, holder) {
      if (!single) known[holder] = 0
      void slot
    },
  }
  return x

  function settle(holder: number, k: number): boolean {
    const begin = k * FEW
    const end = begin + (count[k] as number)
    let i = begin
    while (i < end && n(seats, n(slots, i) * SEAT + HOLDER) !== holder) i++
    if (i === begin && i < end) return true
    if (i === end && more[k] === 1) {
      refresh(holder)
      return false
    }
    let kept = begin
    for (; i < end; i++) {
      slots[kept] = n(slots, i)
      lengths[kept++] = n(lengths, i)
    }
    count[k] = kept - begin
    x.length[k] = kept === begin ? NONE : n(lengths, begin)
    return true
  }

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
          x.to[begin + i] = other
          count[begin + i] = 0
          more[begin + i] = 0
        }
        enter(begin + i, slot, n(cost, arc) - own)
      }
    }
    mark += k
    for (let i = begin; i < begin + k; i++) x.length[i] = n(lengths, i * FEW)
    upTo[holder] = begin + k
    known[holder] = 1
  }

  /** Puts a slot where it belongs among the few of an entry. */
  function enter(k: number, slot: number, length: number): void {
    const begin = k * FEW
    const size = count[k] as number
    let i = begin + size
    if (size === FEW) {
      more[k] = 1
      i--
      if (n(lengths, i) <= length) return
    } else {
      // Beyond those remembered there may be shorter ones that are not.
      if (more[k] === 1 && (size === 0 || n(lengths, i - 1) <= length)) return
      count[k] = size + 1
    }
    for (; i > begin && n(lengths, i - 1) > length; i--) {
      lengths[i] = n(lengths, i - 1)
      slots[i] = n(slots, i - 1)
    }
    lengths[i] = length
    slots[i] = slot
  }

  function came(slot: number, holder: number): void {
    if (!single) forgetSiblings(slot)
    if (known[holder] === 0) return
    if (mark > 0x3fffffff) restart()
    const begin = n(from, holder)
    let k = n(upTo, holder) - begin
    for (let i = 0; i < k; i++) at[n(x.to, begin + i)] = mark + i
    const own = n(seats, slot * SEAT + COST)
    const end = n(seats, slot * SEAT + END)
    for (let arc = n(seats, slot * SEAT + BEGIN); arc < end; arc++) {
      const other = n(to, arc)
      if (other === holder) continue
      let i = n(at, other) - mark
      if (i < 0) {
        if (k === n(room, holder)) {
          // No room for another: the holder is looked at anew when it is needed, and then gets more.
          known[holder] = 0
          break
        }
        i = k++
        x.to[begin + i] = other
        count[begin + i] = 0
        more[begin + i] = 0
        x.length[begin + i] = NONE
      }
      const length = n(cost, arc) - own
      enter(begin + i, slot, length)
      if (length < n(x.length, begin + i)) x.length[begin + i] = length
    }
    mark += k
    upTo[holder] = begin + k
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
    if (used + wanted > x.to.length) {
      const size = Math.max(used + wanted, x.to.length + (x.to.length >> 1))
      x.to = grown(x.to, size)
      x.length = grown(x.length, size)
      count = grownBytes(count, size)
      more = grownBytes(more, size)
      slots = grown(slots, size * FEW)
      lengths = grown(lengths, size * FEW)
    }
    const [begin, old] = [used, n(from, holder)]
    x.to.copyWithin(begin, old, old + k)
    count.copyWithin(begin, old, old + k)
    more.copyWithin(begin, old, old + k)
    slots.copyWithin(begin * FEW, old * FEW, (old + k) * FEW)
    lengths.copyWithin(begin * FEW, old * FEW, (old + k) * FEW)
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

function grown(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size)
  larger.set(array)
  return larger
}

function grownBytes(array: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size)
  larger.set(array)
  return larger
}

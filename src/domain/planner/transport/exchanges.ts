import { hasSibling, NOBODY, n, type State } from './state.ts'

/**
 * For each holder, the cheapest way to hand one place on to each other holder: about 20 numbers instead of 240 arcs.
 * Prices are left out of them, so that only a change of what somebody has concerns them.
 *
 * A place that comes is entered where it is cheaper than what stands there. When a place goes, what it stood for is not
 * looked for at once: the number stays as the least that it can be, with nobody's name, and is made good only when a
 * search would use it. Most never are, for somebody else has a shorter way to the same holder.
 */
export interface Exchanges {
  /** Where a holder's entries begin and end in the three arrays. */
  from: Int32Array
  upTo: Int32Array
  to: Int32Array
  /** What it costs more, before prices. */
  length: Int32Array
  /** Which slot; -1: no longer known, and `length` is the least it can be. */
  slot: Int32Array
  /** To leave one unserved: what it costs more, and which. */
  dropLength: Int32Array
  dropSlot: Int32Array
  /** Makes all of a holder known. */
  refresh(holder: number): void
  /** Makes a holder known that was never looked at, or of whom less than the least is known. */
  look(holder: number): void
  came(slot: number, holder: number): void
  went(slot: number, holder: number): void
}

const NOTHING = 0x7fffffff

export function exchanges(s: State): Exchanges {
  const { start, to, cost, unserved } = s.t
  const from = new Int32Array(s.holders)
  const upTo = new Int32Array(s.holders)
  const room = new Int32Array(s.holders)
  const known = new Uint8Array(s.holders)
  const dropLength = new Int32Array(s.holders)
  const dropSlot = new Int32Array(s.holders)
  let used = 0
  // Where a holder stands among the entries at hand, by a number that grows: below `mark` is from an earlier use.
  const at = new Int32Array(s.holders)
  let mark = 1
  // Found here first: how many others a holder can hand on to is not known before.
  const foundTo = new Int32Array(s.holders)
  const foundLength = new Int32Array(s.holders)
  const foundSlot = new Int32Array(s.holders)

  const x: Exchanges = {
    from,
    upTo,
    to: new Int32Array(s.holders * 32),
    length: new Int32Array(s.holders * 32),
    slot: new Int32Array(s.holders * 32),
    dropLength,
    dropSlot,
    refresh,
    look(holder) {
      if (known[holder] === 0) refresh(holder)
    },
    came,
    went,
  }
  return x

  function refresh(holder: number): void {
    if (mark > 0x3fffffff) restart()
    let k = 0
    let drop = NOTHING
    let dropped = NOBODY
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(s.next, slot)) {
      const place = n(s.placeOf, slot)
      const own = n(cost, n(s.arcOf, slot))
      const end = n(start, place + 1)
      for (let arc = n(start, place); arc < end; arc++) {
        const other = n(to, arc)
        if (other === holder) continue
        const length = n(cost, arc) - own
        const i = n(at, other) - mark
        if (i < 0) {
          if (!s.single && hasSibling(s, slot, other)) continue
          at[other] = mark + k
          foundTo[k] = other
          foundLength[k] = length
          foundSlot[k++] = slot
        } else if (length < n(foundLength, i)) {
          if (!s.single && hasSibling(s, slot, other)) continue
          foundLength[i] = length
          foundSlot[i] = slot
        }
      }
      const leave = n(unserved, place) - own
      if (leave < drop) {
        drop = leave
        dropped = slot
      }
    }
    mark += k
    keep(holder, k)
    dropLength[holder] = drop
    dropSlot[holder] = dropped
    known[holder] = 1
  }

  /** Each holder has a stretch of the arrays, which moves to the end when it has become too short. */
  function keep(holder: number, k: number): void {
    if (k > n(room, holder)) makeRoom(holder, k + (k >> 2) + 4)
    const begin = n(from, holder)
    const { to, length, slot } = x
    for (let i = 0; i < k; i++) {
      to[begin + i] = n(foundTo, i)
      length[begin + i] = n(foundLength, i)
      slot[begin + i] = n(foundSlot, i)
    }
    upTo[holder] = begin + k
  }

  function came(slot: number, holder: number): void {
    if (known[holder] === 0) return
    if (!s.single) {
      forgetSiblings(slot)
      return
    }
    if (mark > 0x3fffffff) restart()
    const begin = n(from, holder)
    let k = n(upTo, holder) - begin
    for (let i = 0; i < k; i++) at[n(x.to, begin + i)] = mark + i
    const place = n(s.placeOf, slot)
    const own = n(cost, n(s.arcOf, slot))
    const end = n(start, place + 1)
    for (let arc = n(start, place); arc < end; arc++) {
      const other = n(to, arc)
      if (other === holder) continue
      const length = n(cost, arc) - own
      let i = n(at, other) - mark
      if (i < 0) {
        if (k === n(room, holder)) {
          // No room for another: it is looked at anew when it is needed, and then gets more.
          known[holder] = 0
          break
        }
        i = k++
      } else if (length > n(x.length, begin + i)) continue
      x.to[begin + i] = other
      x.length[begin + i] = length
      x.slot[begin + i] = slot
    }
    mark += k
    upTo[holder] = begin + k
    const leave = n(unserved, place) - own
    if (leave <= n(dropLength, holder)) {
      dropLength[holder] = leave
      dropSlot[holder] = slot
    }
  }

  function went(slot: number, holder: number): void {
    if (known[holder] === 0) return
    if (!s.single) {
      known[holder] = 0
      return
    }
    const end = n(upTo, holder)
    for (let i = n(from, holder); i < end; i++) if (n(x.slot, i) === slot) x.slot[i] = NOBODY
    if (n(dropSlot, holder) === slot) dropSlot[holder] = NOBODY
  }

  /** Where nobody may be twice at a place, what one holder of it can hand on depends on who the others are. */
  function forgetSiblings(slot: number): void {
    const place = n(s.placeOf, slot)
    for (let each = n(s.slots, place); each < n(s.slots, place + 1); each++) {
      const arc = n(s.arcOf, each)
      if (arc !== NOBODY) known[n(to, arc)] = 0
    }
  }

  function makeRoom(holder: number, wanted: number): void {
    if (used + wanted > x.to.length) {
      const size = Math.max(used + wanted, x.to.length + (x.to.length >> 1))
      x.to = grown(x.to, size)
      x.length = grown(x.length, size)
      x.slot = grown(x.slot, size)
    }
    from[holder] = used
    room[holder] = wanted
    used += wanted
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

import type { Callers } from './callers.ts'
import { longer, NOBODY, n } from './state.ts'

/**
 * Where the exchanges (exchanges.ts) are kept: each holder has a stretch of entries, one for each other holder. An entry says
 * what its cheapest slot costs more, and keeps the next few behind it; what was dearer than those is not kept, only the least
 * that any of it costs. Most entries never use more, and to keep all took as long as all the searches together.
 */
export interface Entries {
  /** Where a holder's entries begin and end. An entry keeps its place among them as long as there is a plan. */
  readonly from: Int32Array
  readonly upTo: Int32Array
  /** Entries that a holder's stretch has room for. */
  readonly room: Int32Array
  /** Entry k is `pairs[2 * k]`, to whom, and `pairs[2 * k + 1]`, what it costs more, before prices: not less than this. */
  pairs: Int32Array
  /** The cheapest slot of each entry; -1: there is none. */
  slots: Int32Array
  /** So many slots are kept behind the cheapest. */
  readonly behind: number
  /** Of each entry, in as many numbers as `size` says: how many are kept, the least of those not kept, lengths and slots. */
  kept: Int32Array
  readonly size: number
  /** Of each entry, the link that leads there, once `linked`. */
  linkOf: Int32Array
  /** Whose entries lead to each holder; null until somebody asks. */
  linked: Callers | null
  /** So many entries are in use. */
  used: number
}

/** Above every length that is of use: an entry nobody is left for. */
export const NONE = 2 ** 30
/** Entries of a holder that there is room for at first, on average. */
const USUAL = 16
/** Where holders carry much there is more to look through again: of so many that they carry, one more is kept. */
const ONE_IN = 8
const LEAST_BEHIND = 5
const MOST_BEHIND = 31

/** `load`: what holders carry on average. Memory is taken only where it is written to. */
export function newEntries(holders: number, load: number): Entries {
  const count = holders * USUAL
  const behind = Math.min(MOST_BEHIND, Math.max(LEAST_BEHIND, Math.round(load / ONE_IN)))
  const size = 2 + 2 * behind
  return {
    from: new Int32Array(holders),
    upTo: new Int32Array(holders),
    room: new Int32Array(holders),
    pairs: new Int32Array(2 * count),
    slots: new Int32Array(count),
    behind,
    kept: new Int32Array(size * count),
    size,
    linkOf: new Int32Array(count),
    linked: null,
    used: 0,
  }
}

/** Makes a holder's i-th entry, one past the last, lead to another. Which it is. */
export function append(e: Entries, holder: number, i: number, other: number): number {
  if (i >= n(e.room, holder)) lengthen(e, holder, i, i + (i >> 1) + 8)
  const k = n(e.from, holder) + i
  if (e.linked) e.linkOf[k] = e.linked.add(other, holder, i, NONE)
  e.upTo[holder] = k + 1
  open(e, k, other)
  return k
}

/** Makes an entry lead to a holder, with no slot that could go there. */
function open({ pairs, slots, kept, size }: Entries, k: number, other: number): void {
  pairs[2 * k] = other
  pairs[2 * k + 1] = NONE
  slots[k] = NOBODY
  kept[size * k] = 0
  kept[size * k + 1] = NONE
}

/** A slot can go where an entry leads, at so much more. */
export function enter(e: Entries, k: number, slot: number, length: number): void {
  const first = n(e.pairs, 2 * k + 1)
  if (length >= first) {
    keep(e, k, slot, length)
    return
  }
  const before = n(e.slots, k)
  if (before !== NOBODY) keep(e, k, before, first)
  say(e, k, slot, length)
}

/** Puts a slot in its place behind an entry, or leaves it to what is not kept. */
function keep({ kept, size, behind }: Entries, k: number, slot: number, length: number): void {
  const base = size * k
  if (length >= n(kept, base + 1)) return
  const count = n(kept, base)
  let at = base + 2 + 2 * count
  if (count < behind) kept[base] = count + 1
  else {
    at -= 2
    const last = n(kept, at)
    kept[base + 1] = Math.max(last, length)
    if (length >= last) return
  }
  for (; at > base + 2 && n(kept, at - 2) > length; at -= 2) {
    kept[at] = n(kept, at - 2)
    kept[at + 1] = n(kept, at - 1)
  }
  kept[at] = length
  kept[at + 1] = slot
}

/** The next of an entry's slots becomes its first. Where none is kept: false, and whether there are others `isAll` tells. */
export function next(e: Entries, k: number): boolean {
  const { kept, size } = e
  const base = size * k
  const count = n(kept, base)
  if (count === 0) return false
  say(e, k, n(kept, base + 3), n(kept, base + 2))
  kept[base] = count - 1
  kept.copyWithin(base + 2, base + 4, base + 2 + 2 * count)
  return true
}

/** Whether every slot of an entry was kept. */
export function isAll({ kept, size }: Entries, k: number): boolean {
  return n(kept, size * k + 1) === NONE
}

/** Takes all of an entry's slots away. */
export function empty(e: Entries, k: number): void {
  e.kept[e.size * k] = 0
  e.kept[e.size * k + 1] = NONE
  say(e, k, NOBODY, NONE)
}

/** What stands first in an entry now. */
function say({ slots, pairs, linked, linkOf }: Entries, k: number, slot: number, length: number): void {
  slots[k] = slot
  pairs[2 * k + 1] = length
  if (linked) linked.links[4 * n(linkOf, k) + 3] = length
}

/** A stretch that has become too short moves to the end, unless it is the last. */
function lengthen(e: Entries, holder: number, count: number, wanted: number): void {
  const old = n(e.from, holder)
  const isLast = old + n(e.room, holder) === e.used
  const used = isLast ? old : e.used
  makeRoom(e, used + wanted)
  if (!isLast) {
    e.pairs.copyWithin(2 * used, 2 * old, 2 * (old + count))
    e.slots.copyWithin(used, old, old + count)
    e.kept.copyWithin(e.size * used, e.size * old, e.size * (old + count))
    e.linkOf.copyWithin(used, old, old + count)
  }
  e.from[holder] = used
  e.room[holder] = wanted
  e.used = used + wanted
}

/** Room for so many entries in all. */
function makeRoom(e: Entries, wanted: number): void {
  if (wanted <= e.slots.length) return
  const more = Math.max(wanted - e.slots.length, e.slots.length >> 1)
  e.pairs = longer(e.pairs, 2 * more)
  e.slots = longer(e.slots, more)
  e.kept = longer(e.kept, e.size * more)
  e.linkOf = longer(e.linkOf, more)
}

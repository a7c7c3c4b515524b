import type { Callers } from './callers.ts'
import { rise } from './heap.ts'
import { longer, NOBODY, n } from './state.ts'

/**
 * Where the exchanges (exchanges.ts) are kept: each holder has a stretch of entries, one for each other holder, and behind
 * each entry stands a queue of the slots that could go there, the cheapest first.
 */
export interface Entries {
  /** Where a holder's entries begin and end. An entry keeps its place among them as long as there is a plan. */
  readonly from: Int32Array
  readonly upTo: Int32Array
  /** Entries that a holder's stretch has room for. */
  readonly room: Int32Array
  /** Entry k is `pairs[2 * k]`, to whom, and `pairs[2 * k + 1]`, what it costs more, before prices: not less than this. */
  pairs: Int32Array
  /** The slot that stands first in each entry's queue; -1: none. */
  slots: Int32Array
  /** Of each entry's queue: where it begins among the items, how many are in it, how many it has room for. */
  queues: Int32Array
  /** Item i of the queues is `items[2 * i]`, what it costs more, and the slot: heaps (heap.ts) one after the other. */
  items: Int32Array
  /** Of each entry, the link that leads there, once `linked`. */
  linkOf: Int32Array
  /** Whose entries lead to each holder; null until somebody asks. */
  linked: Callers | null
  /** So many entries and items are in use. */
  used: number
  itemsUsed: number
}

/** Above every length that is of use: an entry nobody is left for. */
export const NONE = 2 ** 30
/** Entries of a holder that there is room for at first, on average. */
const USUAL = 16
/** Of a queue: how many are in it, and how many it has room for. */
export const QUEUE = 3
export const COUNT = 1
const ROOM = 2

/** `arcs`: so many items there may be at first. Memory is taken only where it is written to. */
export function newEntries(holders: number, arcs: number): Entries {
  const size = holders * USUAL
  return {
    from: new Int32Array(holders),
    upTo: new Int32Array(holders),
    room: new Int32Array(holders),
    pairs: new Int32Array(2 * size),
    slots: new Int32Array(size),
    queues: new Int32Array(QUEUE * size),
    items: new Int32Array(4 * arcs),
    linkOf: new Int32Array(size),
    linked: null,
    used: 0,
    itemsUsed: 0,
  }
}

/** Makes a holder's i-th entry, one past the last, lead to another. Which it is. */
export function append(e: Entries, holder: number, i: number, other: number): number {
  if (i >= n(e.room, holder)) moveTo(e, holder, i, i + (i >> 1) + 8)
  const k = n(e.from, holder) + i
  if (e.linked) e.linkOf[k] = e.linked.add(other, holder, i, NONE)
  e.upTo[holder] = k + 1
  open(e, k, other)
  return k
}

/** Makes an entry lead to a holder, with nobody in its queue and no room for any. */
export function open({ pairs, slots, queues }: Entries, k: number, other: number): void {
  pairs[2 * k] = other
  pairs[2 * k + 1] = NONE
  slots[k] = NOBODY
  queues[QUEUE * k + COUNT] = 0
  queues[QUEUE * k + ROOM] = 0
}

/** Makes room for so many in a queue. */
export function reserve(e: Entries, k: number, size: number): void {
  const { queues, itemsUsed } = e
  if (2 * (itemsUsed + size) > e.items.length) e.items = longer(e.items, Math.max(2 * size, e.items.length >> 1))
  const begin = 2 * n(queues, QUEUE * k)
  const count = n(queues, QUEUE * k + COUNT)
  if (count > 0) e.items.copyWithin(2 * itemsUsed, begin, begin + 2 * count)
  queues[QUEUE * k] = itemsUsed
  queues[QUEUE * k + ROOM] = size
  e.itemsUsed = itemsUsed + size
}

export function isFull({ queues }: Entries, k: number): boolean {
  return n(queues, QUEUE * k + COUNT) === n(queues, QUEUE * k + ROOM)
}

/** Puts a slot into a queue that has room for it. */
export function enter(e: Entries, k: number, slot: number, length: number): void {
  const { queues, items } = e
  const count = n(queues, QUEUE * k + COUNT)
  queues[QUEUE * k + COUNT] = count + 1
  if (rise(items, 2 * n(queues, QUEUE * k), count, length, slot) === 0) say(e, k, slot, length)
}

/** Takes all of a queue away. */
export function empty(e: Entries, k: number): void {
  e.queues[QUEUE * k + COUNT] = 0
  say(e, k, NOBODY, NONE)
}

/** What stands first in an entry's queue now. */
export function say({ slots, pairs, linked, linkOf }: Entries, k: number, slot: number, length: number): void {
  slots[k] = slot
  pairs[2 * k + 1] = length
  if (linked) linked.links[4 * n(linkOf, k) + 3] = length
}

/** Gives a holder a stretch at the end, in which so many entries are open already, their slots counted but not entered. */
export function begin(e: Entries, holder: number, count: number): void {
  const { used } = e
  e.from[holder] = used
  e.upTo[holder] = used + count
  e.room[holder] = count + (count >> 2) + 2
  e.used = used + n(e.room, holder)
  makeRoom(e, e.used)
  for (let k = used; k < used + count; k++) {
    const size = n(e.queues, QUEUE * k + COUNT)
    e.queues[QUEUE * k + COUNT] = 0
    reserve(e, k, size + (size >> 1) + 2)
  }
}

/** A stretch moves to the end when it has become too short. */
function moveTo(e: Entries, holder: number, count: number, wanted: number): void {
  const { used } = e
  makeRoom(e, used + wanted)
  const old = n(e.from, holder)
  e.pairs.copyWithin(2 * used, 2 * old, 2 * (old + count))
  e.slots.copyWithin(used, old, old + count)
  e.queues.copyWithin(QUEUE * used, QUEUE * old, QUEUE * (old + count))
  e.linkOf.copyWithin(used, old, old + count)
  e.from[holder] = used
  e.room[holder] = wanted
  e.used = used + wanted
}

/** Room for so many entries in all. */
export function makeRoom(e: Entries, wanted: number): void {
  if (wanted <= e.slots.length) return
  const more = Math.max(wanted - e.slots.length, e.slots.length >> 1)
  e.pairs = longer(e.pairs, 2 * more)
  e.slots = longer(e.slots, more)
  e.queues = longer(e.queues, QUEUE * more)
  e.linkOf = longer(e.linkOf, more)
}

import { dropOf } from './drops.ts'
import { NONE } from './entries.ts'
import { canGo, type Exchanges, isUnseen, lookFarther, renew, went } from './exchanges.ts'
import { handOver, type Options } from './hand-over.ts'
import { type Heap, newHeap, pop, push } from './heap.ts'
import { NOBODY, n, type State, take } from './state.ts'

export const FAR = 0x7fffffff

/** What a search knows: nothing, between two of them. */
export interface Search {
  /** Of each holder, how far it is from where the search began; FAR, if it was not reached. */
  readonly distance: Int32Array
  /** Through whom, and which of that one's slots would go on. */
  readonly by: Int32Array
  readonly bySlot: Int32Array
  /** Who was reached, and to whom there is no shorter way. */
  readonly touched: Int32Array
  readonly settled: Int32Array
  readonly queue: Heap
}

export function newSearch({ holders }: State): Search {
  return {
    distance: new Int32Array(holders).fill(FAR),
    by: new Int32Array(holders),
    bySlot: new Int32Array(holders),
    touched: new Int32Array(holders),
    settled: new Int32Array(holders),
    queue: newHeap(),
  }
}

/**
 * Hands one place on from a holder who has too many, along the chain of exchanges that costs least: Dijkstra's search over
 * holders only, at lengths that the prices keep from being negative. It ends with the nearest who has room, or where it
 * is cheaper to leave a place unserved; those nearer than that raise their prices by what they are nearer.
 */
export function handOn(s: State, options: Options, search: Search, from: number): void {
  const { price, room } = s
  const { x, drop } = options
  const { distance, by, bySlot, touched, settled, queue } = search
  let touches = 1
  let settles = 0
  let best = FAR
  let end = NOBODY
  let dropped = false
  distance[from] = 0
  touched[0] = from
  queue.size = 0
  push(queue, 0, from)
  // Who is nearest by an exchange that was not looked at, and how far it is at least.
  let narrowest = NOBODY
  let narrow = FAR
  while (true) {
    let far = queue.size > 0 ? n(queue.pairs, 0) : FAR
    let holder = narrowest
    if (Math.min(far, narrow) >= best) break
    if (narrow < far) {
      far = n(distance, holder)
      lookFarther(s, x, holder)
      narrowest = narrowestOf(s, x, search, settles)
      narrow = unseenBy(s, x, narrowest, n(distance, narrowest))
    } else {
      holder = pop(queue)
      if (far > n(distance, holder)) continue
      settled[settles++] = holder
      if (isUnseen(x, holder)) lookFarther(s, x, holder)
      const unseen = unseenBy(s, x, holder, far)
      if (unseen < narrow) {
        narrowest = holder
        narrow = unseen
      }
    }
    const base = far - n(price, holder)
    if (base + n(drop.length, holder) < best) {
      const leave = base + dropOf(s, drop, holder)
      if (leave < best) {
        best = leave
        end = holder
        dropped = true
      }
    }
    const { pairs, slots } = x
    const first = n(x.from, holder)
    const last = n(x.upTo, holder)
    for (let k = first; k < last; k++) {
      const other = n(pairs, 2 * k)
      const reach = base + n(pairs, 2 * k + 1) + n(price, other)
      if (reach >= best || reach >= n(distance, other)) continue
      const slot = n(slots, k)
      if (slot === NOBODY) continue
      if (!canGo(s, slot, holder, other)) {
        renew(s, x, k--, holder)
        continue
      }
      if (n(distance, other) === FAR) touched[touches++] = other
      distance[other] = reach
      by[other] = holder
      bySlot[other] = slot
      if (n(room, other) > 0) {
        best = reach
        end = other
        dropped = false
        if (best === far) break
      } else push(queue, reach, other)
    }
  }
  for (let i = 0; i < settles; i++) {
    const holder = n(settled, i)
    const nearer = best - n(distance, holder)
    if (nearer > 0) price[holder] = n(price, holder) + nearer
  }
  if (dropped) leaveOne(s, options, end)
  for (let holder = end; holder !== from; ) {
    const giver = n(by, holder)
    handOver(s, options, n(bySlot, holder), giver, holder)
    holder = giver
  }
  for (let i = 0; i < touches; i++) distance[n(touched, i)] = FAR
}

/** Of those who were settled, who is nearest by an exchange that was not looked at. */
function narrowestOf(s: State, x: Exchanges, { settled, distance }: Search, settles: number): number {
  let narrowest = n(settled, 0)
  let narrow = FAR
  for (let i = 0; i < settles; i++) {
    const holder = n(settled, i)
    const unseen = unseenBy(s, x, holder, n(distance, holder))
    if (unseen >= narrow) continue
    narrowest = holder
    narrow = unseen
  }
  return narrowest
}

/** How far it is at least by an exchange that was not looked at, of a holder who is `far` off; FAR: there is none. */
function unseenBy({ price }: State, { within }: Exchanges, holder: number, far: number): number {
  const least = n(within, holder)
  return least === NONE ? FAR : far - n(price, holder) + least
}

/** The holder leaves the slot over that costs least to leave, which was just asked for. */
function leaveOne(s: State, { x, drop }: Options, holder: number): void {
  const slot = n(drop.slot, holder)
  take(s, slot)
  went(s, x, slot, holder)
  drop.left.push(slot)
}

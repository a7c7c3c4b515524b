import { heap } from './heap.ts'
import { arcBetween, type Reach } from './reach.ts'
import { COST, HOLDER, hasSibling, NOBODY, n, of, put, type State, take, UNSERVED } from './state.ts'

const FAR = 0x7fffffff

/**
 * After a change somebody may have room and still a price, as if there were none: whoever joined, or whose places are
 * gone. That room is offered to those who would gain: the cheapest chain of exchanges that ends with them, from somebody
 * whose price then comes down to nothing, or from a place that was unserved. The counterpart of a path that raises prices:
 * here the prices of those on the way come down, and places never pay more than before.
 */
export function giveBack(s: State, reach: Reach): void {
  const { price, room, slots, single } = s
  const distance = new Int32Array(s.holders).fill(FAR)
  const to = new Int32Array(s.holders)
  const bySlot = new Int32Array(s.holders)
  const touched = new Int32Array(s.holders)
  const settled = new Int32Array(s.holders)
  const queue = heap()
  let touches = 0
  // The least that a chain is known to cost, with whom it begins, and which slot was unserved; -1: none was.
  let best = FAR
  let end = NOBODY
  let left = NOBODY

  for (const holder of byPlace(s, reach)) {
    while (n(price, holder) > 0 && n(room, holder) > 0) fill(holder)
  }

  function fill(open: number): void {
    let settles = 0
    queue.clear()
    distance[open] = 0
    touched[0] = open
    touches = 1
    queue.push(0, open)
    best = FAR
    left = NOBODY
    while (queue.size() > 0) {
      const far = queue.leastKey()
      if (far >= best) break
      const holder = queue.pop()
      if (far > n(distance, holder)) continue
      settled[settles++] = holder
      // Its own price may come down to nothing: then it is the one who ends with room.
      if (far + n(price, holder) < best) {
        best = far + n(price, holder)
        end = holder
        left = NOBODY
      }
      const base = far + n(price, holder)
      for (let k = n(reach.from, holder); k < n(reach.from, holder + 1); k++) {
        const place = n(reach.pairs, 2 * k)
        const here = base + n(reach.pairs, 2 * k + 1)
        if (single) look(holder, place, here)
        else for (let slot = n(slots, place); slot < n(slots, place + 1); slot++) look(holder, slot, here)
      }
    }
    for (let i = 0; i < settles; i++) {
      const holder = n(settled, i)
      const nearer = best - n(distance, holder)
      if (nearer > 0) price[holder] = Math.max(0, n(price, holder) - nearer)
    }
    if (left !== NOBODY) give(left, end)
    for (let holder = end; holder !== open; holder = n(to, holder)) {
      take(s, n(bySlot, holder))
      give(n(bySlot, holder), n(to, holder))
    }
    for (let i = 0; i < touches; i++) distance[n(touched, i)] = FAR
  }

  /** Whether a slot would be a shorter way to `holder`: from whoever has it, or from having nobody. */
  function look(holder: number, slot: number, here: number): void {
    const giver = of(s, slot, HOLDER)
    if (giver === holder) return
    const paid = giver === NOBODY ? of(s, slot, UNSERVED) : of(s, slot, COST) + n(price, giver)
    const length = here - paid
    if (length >= best || (giver !== NOBODY && length >= n(distance, giver))) return
    if (!single && hasSibling(s, slot, holder)) return
    if (giver === NOBODY) {
      best = length
      end = holder
      left = slot
      return
    }
    if (n(distance, giver) === FAR) touched[touches++] = giver
    distance[giver] = length
    to[giver] = holder
    bySlot[giver] = slot
    queue.push(length, giver)
  }

  function give(slot: number, holder: number): void {
    put(s, slot, arcBetween(s, single ? slot : n(s.placeOf, slot), holder))
  }
}

/** Those with room and a price, neighbours one after another: what one has looked at is still at hand for the next. */
function byPlace({ holders, price, room }: State, { from, pairs }: Reach): Int32Array {
  const open = Int32Array.from({ length: holders }, (_, h) => h).filter((h) => n(price, h) > 0 && n(room, h) > 0)
  return open.sort((a, b) => n(pairs, 2 * n(from, a)) - n(pairs, 2 * n(from, b)) || a - b)
}

import type { Drops } from './drops.ts'
import { NONE } from './entries.ts'
import type { Exchanges } from './exchanges.ts'
import { heap } from './heap.ts'
import { allLeft, type Left, leftOver } from './left-over.ts'
import { arcTo, HOLDER, hasSibling, NOBODY, n, of, put, type State, take } from './state.ts'

const FAR = 0x7fffffff

/**
 * After a change somebody may have room and still a price, as if there were none: whoever joined, or whose places are
 * gone. That room is offered to those who would gain: the cheapest chain of exchanges that ends with them, from somebody
 * whose price then comes down to nothing, or from a place that was unserved. The counterpart of a path that raises prices
 * (paths.ts), over the same exchanges from their other end: here the prices of those on the way come down, and places
 * never pay more than before.
 */
export function giveBack(s: State, x: Exchanges, drop: Drops): () => void {
  const { price, room, single } = s
  const distance = new Int32Array(s.holders).fill(FAR)
  const to = new Int32Array(s.holders)
  const byEntry = new Int32Array(s.holders)
  const touched = new Int32Array(s.holders)
  const settled = new Int32Array(s.holders)
  const queue = heap()
  drop.left = allLeft(s)

  return () => {
    const open = anyOpen(s)
    if (open.length === 0) return
    const left = leftOver(s, drop.left)
    for (const holder of open) while (n(price, holder) > 0 && n(room, holder) > 0) fill(holder, left)
  }

  function fill(open: number, left: Left): void {
    const { first, links } = x.callers()
    let settles = 0
    let touches = 1
    queue.clear()
    distance[open] = 0
    touched[0] = open
    queue.push(0, open)
    // The least that a chain is known to cost, with whom it begins, and which slot was unserved; -1: none was.
    let best = FAR
    let end = NOBODY
    let unserved = NOBODY
    while (queue.size() > 0) {
      const far = queue.leastKey()
      if (far >= best) break
      const holder = queue.pop()
      if (far > n(distance, holder)) continue
      settled[settles++] = holder
      const base = far + n(price, holder)
      // Its own price may come down to nothing: then it is the one who ends with room.
      if (base < best) {
        best = base
        end = holder
        unserved = NOBODY
      }
      for (let k = n(left.from, holder); k < n(left.from, holder + 1); k++) {
        const slot = n(left.slots, 2 * k)
        const length = base + n(left.slots, 2 * k + 1)
        if (length >= best || of(s, slot, HOLDER) !== NOBODY || (!single && hasSibling(s, slot, holder))) continue
        best = length
        end = holder
        unserved = slot
      }
      if (best === far) break
      for (let link = n(first, holder); link !== NOBODY; link = n(links, 4 * link + 2)) {
        const giver = n(links, 4 * link)
        const known = n(distance, giver)
        // No way to anybody is shorter than the one to here.
        if (known <= far) continue
        const most = Math.min(best, known) - base + n(price, giver)
        if (n(links, 4 * link + 3) >= most) continue
        if (n(x.pairs, 2 * (n(x.from, giver) + n(links, 4 * link + 1))) < 0) x.renew(giver)
        const more = n(links, 4 * link + 3)
        if (more >= most || more === NONE) continue
        if (known === FAR) touched[touches++] = giver
        distance[giver] = base + more - n(price, giver)
        to[giver] = holder
        byEntry[giver] = n(links, 4 * link + 1)
        queue.push(n(distance, giver), giver)
      }
    }
    for (let i = 0; i < settles; i++) {
      const holder = n(settled, i)
      const nearer = best - n(distance, holder)
      if (nearer > 0) price[holder] = n(price, holder) - nearer
    }
    move(open, end, unserved)
    for (let i = 0; i < touches; i++) distance[n(touched, i)] = FAR
  }

  function move(open: number, end: number, unserved: number): void {
    // Which slots go is settled before the first of them does.
    const slots: number[] = []
    for (let holder = end; holder !== open; holder = n(to, holder)) {
      slots.push(n(x.slots, n(x.from, holder) + n(byEntry, holder)))
    }
    if (unserved !== NOBODY) give(unserved, end)
    let holder = end
    for (const slot of slots) {
      take(s, slot)
      x.went(slot, holder)
      holder = n(to, holder)
      give(slot, holder)
    }
  }

  function give(slot: number, holder: number): void {
    put(s, slot, arcTo(s, slot, holder))
    x.came(slot, holder)
    drop.came(slot, holder)
  }
}

/** Those who have room and a price. */
function anyOpen({ holders, price, room }: State): number[] {
  const open: number[] = []
  for (let h = 0; h < holders; h++) if (n(price, h) > 0 && n(room, h) > 0) open.push(h)
  return open
}

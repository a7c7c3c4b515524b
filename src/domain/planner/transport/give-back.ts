import { canGo, linked, lookAtAll, renew } from './exchanges.ts'
import { give, handOver, type Options } from './hand-over.ts'
import { pop, push } from './heap.ts'
import { type Left, leftOver } from './left-over.ts'
import { FAR, type Search } from './paths.ts'
import { arcTo, HOLDER, hasSibling, NOBODY, n, of, type State } from './state.ts'

/**
 * After a change somebody may have room and still a price, as if there were none: whoever joined, or whose places are
 * gone. That room is offered to those who would gain: the cheapest chain of exchanges that ends with them, from somebody
 * whose price then comes down to nothing, or from a place that was unserved. The counterpart of a path that raises prices
 * (paths.ts), over the same exchanges from their other end: here the prices of those on the way come down, and places
 * never pay more than before.
 */
export function giveBack(s: State, options: Options, search: Search): void {
  const open = anyOpen(s)
  if (open.length === 0) return
  const left = leftOver(s, options.drop.left)
  const { x } = options
  const seen = { above: x.reach }
  lookAtAll(s, x, seen.above)
  for (const holder of open)
    while (n(s.price, holder) > 0 && n(s.room, holder) > 0) fill(s, options, search, holder, left, seen)
}

/** Everybody's exchanges are seen up to so much above their price, and above what it comes down to. */
interface Seen {
  above: number
}

function fill(s: State, options: Options, search: Search, open: number, left: Left, seen: Seen): void {
  const { price, single } = s
  const { x } = options
  const { distance, by, bySlot, touched, settled, queue } = search
  const callers = linked(s, x)
  let { links } = callers
  let settles = 0
  let touches = 1
  queue.size = 0
  distance[open] = 0
  touched[0] = open
  push(queue, 0, open)
  // The least that a chain is known to cost, with whom it begins, and which slot was unserved; -1: none was.
  let best = FAR
  let end = NOBODY
  let unserved = NOBODY
  // How far it is at least by an exchange that was not looked at.
  let narrow = FAR
  while (true) {
    const far = queue.size > 0 ? n(queue.pairs, 0) : FAR
    if (Math.min(far, narrow) >= best) break
    if (narrow < far) {
      seen.above *= 2
      lookAtAll(s, x, seen.above)
      links = callers.links
      // Each once more, with the links that have come.
      for (let i = 0; i < settles; i++) push(queue, n(distance, n(settled, i)), n(settled, i))
      settles = 0
      narrow = FAR
      continue
    }
    const holder = pop(queue)
    if (far > n(distance, holder)) continue
    settled[settles++] = holder
    const base = far + n(price, holder)
    narrow = Math.min(narrow, base + seen.above)
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
    for (let link = n(callers.first, holder); link !== NOBODY; link = n(links, 4 * link + 2)) {
      const giver = n(links, 4 * link)
      const known = n(distance, giver)
      // No way to anybody is shorter than the one to here.
      if (known <= far) continue
      const most = Math.min(best, known) - base + n(price, giver)
      if (n(links, 4 * link + 3) >= most) continue
      const k = n(x.from, giver) + n(links, 4 * link + 1)
      if (n(x.slots, k) !== NOBODY && !canGo(s, n(x.slots, k), giver, holder)) renew(s, x, k, giver)
      const more = n(x.pairs, 2 * k + 1)
      if (more >= most || n(x.slots, k) === NOBODY) continue
      if (known === FAR) touched[touches++] = giver
      distance[giver] = base + more - n(price, giver)
      by[giver] = holder
      bySlot[giver] = n(x.slots, k)
      push(queue, n(distance, giver), giver)
    }
  }
  for (let i = 0; i < settles; i++) {
    const holder = n(settled, i)
    const nearer = best - n(distance, holder)
    if (nearer > 0) price[holder] = n(price, holder) - nearer
  }
  if (unserved !== NOBODY) give(s, options, unserved, arcTo(s, unserved, end))
  for (let holder = end; holder !== open; holder = n(by, holder)) {
    handOver(s, options, n(bySlot, holder), holder, n(by, holder))
  }
  for (let i = 0; i < touches; i++) distance[n(touched, i)] = FAR
}

/** Those who have room and a price. */
function anyOpen({ holders, price, room }: State): number[] {
  const open: number[] = []
  for (let h = 0; h < holders; h++) if (n(price, h) > 0 && n(room, h) > 0) open.push(h)
  return open
}

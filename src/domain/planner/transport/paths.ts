import type { Drops } from './drops.ts'
import type { Exchanges } from './exchanges.ts'
import { heap } from './heap.ts'
import { arcTo, NOBODY, n, put, type State, take } from './state.ts'

const FAR = 0x7fffffff

/**
 * Hands one place on from a holder who has too many, along the chain of exchanges that costs least: Dijkstra's search over
 * holders only, at lengths that the prices keep from being negative. It ends with the nearest who has room, or where it
 * is cheaper to leave a place unserved; those nearer than that raise their prices by what they are nearer.
 */
export function pathFinder(s: State, x: Exchanges, drop: Drops): (from: number) => void {
  const { price, room } = s
  const distance = new Int32Array(s.holders).fill(FAR)
  const by = new Int32Array(s.holders)
  const byEntry = new Int32Array(s.holders)
  const touched = new Int32Array(s.holders)
  const settled = new Int32Array(s.holders)
  const queue = heap()

  return (from) => {
    let touches = 1
    let settles = 0
    queue.clear()
    distance[from] = 0
    touched[0] = from
    queue.push(0, from)
    let best = FAR
    let end = NOBODY
    let dropped = false
    while (queue.size() > 0) {
      const far = queue.leastKey()
      if (far >= best) break
      const holder = queue.pop()
      if (far > n(distance, holder)) continue
      settled[settles++] = holder
      x.look(holder)
      const base = far - n(price, holder)
      if (base + n(drop.length, holder) < best) {
        const leave = base + drop.of(holder)
        if (leave < best) {
          best = leave
          end = holder
          dropped = true
        }
      }
      for (let k = n(x.from, holder); k < n(x.upTo, holder); k++) {
        const to = n(x.pairs, 2 * k)
        const other = to < 0 ? ~to : to
        const reach = base + n(x.pairs, 2 * k + 1) + n(price, other)
        if (reach >= best || reach >= n(distance, other)) continue
        if (to < 0) {
          x.renew(holder)
          k--
          continue
        }
        if (n(distance, other) === FAR) touched[touches++] = other
        distance[other] = reach
        by[other] = holder
        byEntry[other] = k - n(x.from, holder)
        if (n(room, other) > 0) {
          best = reach
          end = other
          dropped = false
          if (best === far) break
        } else queue.push(reach, other)
      }
    }
    for (let i = 0; i < settles; i++) {
      const holder = n(settled, i)
      const nearer = best - n(distance, holder)
      if (nearer > 0) price[holder] = n(price, holder) + nearer
    }
    move(end, dropped, from)
    for (let i = 0; i < touches; i++) distance[n(touched, i)] = FAR
  }

  function move(end: number, dropped: boolean, from: number): void {
    if (dropped) {
      const slot = drop.slotOf(end)
      take(s, slot)
      x.went(slot, end)
      drop.left.push(slot)
    }
    for (let holder = end; holder !== from; ) {
      const giver = n(by, holder)
      const slot = n(x.slots, n(x.from, giver) + n(byEntry, holder))
      take(s, slot)
      x.went(slot, giver)
      put(s, slot, arcTo(s, slot, holder))
      x.came(slot, holder)
      drop.came(slot, holder)
      holder = giver
    }
  }
}

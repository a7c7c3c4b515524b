import { drops } from './drops.ts'
import type { Exchanges } from './exchanges.ts'
import { heap } from './heap.ts'
import { BEGIN, NOBODY, n, of, put, type State, take } from './state.ts'

const FAR = 0x7fffffff

/**
 * Hands one place on from a holder who has too many, along the chain of exchanges that costs least: Dijkstra's search over
 * holders only, at lengths that the prices keep from being negative. It ends with the nearest who has room, or where it
 * is cheaper to leave a place unserved; those nearer than that raise their prices by what they are nearer.
 */
export function pathFinder(s: State, x: Exchanges): (from: number) => void {
  const { price, room } = s
  const distance = new Int32Array(s.holders).fill(FAR)
  const by = new Int32Array(s.holders)
  const byEntry = new Int32Array(s.holders)
  const touched = new Int32Array(s.holders)
  const settled = new Int32Array(s.holders)
  const drop = drops(s)
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
          // What was found before is no less good than it was: what comes again is not taken again.
          x.refresh(holder)
          renumber(holder)
          k = n(x.from, holder) - 1
          continue
        }
        if (n(distance, other) === FAR) touched[touches++] = other
        distance[other] = reach
        by[other] = holder
        byEntry[other] = k
        if (n(room, other) > 0) {
          best = reach
          end = other
          dropped = false
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

  /** Those whom a holder's entries have reached so far, by where the entries stand now. */
  function renumber(holder: number): void {
    for (let k = n(x.from, holder); k < n(x.upTo, holder); k++) {
      const other = n(x.pairs, 2 * k)
      if (n(distance, other) !== FAR && n(by, other) === holder) byEntry[other] = k
    }
  }

  function move(end: number, dropped: boolean, from: number): void {
    if (dropped) {
      const slot = drop.slotOf(end)
      take(s, slot)
      x.went(slot, end)
    }
    for (let holder = end; holder !== from; ) {
      const giver = n(by, holder)
      const slot = x.slotOf(n(byEntry, holder))
      take(s, slot)
      x.went(slot, giver)
      put(s, slot, arcTo(s, slot, holder))
      x.came(slot, holder)
      drop.came(slot, holder)
      holder = giver
    }
  }
}

/** The arc by which a slot's place goes to a holder. */
function arcTo(s: State, slot: number, holder: number): number {
  let arc = of(s, slot, BEGIN)
  while (n(s.t.to, arc) !== holder) arc++
  return arc
}

import type { Exchanges } from './exchanges.ts'
import { heap } from './heap.ts'
import { NOBODY, n, put, type State, take } from './state.ts'

/**
 * Hands one place on from a holder who has too many, along the chain of exchanges that costs least: Dijkstra's search over
 * holders only, at lengths that the prices keep from being negative. It ends with the nearest who has room, or where it
 * is cheaper to leave a place unserved; those nearer than that raise their prices by what they are nearer.
 */
export function pathFinder(s: State, x: Exchanges): (from: number) => void {
  const distance = new Float64Array(s.holders).fill(Number.POSITIVE_INFINITY)
  const by = new Int32Array(s.holders)
  const byArc = new Int32Array(s.holders)
  const bySlot = new Int32Array(s.holders)
  const touched: number[] = []
  const settled: number[] = []
  const queue = heap()

  return (from) => {
    touched.length = 0
    settled.length = 0
    queue.clear()
    distance[from] = 0
    touched.push(from)
    queue.push(0, from)
    let best = Number.POSITIVE_INFINITY
    let end = NOBODY
    let drop = false
    while (queue.size() > 0) {
      const far = queue.leastKey()
      if (far >= best) break
      const holder = queue.pop()
      if (far > n(distance, holder)) continue
      settled.push(holder)
      x.of(holder)
      const price = n(s.price, holder)
      const leave = far + n(x.dropLength, holder) - price
      if (leave < best) {
        best = leave
        end = holder
        drop = true
      }
      const { to, length, upTo } = x
      for (let k = x.from; k < upTo; k++) {
        const other = n(to, k)
        const reach = far + n(length, k) + n(s.price, other) - price
        if (reach >= best || reach >= n(distance, other)) continue
        if (n(distance, other) === Number.POSITIVE_INFINITY) touched.push(other)
        distance[other] = reach
        by[other] = holder
        byArc[other] = n(x.arc, k)
        bySlot[other] = n(x.slot, k)
        if (n(s.load, other) < n(s.t.capacity, other)) {
          best = reach
          end = other
          drop = false
        } else queue.push(reach, other)
      }
    }
    for (const holder of settled) {
      const nearer = best - n(distance, holder)
      if (nearer > 0) s.price[holder] = n(s.price, holder) + nearer
    }
    move(end, drop, from)
    for (const holder of touched) distance[holder] = Number.POSITIVE_INFINITY
  }

  function move(end: number, drop: boolean, from: number): void {
    if (drop) {
      const slot = n(x.dropSlot, end)
      take(s, slot)
      x.moved(slot)
      x.stale(end)
    }
    for (let holder = end; holder !== from; ) {
      const giver = n(by, holder)
      const slot = n(bySlot, holder)
      take(s, slot)
      put(s, slot, n(byArc, holder))
      x.moved(slot)
      x.stale(giver)
      holder = giver
    }
  }
}

import { heap } from './heap.ts'
import { ARC, COST, HOLDER, hasSibling, NOBODY, n, of, put, type State, take } from './state.ts'

const FAR = 0x7fffffff

/**
 * After a change somebody may have room and still a price, as if there were none: whoever joined, or whose places are
 * gone. That room is offered to those who would gain: the cheapest chain of exchanges that ends with them, from somebody
 * whose price then comes down to nothing, or from a place that was unserved. The counterpart of a path that raises prices:
 * here the prices of those on the way come down, and places never pay more than before.
 */
export function giveBack(s: State): void {
  const reach = placesOf(s)
  const distance = new Int32Array(s.holders).fill(FAR)
  const to = new Int32Array(s.holders)
  const byArc = new Int32Array(s.holders)
  const bySlot = new Int32Array(s.holders)
  const queue = heap()

  for (let holder = 0; holder < s.holders; holder++) {
    while (n(s.price, holder) > 0 && n(s.room, holder) > 0) fill(holder)
  }

  function fill(open: number): void {
    const touched = [open]
    const settled: number[] = []
    queue.clear()
    distance[open] = 0
    queue.push(0, open)
    let best = FAR
    let [end, slotIn, arcIn] = [NOBODY, NOBODY, NOBODY]
    while (queue.size() > 0) {
      const far = queue.leastKey()
      if (far >= best) break
      const holder = queue.pop()
      if (far > n(distance, holder)) continue
      settled.push(holder)
      // Its own price may come down to nothing: then it is the one who ends with room.
      if (far + n(s.price, holder) < best) {
        best = far + n(s.price, holder)
        end = holder
        slotIn = NOBODY
      }
      for (let k = n(reach.from, holder); k < n(reach.from, holder + 1); k++) {
        const arc = n(reach.arcs, k)
        const place = n(reach.place, k)
        const here = n(s.t.cost, arc) + n(s.price, holder)
        for (let slot = n(s.slots, place); slot < n(s.slots, place + 1); slot++) {
          const own = of(s, slot, ARC)
          const giver = of(s, slot, HOLDER)
          if (giver === holder || hasSibling(s, slot, holder)) continue
          const length = far + here - (own === NOBODY ? n(s.t.unserved, place) : of(s, slot, COST) + n(s.price, giver))
          if (length >= best) continue
          if (own === NOBODY) {
            best = length
            end = holder
            slotIn = slot
            arcIn = arc
          } else if (length < n(distance, giver)) {
            if (n(distance, giver) === FAR) touched.push(giver)
            distance[giver] = length
            to[giver] = holder
            byArc[giver] = arc
            bySlot[giver] = slot
            queue.push(length, giver)
          }
        }
      }
    }
    for (const holder of settled) {
      const nearer = best - n(distance, holder)
      if (nearer > 0) s.price[holder] = Math.max(0, n(s.price, holder) - nearer)
    }
    if (slotIn !== NOBODY) {
      put(s, slotIn, arcIn)
    }
    for (let holder = end; holder !== open; holder = n(to, holder)) {
      take(s, n(bySlot, holder))
      put(s, n(bySlot, holder), n(byArc, holder))
    }
    for (const holder of touched) distance[holder] = FAR
  }
}

/** The arcs that lead to each holder, with their places. */
function placesOf(s: State): { from: Int32Array; arcs: Int32Array; place: Int32Array } {
  const { start, to } = s.t
  const from = new Int32Array(s.holders + 1)
  for (const holder of to) from[holder + 1] = n(from, holder + 1) + 1
  for (let h = 0; h < s.holders; h++) from[h + 1] = n(from, h + 1) + n(from, h)
  const at = from.slice()
  const [arcs, place] = [new Int32Array(to.length), new Int32Array(to.length)]
  for (let i = 0; i + 1 < start.length; i++) {
    for (let arc = n(start, i); arc < n(start, i + 1); arc++) {
      const k = n(at, n(to, arc))
      at[n(to, arc)] = k + 1
      arcs[k] = arc
      place[k] = i
    }
  }
  return { from, arcs, place }
}

import type { Beginning } from './model.ts'
import { cheapest, NOBODY, n, put, reduced, type State, TOO_DEAR, take } from './state.ts'

/**
 * Everyone takes the cheapest at the prices that stand: 0, or those of an earlier plan. What that plan gave is kept where
 * it is still among the cheapest, so that a plan that is mended changes as little as it must.
 */
export function begin(s: State, from?: Beginning): void {
  if (from) keep(s, from)
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    if (n(s.arcOf, slot) !== NOBODY) continue
    const arc = cheapest(s, slot, NOBODY, n(s.t.unserved, n(s.placeOf, slot)))
    if (arc !== NOBODY) put(s, slot, arc)
  }
}

/** Puts every slot where it was, unless it now does better elsewhere. */
function keep(s: State, { arcOf, price }: Beginning): void {
  const { capacity, unserved } = s.t
  for (let h = 0; h < s.holders; h++) {
    if (n(capacity, h) > 0) s.price[h] = Math.min(TOO_DEAR, Math.max(0, price[h] ?? 0))
  }
  if (!s.single) for (let slot = 0; slot < s.arcOf.length; slot++) s.arcOf[slot] = arcOf[slot] ?? NOBODY
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    const arc = arcOf[slot] ?? NOBODY
    if (arc === NOBODY) continue
    const paid = reduced(s, arc)
    const better = paid > n(unserved, n(s.placeOf, slot)) || cheapest(s, slot, n(s.t.to, arc), paid) !== NOBODY
    s.arcOf[slot] = NOBODY
    if (!better) put(s, slot, arc)
  }
}

/** Rooms for those who may leave a holder: as many as anybody ever had. */
interface Leaving {
  slot: Int32Array
  arc: Int32Array
  rise: Int32Array
  order: Int32Array
}

/**
 * Whoever has too many raises the price until so many would rather go, and lets exactly those go to their next best.
 * Cheaper than a path for each; those that come to have too many by it are left to the next round, or to the paths.
 */
export function evict(s: State, rounds: number): void {
  let leaving = roomFor(64)
  for (let round = 0; round < rounds; round++) {
    for (let holder = 0; holder < s.holders; holder++) {
      const excess = -n(s.room, holder)
      if (excess <= 0) continue
      const load = n(s.t.capacity, holder) + excess
      if (load > leaving.slot.length) leaving = roomFor(load * 2)
      letGo(s, holder, excess, leaving)
    }
  }
}

function letGo(s: State, holder: number, excess: number, { slot, arc, rise, order }: Leaving): void {
  const price = n(s.price, holder)
  let k = 0
  for (let each = n(s.first, holder); each !== NOBODY; each = n(s.next, each)) {
    const most = n(s.t.unserved, n(s.placeOf, each))
    const other = cheapest(s, each, holder, most)
    slot[k] = each
    arc[k] = other
    rise[k] = (other === NOBODY ? most : reduced(s, other)) - n(s.t.cost, n(s.arcOf, each)) - price
    order[k] = k
    k++
  }
  leastFirst(order, rise, k, excess)
  let raise = 0
  for (let i = 0; i < excess; i++) {
    const at = n(order, i)
    raise = Math.max(raise, n(rise, at))
    take(s, n(slot, at))
    if (n(arc, at) !== NOBODY) put(s, n(slot, at), n(arc, at))
  }
  s.price[holder] = price + raise
}

/** Brings the `wanted` least of `count` to the front, of equal ones those that stood first. */
function leastFirst(order: Int32Array, by: Int32Array, count: number, wanted: number): void {
  order.subarray(0, count).sort((a, b) => n(by, a) - n(by, b) || a - b)
  void wanted
}

function roomFor(count: number): Leaving {
  const array = () => new Int32Array(count)
  return { slot: array(), arc: array(), rise: array(), order: array() }
}

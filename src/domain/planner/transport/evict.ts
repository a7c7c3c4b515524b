import { rise, sink } from './heap.ts'
import { COST, cheapest, NEXT, NOBODY, n, of, put, type State, take, UNSERVED } from './state.ts'

/** Whom a holder lets go, with the arc to the next best; -1: to nobody. */
interface Leaving {
  slot: Int32Array
  arc: Int32Array
  /** A heap (heap.ts) of which one stands where, by how much the price must rise for it, the highest rise first. */
  rises: Int32Array
}

/**
 * Whoever has too many raises the price until so many would rather go, and lets exactly those go to their next best.
 * Cheaper than a path for each; those that come to have too many by it are left to the paths: more rounds gain little, and
 * none where costs are tied.
 */
export function evict(s: State, over: readonly number[]): void {
  let leaving = roomFor(64)
  for (const holder of over) {
    const excess = -n(s.room, holder)
    if (excess > leaving.slot.length) leaving = roomFor(excess * 2)
    letGo(s, holder, excess, leaving)
  }
}

function letGo(s: State, holder: number, excess: number, { slot, arc, rises }: Leaving): void {
  const { to, cost } = s
  const price = n(s.price, holder)
  let count = 0
  for (let each = n(s.first, holder); each !== NOBODY; each = of(s, each, NEXT)) {
    const paid = of(s, each, COST) + price
    const unserved = of(s, each, UNSERVED)
    // Only who would go at a lower rise than all those at hand is of interest: most searches are over at once.
    const most = count < excess ? unserved : Math.min(unserved, paid - n(rises, 0))
    const other = cheapest(s, each, holder, most)
    if (other === NOBODY && most < unserved) continue
    const least = other === NOBODY ? unserved : n(cost, other) + n(s.price, n(to, other))
    const stands = count < excess ? count : n(rises, 1)
    slot[stands] = each
    arc[stands] = other
    if (count < excess) rise(rises, 0, count++, paid - least, stands)
    else sink(rises, 0, count, paid - least, stands)
  }
  s.price[holder] = price - n(rises, 0)
  for (let i = 0; i < count; i++) {
    take(s, n(slot, i))
    if (n(arc, i) !== NOBODY) put(s, n(slot, i), n(arc, i))
  }
}

function roomFor(count: number): Leaving {
  return { slot: new Int32Array(count), arc: new Int32Array(count), rises: new Int32Array(2 * count) }
}

import { COST, cheapest, NEXT, NOBODY, n, of, put, type State, take, UNSERVED } from './state.ts'

/** Whom a holder could let go: by how much the price must rise for it, then which of the slots at hand. */
interface Leaving {
  slot: Int32Array
  arc: Int32Array
  /** Rise × 2^21 + where the slot stands: whole numbers, so that the engine's own sort of numbers puts them in order. */
  key: Float64Array
}

const STANDS = 2 ** 21

/**
 * Whoever has too many raises the price until so many would rather go, and lets exactly those go to their next best.
 * Cheaper than a path for each; those that come to have too many by it are left to the paths: more rounds gain little, and
 * none where costs are tied.
 */
export function evict(s: State, over: readonly number[]): void {
  let leaving = roomFor(64)
  for (const holder of over) {
    const excess = -n(s.room, holder)
    const load = n(s.capacity, holder) + excess
    if (load > leaving.slot.length) leaving = roomFor(load * 2)
    letGo(s, holder, excess, leaving)
  }
}

function letGo(s: State, holder: number, excess: number, { slot, arc, key }: Leaving): void {
  const { to, cost } = s
  const price = n(s.price, holder)
  let k = 0
  for (let each = n(s.first, holder); each !== NOBODY; each = of(s, each, NEXT)) {
    const most = of(s, each, UNSERVED)
    const other = cheapest(s, each, holder, most)
    const least = other === NOBODY ? most : n(cost, other) + n(s.price, n(to, other))
    slot[k] = each
    arc[k] = other
    key[k] = (least - of(s, each, COST) - price) * STANDS + k
    k++
  }
  key.subarray(0, k).sort()
  for (let i = 0; i < excess; i++) {
    const at = (key[i] as number) % STANDS
    const [leaver, next] = [n(slot, at), n(arc, at)]
    take(s, leaver)
    if (next !== NOBODY) put(s, leaver, next)
  }
  s.price[holder] = price + Math.floor((key[excess - 1] as number) / STANDS)
}

function roomFor(count: number): Leaving {
  return { slot: new Int32Array(count), arc: new Int32Array(count), key: new Float64Array(count) }
}

import { NOBODY, n, type State } from './state.ts'

/** What the plan costs, and how many holders are missing in it. */
export function costOf(s: State): { cost: number; unserved: number } {
  let [cost, unserved] = [0, 0]
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    const arc = n(s.arcOf, slot)
    if (arc === NOBODY) unserved++
    cost += arc === NOBODY ? n(s.t.unserved, n(s.placeOf, slot)) : n(s.t.cost, arc)
  }
  return { cost, unserved }
}

/**
 * What every plan costs at least: each place pays its cheapest holders at the prices, and of that the holders' rooms give
 * back the prices. Weak duality of linear programming; in whole numbers, so that equal to the cost means proved.
 */
export function boundOf(s: State): number {
  const { start, to, cost, unserved, capacity } = s.t
  let bound = 0
  for (let h = 0; h < s.holders; h++) bound -= n(capacity, h) * n(s.price, h)
  const paid: number[] = []
  for (let place = 0; place + 1 < start.length; place++) {
    const need = n(s.slots, place + 1) - n(s.slots, place)
    const most = n(unserved, place)
    paid.length = 0
    for (let arc = n(start, place); arc < n(start, place + 1); arc++) {
      const holder = n(to, arc)
      if (n(capacity, holder) > 0) paid.push(Math.min(most, n(cost, arc) + n(s.price, holder)))
    }
    if (need === 1) {
      let least = most
      for (const p of paid) if (p < least) least = p
      bound += least
      continue
    }
    paid.sort((a, b) => a - b)
    for (let k = 0; k < need; k++) bound += paid[k] ?? most
  }
  return bound
}

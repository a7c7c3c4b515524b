import { ARC, COST, NOBODY, n, of, type State, UNSERVED } from './state.ts'

/** What the plan costs, and how many holders are missing in it. */
export function costOf(s: State): { cost: number; unserved: number } {
  let cost = 0
  let unserved = 0
  for (let slot = 0; slot < s.count; slot++) {
    if (of(s, slot, ARC) === NOBODY) {
      unserved++
      cost += of(s, slot, UNSERVED)
    } else cost += of(s, slot, COST)
  }
  return { cost, unserved }
}

/**
 * What every plan costs at least: each place pays its cheapest holders at the prices, and of that the holders' rooms give
 * back the prices. Weak duality of linear programming; in whole numbers, so that equal to the cost means proved.
 */
export function boundOf(s: State): number {
  const { capacity } = s.t
  let bound = 0
  for (let h = 0; h < s.holders; h++) bound -= n(capacity, h) * n(s.price, h)
  return bound + (s.single ? paidByOne(s) : paidBySeveral(s))
}

function paidByOne({ t, price, sorted }: State): number {
  const { start, to, cost, unserved } = t
  let paid = 0
  for (let place = 0; place + 1 < start.length; place++) {
    const end = n(start, place + 1)
    let least = n(unserved, place)
    for (let arc = n(start, place); arc < end; arc++) {
      const own = n(cost, arc)
      if (own < least) least = Math.min(least, own + n(price, n(to, arc)))
      else if (sorted) break
    }
    paid += least
  }
  return paid
}

function paidBySeveral({ t, price, slots }: State): number {
  const { start, to, cost, unserved } = t
  let sum = 0
  for (let place = 0; place + 1 < start.length; place++) {
    const most = n(unserved, place)
    const paid: number[] = []
    for (let arc = n(start, place); arc < n(start, place + 1); arc++) {
      paid.push(Math.min(most, n(cost, arc) + n(price, n(to, arc))))
    }
    paid.sort((a, b) => a - b)
    for (let k = n(slots, place + 1) - n(slots, place) - 1; k >= 0; k--) sum += paid[k] ?? most
  }
  return sum
}

import { BEGIN, END, NOWHERE, n, of, type State, UNSERVED } from './state.ts'

/** What the plan costs, and how many holders are missing in it. */
export function costOf({ sums }: State): { cost: number; unserved: number } {
  return { cost: sums[0] as number, unserved: sums[1] as number }
}

/**
 * What every plan costs at least: each place pays its cheapest holders at the prices, and of that the holders' rooms give
 * back the prices. Weak duality of linear programming; in whole numbers, so that equal to the cost means proved.
 */
export function boundOf(s: State): number {
  let bound = 0
  for (let h = 0; h < s.holders; h++) bound -= n(s.capacity, h) * n(s.price, h)
  return bound + (s.single ? paidByOne(s) : paidBySeveral(s))
}

function paidByOne(s: State): number {
  const { to, cost, price, sorted } = s
  let paid = 0
  for (let slot = 0; slot < s.count; slot++) {
    const end = of(s, slot, END)
    let least = of(s, slot, UNSERVED)
    for (let arc = of(s, slot, BEGIN); arc < end; arc++) {
      const own = n(cost, arc)
      if (own < least) least = Math.min(least, own + n(price, n(to, arc)))
      else if (sorted) break
    }
    paid += least
  }
  return paid
}

function paidBySeveral(s: State): number {
  const { to, cost, price, siblings } = s
  let sum = 0
  for (let slot = 0; slot < s.count; slot++) {
    if (of(s, slot, BEGIN) === NOWHERE || n(siblings, 2 * slot) !== slot) continue
    const most = of(s, slot, UNSERVED)
    const paid: number[] = []
    for (let arc = of(s, slot, BEGIN); arc < of(s, slot, END); arc++) {
      paid.push(Math.min(most, n(cost, arc) + n(price, n(to, arc))))
    }
    paid.sort((a, b) => a - b)
    for (let k = n(siblings, 2 * slot + 1) - slot - 1; k >= 0; k--) sum += paid[k] ?? most
  }
  return sum
}

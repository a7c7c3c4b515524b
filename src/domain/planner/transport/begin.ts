import type { Beginning } from './model.ts'
import { COST, cheapest, HOLDER, NOBODY, of, put, type State, TOO_DEAR, take, UNSERVED } from './state.ts'

/**
 * Everyone takes the cheapest at the prices that stand: 0, or those of an earlier plan. What that plan gave is kept where
 * it is still among the cheapest, so that a plan that is mended changes as little as it must.
 */
export function begin(s: State, from?: Beginning): void {
  if (from) keep(s, from)
  for (let slot = 0; slot < s.count; slot++) {
    if (of(s, slot, HOLDER) !== NOBODY) continue
    const arc = cheapest(s, slot, NOBODY, of(s, slot, UNSERVED))
    if (arc !== NOBODY) put(s, slot, arc)
  }
}

/** Puts every slot where it was, unless it now does better elsewhere. */
function keep(s: State, { arcOf, price }: Beginning): void {
  const { to, cost, capacity } = s.t
  for (let h = 0; h < s.holders; h++) {
    if ((capacity[h] as number) > 0) s.price[h] = Math.min(TOO_DEAR, Math.max(0, price[h] ?? 0))
  }
  for (let slot = 0; slot < s.count; slot++) {
    const arc = arcOf[slot] ?? NOBODY
    if (arc === NOBODY) continue
    const holder = to[arc] as number
    const paid = (cost[arc] as number) + (s.price[holder] as number)
    if (paid > of(s, slot, UNSERVED)) continue
    if (!s.single || cheapest(s, slot, holder, paid) === NOBODY) put(s, slot, arc)
  }
  // Of a place that needs several, what the others have is known only now.
  for (let slot = 0; slot < s.count && !s.single; slot++) {
    const holder = of(s, slot, HOLDER)
    if (holder === NOBODY) continue
    if (cheapest(s, slot, holder, of(s, slot, COST) + (s.price[holder] as number)) !== NOBODY) take(s, slot)
  }
}

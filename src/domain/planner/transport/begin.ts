import type { Beginning } from './model.ts'
import { cheapest, NOBODY, n, put, type State, take } from './state.ts'

/**
 * Everyone takes the cheapest at the prices that stand: 0, or those of an earlier plan. What that plan gave is kept where
 * it is still among the cheapest, so that a plan that is mended changes as little as it must.
 */
export function begin(s: State, from?: Beginning): void {
  if (from) s.price.set(from.price.subarray(0, s.holders))
  if (from) keep(s, from.arcOf)
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    if (n(s.arcOf, slot) !== NOBODY) continue
    const arc = cheapest(s, slot, NOBODY)
    if (arc !== NOBODY && reduced(s, arc) < n(s.t.unserved, n(s.placeOf, slot))) put(s, slot, arc)
  }
}

/** Puts every slot where it was, then lets those go that now do better elsewhere. */
function keep(s: State, arcOf: Int32Array): void {
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    const arc = arcOf[slot] ?? NOBODY
    if (arc !== NOBODY && n(s.t.capacity, n(s.t.to, arc)) > 0) put(s, slot, arc)
  }
  for (let slot = 0; slot < s.arcOf.length; slot++) {
    const arc = n(s.arcOf, slot)
    if (arc === NOBODY) continue
    const better = cheapest(s, slot, n(s.t.to, arc))
    const least = Math.min(better === NOBODY ? Infinity : reduced(s, better), n(s.t.unserved, n(s.placeOf, slot)))
    if (least < reduced(s, arc)) take(s, slot)
  }
}

/**
 * Whoever has too many raises the price until so many would rather go, and lets exactly those go to their next best.
 * Cheaper than a path for each; those that come to have too many by it are left to the next round, or to the paths.
 */
export function evict(s: State): void {
  for (let holder = 0; holder < s.holders; holder++) {
    const excess = n(s.load, holder) - n(s.t.capacity, holder)
    if (excess > 0) letGo(s, holder, excess)
  }
}

function letGo(s: State, holder: number, excess: number): void {
  const leaving: { slot: number; arc: number; rise: number }[] = []
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(s.next, slot)) {
    const arc = cheapest(s, slot, holder)
    const unserved = n(s.t.unserved, n(s.placeOf, slot))
    const other = arc === NOBODY ? unserved : Math.min(unserved, reduced(s, arc))
    leaving.push({ slot, arc: other < unserved ? arc : NOBODY, rise: other - reduced(s, n(s.arcOf, slot)) })
  }
  leaving.sort((a, b) => a.rise - b.rise)
  s.price[holder] = n(s.price, holder) + (leaving[excess - 1]?.rise ?? 0)
  for (const { slot, arc } of leaving.slice(0, excess)) {
    take(s, slot)
    if (arc !== NOBODY) put(s, slot, arc)
  }
}

/** What an arc costs at its holder's price. */
export function reduced(s: State, arc: number): number {
  return n(s.t.cost, arc) + n(s.price, n(s.t.to, arc))
}

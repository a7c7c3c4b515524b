import { mayDrop } from './drops.ts'
import { came, went, widened } from './exchanges.ts'
import type { Ground } from './ground.ts'
import type { Transport } from './model.ts'
import type { Routes } from './solve.ts'
import {
  arcTo,
  BEGIN,
  COST,
  cheapest,
  END,
  HOLDER,
  NOBODY,
  n,
  of,
  put,
  reseat,
  seat,
  take,
  UNSERVED,
  unseat,
} from './state.ts'

type Places = Omit<Transport, 'capacity'>

/**
 * Makes a place what is known of it now, which is the k-th of some. Who had it keeps it where that is still among the
 * cheapest, so that a plan that is mended changes as little as it must; slots that nobody has then are added to `orphans`.
 */
export function setPlace(
  ground: Ground,
  routes: Routes,
  place: number,
  now: Places,
  k: number,
  orphans: number[],
): void {
  const { s, from, upTo } = ground
  if (!widen(routes, ground, place, now, k)) replace(routes, ground, place, now, k)
  for (let slot = n(from, place); slot < n(upTo, place); slot++) {
    const holder = of(s, slot, HOLDER)
    if (holder !== NOBODY) {
      if (cheapest(s, slot, holder, of(s, slot, COST) + n(s.price, holder)) === NOBODY) continue
      take(s, slot)
      went(s, routes.x, slot, holder)
    }
    orphans.push(slot)
  }
}

/** A place to which only arcs are added, as where somebody joins, needs nothing but these. False: it is another place. */
function widen({ x }: Routes, ground: Ground, place: number, now: Places, k: number): boolean {
  const { s, from, upTo } = ground
  const { start, to, cost, need, unserved } = now
  const [first, last] = [n(from, place), n(upTo, place)]
  if (first === last || last - first !== (need ? n(need, k) : 1)) return false
  if (of(s, first, UNSERVED) !== n(unserved, k)) return false
  let old = of(s, first, BEGIN)
  const end = of(s, first, END)
  for (let arc = n(start, k); arc < n(start, k + 1); arc++) {
    if (old < end && n(to, arc) === n(s.to, old) && n(cost, arc) === n(s.cost, old)) old++
  }
  if (old < end) return false
  old = of(s, first, BEGIN)
  const begin = copyArcs(ground, now, k)
  for (let slot = first; slot < last; slot++) reseat(s, slot, begin, ground.arcs)
  for (let arc = begin; arc < ground.arcs; arc++) {
    if (old < end && n(s.to, arc) === n(s.to, old) && n(s.cost, arc) === n(s.cost, old)) {
      old++
      continue
    }
    for (let slot = first; slot < last; slot++) {
      const holder = of(s, slot, HOLDER)
      if (holder !== NOBODY) widened(s, x, slot, holder, arc)
    }
  }
  return true
}

/** Its slots are new ones: where the old ones still stand in somebody's lists, nobody has them any more. */
function replace({ x, drop }: Routes, ground: Ground, place: number, now: Places, k: number): void {
  const { s, from, upTo } = ground
  const had: number[] = []
  for (let slot = n(from, place); slot < n(upTo, place); slot++) {
    const holder = of(s, slot, HOLDER)
    if (holder !== NOBODY) {
      had.push(holder)
      take(s, slot)
      went(s, x, slot, holder)
    }
    unseat(s, slot)
  }
  from[place] = ground.slots
  ground.slots += now.need ? n(now.need, k) : 1
  upTo[place] = ground.slots
  if (n(from, place) === n(upTo, place)) return
  const begin = copyArcs(ground, now, k)
  for (let slot = n(from, place); slot < n(upTo, place); slot++) {
    seat(s, slot, begin, ground.arcs, n(now.unserved, k))
    if (s.single) continue
    s.siblings[2 * slot] = n(from, place)
    s.siblings[2 * slot + 1] = n(upTo, place)
  }
  let next = n(from, place)
  for (const holder of had) {
    const arc = next < n(upTo, place) ? arcTo(s, next, holder) : NOBODY
    if (arc !== NOBODY && n(s.cost, arc) + n(s.price, holder) <= n(now.unserved, k)) put(s, next++, arc)
  }
  for (let slot = n(from, place); slot < next; slot++) {
    came(s, x, slot, of(s, slot, HOLDER))
    mayDrop(s, drop, slot, of(s, slot, HOLDER))
  }
}

/** Puts the k-th one's arcs where there is room for them, and what stood for the place before is left where it was. */
function copyArcs(ground: Ground, { start, to, cost }: Places, k: number): number {
  const { s, arcs } = ground
  for (let arc = n(start, k); arc < n(start, k + 1); arc++) {
    s.to[ground.arcs] = n(to, arc)
    s.cost[ground.arcs++] = n(cost, arc)
  }
  return arcs
}

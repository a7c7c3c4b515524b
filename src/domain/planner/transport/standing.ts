import { linked, lookAtAll, went } from './exchanges.ts'
import { giveBack } from './give-back.ts'
import { type Ground, groundOf, hasRoom, moved, snapshotOf, type Wanted } from './ground.ts'
import { give } from './hand-over.ts'
import { allLeft } from './left-over.ts'
import type { Transport, Transported } from './model.ts'
import { boundOf, costOf } from './proof.ts'
import { setPlace } from './set-place.ts'
import { clear, newRoutes, type Routes, solve, type Watch } from './solve.ts'
import { cheapest, HOLDER, isSorted, NOBODY, n, of, TOO_DEAR, take, UNSERVED } from './state.ts'

/** What is another now, by number; numbers past the last are of those who come. Nobody is named twice. */
export interface Change {
  /** Holders and the rooms that they have now: 0 for one who leaves. Who is named by arcs alone can carry nobody yet. */
  holders?: { which: Int32Array; capacity: Int32Array } | undefined
  /** Places, and all there is to know of each now, the k-th place here being `which[k]`: who goes needs 0. */
  places?: (Omit<Transport, 'capacity'> & { which: Int32Array }) | undefined
}

/** A plan of least cost that is kept while its problem changes. */
export interface StandingPlan {
  /**
   * Mends the plan from where it is, to the same cost as a new one would have. Whoever was given a place keeps it, unless
   * the plan would be dearer so. Takes as long as what changes is much, however much there is beside it.
   */
  change(change: Change): void
  /** Sees to it now that the next change need not. */
  prepare(): void
  cost(): { cost: number; unserved: number }
  /** The problem as it stands, and the plan with what proves it: all that there is is looked at. */
  plan(): Transported & { t: Transport }
}

/** The plan of a problem, to be kept. Where `watch` stops it or one of its changes, the next change goes on from there. */
export function standingPlan(t: Transport, watch: Watch = {}): StandingPlan {
  let ground = groundOf(t, { ...countsOf(t), slots: 0, arcs: 0 })
  let { routes, whole } = solve(ground.s, watch)
  routes.drop.left = allLeft(ground.s)

  return {
    change(change) {
      makeRoom(change)
      // A plan that was stopped left slots over that somebody would take.
      const orphans = whole ? [] : allLeft(ground.s)
      changeHolders(ground, routes, change, orphans)
      changePlaces(ground, routes, change, orphans)
      for (const slot of orphans) {
        // Whose holder has left and whose place changed too is named twice.
        if (of(ground.s, slot, HOLDER) !== NOBODY) continue
        const arc = cheapest(ground.s, slot, NOBODY, of(ground.s, slot, UNSERVED))
        if (arc === NOBODY) {
          routes.drop.left.push(slot)
          continue
        }
        give(ground.s, routes, slot, arc)
      }
      whole = clear(ground.s, routes, watch)
      if (whole) giveBack(ground.s, routes, routes.search)
    },
    prepare() {
      lookAtAll(ground.s, routes.x, routes.x.reach)
      linked(ground.s, routes.x)
    },
    cost: () => costOf(ground.s),
    plan() {
      const price = Float64Array.from(ground.s.price.subarray(0, ground.holders))
      return { ...snapshotOf(ground), price, ...costOf(ground.s), bound: boundOf(ground.s) }
    },
  }

  function makeRoom(change: Change): void {
    const wanted = wantedOf(ground, change)
    if (!hasRoom(ground, wanted)) {
      ground = moved(ground, wanted)
      routes = newRoutes(ground.s)
      routes.drop.left = allLeft(ground.s)
    }
    ground.places = wanted.places
    ground.holders = wanted.holders
  }
}

function wantedOf({ s, places, holders }: Ground, change: Change): Wanted {
  const wanted = { places, holders, slots: 0, arcs: 0, several: !s.single }
  for (const holder of change.holders?.which ?? []) wanted.holders = Math.max(wanted.holders, holder + 1)
  if (!change.places) return wanted
  const { which, need, to } = change.places
  wanted.arcs = to.length
  for (let arc = 0; arc < to.length; arc++) wanted.holders = Math.max(wanted.holders, n(to, arc) + 1)
  for (let k = 0; k < which.length; k++) {
    const own = need ? n(need, k) : 1
    wanted.places = Math.max(wanted.places, n(which, k) + 1)
    wanted.slots += own
    if (own > 1) wanted.several = true
  }
  return wanted
}

function changeHolders({ s }: Ground, { x }: Routes, { holders }: Change, orphans: number[]): void {
  if (!holders) return
  for (const [k, holder] of holders.which.entries()) {
    const capacity = n(holders.capacity, k)
    s.room[holder] = n(s.room, holder) + capacity - n(s.capacity, holder)
    s.capacity[holder] = capacity
    if (capacity > 0) continue
    // Too dear for anybody, as whoever is not there yet: to come back, the price only has to come down.
    s.price[holder] = TOO_DEAR
    for (let slot = n(s.first, holder); slot !== NOBODY; slot = n(s.first, holder)) {
      take(s, slot)
      went(s, x, slot, holder)
      orphans.push(slot)
    }
  }
}

function changePlaces(ground: Ground, routes: Routes, { places }: Change, orphans: number[]): void {
  if (!places) return
  ground.s.sorted &&= isSorted(places)
  for (let k = 0; k < places.which.length; k++) setPlace(ground, routes, n(places.which, k), places, k, orphans)
}

function countsOf({ unserved, capacity, need }: Transport) {
  return { places: unserved.length, holders: capacity.length, several: need?.some((each) => each > 1) ?? false }
}

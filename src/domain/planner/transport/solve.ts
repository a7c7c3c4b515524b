import { begin } from './begin.ts'
import { newDrops } from './drops.ts'
import { evict } from './evict.ts'
import { newExchanges, went } from './exchanges.ts'
import type { Options } from './hand-over.ts'
import type { Transport, Transported } from './model.ts'
import { handOn, newSearch, type Search } from './paths.ts'
import { boundOf, costOf } from './proof.ts'
import { ARC, n, newState, of, type State, slotsOf, take } from './state.ts'

/** The wish to stop is asked for after so many paths. */
const BETWEEN = 256

/** How far a long solve is: of all that stood above somebody's room at first, what still does. */
export interface Watch {
  onProgress?(left: number): void
  /** True: stop now, with the best that was found. */
  stop?(): boolean
}

/** Who hands on what: kept with a plan that will change, since it is most of the work of making one. */
export interface Routes extends Options {
  readonly search: Search
}

export function newRoutes(s: State): Routes {
  return { x: newExchanges(s), drop: newDrops(s), search: newSearch(s) }
}

/**
 * A plan of least cost: successive shortest paths between holders, with the places taken out of the network. Everyone
 * takes the nearest at first; then each holder with too many hands one on along the cheapest chain of exchanges that
 * ends with somebody who has room, or with a place left unserved. Each holder has one price, at which every place has
 * the cheapest holders it can have and nobody with room asks anything: so no plan is cheaper, and `bound` proves it.
 * One that will change is better kept (standing.ts).
 */
export function solveTransport(t: Transport, watch: Watch = {}): Transported {
  const s = newState(t)
  solve(s, watch)
  const slots = slotsOf(t)
  const arcOf = new Int32Array(s.count)
  for (let slot = 0; slot < s.count; slot++) arcOf[slot] = of(s, slot, ARC)
  return { slots, arcOf, price: Float64Array.from(s.price), ...costOf(s), bound: boundOf(s) }
}

/** Makes the plan in a state in which nobody has anything yet; `whole`: it was not stopped before the end. */
export function solve(s: State, watch: Watch = {}): { routes: Routes; whole: boolean } {
  begin(s)
  evict(s, tooMany(s))
  const routes = newRoutes(s)
  return { routes, whole: clear(s, routes, watch) }
}

/** Until nobody has too many, true; or it is stopped, false. */
export function clear(s: State, routes: Routes, watch: Watch): boolean {
  const over: number[] = []
  for (const holder of tooMany(s)) for (let k = n(s.room, holder); k < 0; k++) over.push(holder)
  for (let i = 0; i < over.length; i++) {
    if (i % BETWEEN === 0) {
      watch.onProgress?.(over.length - i)
      if (watch.stop?.()) {
        leaveOver(s, routes, over.slice(i))
        return false
      }
    }
    handOn(s, routes, routes.search, over[i] as number)
  }
  watch.onProgress?.(0)
  return true
}

/**
 * Who has too many, in the order of their slots: those of neighbours stand side by side in most problems, and what one was
 * looked at for is at hand for the next. As whole numbers of which the engine's own sort makes an order.
 */
function tooMany({ room, first, holders }: State): number[] {
  const keys: number[] = []
  for (let h = 0; h < holders; h++) if (n(room, h) < 0) keys.push(n(first, h) * holders + h)
  return Array.from(Float64Array.from(keys).sort(), (key) => key % holders)
}

/** What nobody was found for in time is left unserved: a plan that is broken off still asks too much of nobody. */
function leaveOver(s: State, { x }: Options, over: readonly number[]): void {
  for (const holder of over) {
    const slot = n(s.first, holder)
    take(s, slot)
    went(s, x, slot, holder)
  }
}

import { begin } from './begin.ts'
import { evict } from './evict.ts'
import { exchanges } from './exchanges.ts'
import { giveBack } from './give-back.ts'
import { invite } from './invite.ts'
import type { Beginning, Transport, Transported } from './model.ts'
import { pathFinder } from './paths.ts'
import { boundOf, costOf } from './proof.ts'
import { reachOf } from './reach.ts'
import { ARC, n, newState, of, type State, take } from './state.ts'

/** Rounds of evictions: more gain little, and none where costs are tied. */
const EVICTIONS = 1
const INVITATIONS = 1
/** The wish to stop is asked for after so many paths. */
const BETWEEN = 256

/** How far a long solve is: of all that stood above somebody's room at first, what still does. */
export interface Watch {
  onProgress?(left: number): void
  /** True: stop now, with the best that was found. */
  stop?(): boolean
}

/**
 * A plan of least cost: successive shortest paths between holders, with the places taken out of the network. Everyone
 * takes the nearest at first; then each holder with too many hands one on along the cheapest chain of exchanges that
 * ends with somebody who has room, or with a place left unserved. Each holder has one price, at which every place has
 * the cheapest holders it can have and nobody with room asks anything: so no plan is cheaper, and `bound` proves it.
 * From a `Beginning` it mends what changed and comes to the same cost as from nothing.
 */
export function solveTransport(t: Transport, from?: Beginning, watch: Watch = {}): Transported {
  const s = newState(t)
  begin(s, from)
  evict(s, EVICTIONS)
  const stopped = clear(s, pathFinder(s, exchanges(s)), watch)
  if (from && !stopped && anyOpen(s)) {
    const reach = reachOf(s)
    if (s.single) invite(s, reach, INVITATIONS)
    giveBack(s, reach)
  }
  const arcOf = new Int32Array(s.count)
  for (let slot = 0; slot < s.count; slot++) arcOf[slot] = of(s, slot, ARC)
  return { slots: s.slots, arcOf, price: Float64Array.from(s.price), ...costOf(s), bound: boundOf(s) }
}

/** Whether anybody has room and still a price. */
function anyOpen({ room, price, holders }: State): boolean {
  for (let h = 0; h < holders; h++) if (n(room, h) > 0 && n(price, h) > 0) return true
  return false
}

/** What nobody was found for in time is left unserved: a plan that is broken off still asks too much of nobody. */
function leaveOver(s: State, over: readonly number[]): void {
  for (const holder of over) take(s, n(s.first, holder))
}

function clear(s: State, handOn: (holder: number) => void, watch: Watch): boolean {
  const over: number[] = []
  for (let h = 0; h < s.holders; h++) for (let k = n(s.room, h); k < 0; k++) over.push(h)
  over.sort((a, b) => n(s.first, a) - n(s.first, b))
  for (let i = 0; i < over.length; i++) {
    if (i % BETWEEN === 0) {
      watch.onProgress?.(over.length - i)
      if (watch.stop?.()) {
        leaveOver(s, over.slice(i))
        return true
      }
    }
    handOn(over[i] as number)
  }
  watch.onProgress?.(0)
  return false
}

import { type Choices, NOBODY } from './choices.ts'
import type { Relaxation } from './relax.ts'

/**
 * A plan out of a relaxation: a place taken once stays, one taken by several goes to whom it costs least there, and those
 * taken by nobody follow, first the one that loses most by coming second. Rooms may end overfull: what improves the plan
 * then brings it down.
 */
export function mend(c: Choices, r: Pick<Relaxation, 'taken'>, usable: Uint8Array): Int32Array {
  const { a, places } = c
  const arcOf = new Int32Array(places).fill(NOBODY)
  const room = a.capacity.slice()
  const open: number[] = []
  for (let place = 0; place < places; place++) {
    let arc = c.given[place] as number
    if (arc === NOBODY) {
      for (let k = a.start[place] as number; k < (a.start[place + 1] as number); k++) {
        if ((r.taken[k] as number) < 1 || usable[a.to[k] as number] === 0) continue
        if (arc === NOBODY || (a.cost[k] as number) < (a.cost[arc] as number)) arc = k
      }
    }
    if (arc === NOBODY || usable[a.to[arc] as number] === 0) open.push(place)
    else put(place, arc)
  }
  spread(open)
  return arcOf

  function put(place: number, arc: number): void {
    arcOf[place] = arc
    const holder = a.to[arc] as number
    room[holder] = (room[holder] as number) - (a.load[arc] as number)
  }

  /** By regret at first sight; each is looked at again when its turn comes, since rooms have shrunk meanwhile. */
  function spread(list: number[]): void {
    const waiting = list.map((place) => ({ place, regret: regretOf(place) }))
    waiting.sort((x, y) => y.regret - x.regret || x.place - y.place)
    for (const { place } of waiting) {
      const { best, any } = bestOf(place)
      if (best !== NOBODY) put(place, best)
      else if (any !== NOBODY) put(place, any)
    }
  }

  function regretOf(place: number): number {
    const { best, least, second } = bestOf(place)
    if (best === NOBODY) return Number.POSITIVE_INFINITY
    return second - least
  }

  /** The arc that costs least of those with room; and of those without, the one whose holder would be least over. */
  function bestOf(place: number): { best: number; least: number; second: number; any: number } {
    let [best, any] = [NOBODY, NOBODY]
    let [least, second, over] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let arc = a.start[place] as number; arc < (a.start[place + 1] as number); arc++) {
      const holder = a.to[arc] as number
      if (usable[holder] === 0 || (a.load[arc] as number) > (a.capacity[holder] as number)) continue
      const short = (a.load[arc] as number) - (room[holder] as number)
      const cost = a.cost[arc] as number
      if (short > 0) {
        if (short < over) [any, over] = [arc, short]
      } else if (cost < least) [best, second, least] = [arc, least, cost]
      else if (cost < second) second = cost
    }
    return { best, least, second, any }
  }
}

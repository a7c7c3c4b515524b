import { distanceM } from '../../base/geometry.ts'
import { nearestHolders } from './arcs/nearest-holders.ts'
import { positionsOf } from './arcs/points.ts'
import { qualifiedOf } from './holders-of.ts'
import type { PlanHolder, PlanPlace, Prices } from './model.ts'
import { type BesidesWay, sumOf } from './prices.ts'

const NOBODY: ReadonlySet<number> = new Set()

/** Who could have a place, the nearest first. */
export interface Choice {
  to: Int32Array
  /** Whole metres, with what the pair pays of the prices. */
  cost: Int32Array
  /** Metres beyond which nobody was looked at; infinite where nobody else is within reach. */
  beyond: number
}

export interface Among {
  places: readonly PlanPlace[]
  holders: readonly PlanHolder[]
  numbers: ReadonlyMap<string, number>
  /** Places that each holder can still carry. */
  room: Int32Array
  withinM: number | null
  /** Of each place, by its number, the holders that it may not be given. */
  skips: readonly (ReadonlySet<number> | undefined)[]
  /** Of each place, the holders that it had, who are a choice of it however far they are. */
  had: readonly (ReadonlySet<number> | undefined)[]
  prices: Prices
  /** What each pair pays of them by itself. */
  besides: BesidesWay
}

/**
 * The `most` nearest holders with room for each of these places, by their numbers. Places that share their list of who
 * qualifies are looked at together.
 */
export function choicesOf(which: readonly number[], most: number, among: Among): Map<number, Choice> {
  const { places, holders, numbers, room, withinM, skips } = among
  const found = new Map<number, Choice>()
  const groups = Map.groupBy(which, (i) => places[i]?.qualified)
  for (const [qualified, own] of groups) {
    const who = Int32Array.from(qualifiedOf(qualified, numbers))
    const may = among.had.length > 0 ? new Set(who) : NOBODY
    // Who may not be given a place takes up one of its nearest: so many more are looked at.
    const wanted = most + own.reduce((skipped, i) => Math.max(skipped, skips[i]?.size ?? 0), 0)
    const { start, to, cost } = nearestHolders(
      positionsOf(own.map((i) => (places[i] as PlanPlace).at)),
      positionsOf(Array.from(who, (h) => (holders[h] as PlanHolder).at)),
      { most: Math.min(who.length, wanted), withinM, capacity: who.map((h) => room[h] as number) },
    )
    for (const [k, i] of own.entries()) {
      const [from, upTo] = [start[k] as number, start[k + 1] as number]
      const whole = upTo - from < wanted || wanted >= who.length
      const beyond = whole ? Number.POSITIVE_INFINITY : (cost[upTo - 1] as number)
      const skip = skips[i]
      const choice = new Map<number, number>()
      for (let arc = from; arc < upTo; arc++) choice.set(who[to[arc] as number] as number, cost[arc] as number)
      for (const [h, way] of hadAmong(i, may, among)) choice.set(h, way)
      for (const h of skip ?? NOBODY) choice.delete(h)
      found.set(i, {
        to: Int32Array.from(choice.keys()),
        cost: Int32Array.from(choice, ([h, way]) => way + pricesOf(i, h, among)),
        beyond,
      })
    }
  }
  return found
}

/** What a pair costs besides the way. */
function pricesOf(i: number, h: number, { prices, besides, places, holders, had }: Among): number {
  const before = had[i]
  const own = sumOf(besides(places[i] as PlanPlace, holders[h] as PlanHolder))
  return own + (before && !before.has(h) ? (prices.leaving ?? 0) : 0)
}

/** Those who had the place and may have it again, and their ways. */
function hadAmong(i: number, may: ReadonlySet<number>, { had, holders, room, withinM, places }: Among) {
  const at = (places[i] as PlanPlace).at
  return [...(had[i] ?? NOBODY)].flatMap((h): [number, number][] => {
    const way = distanceM(at, (holders[h] as PlanHolder).at)
    const reached = withinM === null || way <= withinM
    return reached && may.has(h) && (room[h] as number) > 0 ? [[h, Math.round(way)]] : []
  })
}

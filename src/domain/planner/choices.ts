import { nearestHolders } from './arcs/nearest-holders.ts'
import { qualifiedOf } from './holders-of.ts'
import type { PlanHolder, PlanPlace } from './model.ts'
import type { Transport } from './transport/model.ts'

/** Who could have a place, the nearest first. */
export interface Choice {
  to: Int32Array
  /** Whole metres. */
  cost: Int32Array
  /** Metres beyond which nobody was looked at; infinite where nobody else is within reach. */
  beyond: number
}

interface Among {
  holders: readonly PlanHolder[]
  numbers: ReadonlyMap<string, number>
  /** Places that each holder can still carry. */
  room: Int32Array
  withinM: number | null
  /** Of each place, by its number, the holders that it may not be given. */
  skips: readonly (ReadonlySet<number> | undefined)[]
}

/**
 * The `most` nearest holders with room for each of these places, by their numbers. Places that share their list of who
 * qualifies are looked at together.
 */
export function choicesOf(
  places: readonly PlanPlace[],
  which: readonly number[],
  most: number,
  { holders, numbers, room, withinM, skips }: Among,
): Map<number, Choice> {
  const found = new Map<number, Choice>()
  const groups = Map.groupBy(which, (i) => places[i]?.qualified)
  for (const [qualified, own] of groups) {
    const who = Int32Array.from(qualifiedOf(qualified, numbers))
    // Who may not be given a place takes up one of its nearest: so many more are looked at.
    const wanted = most + own.reduce((skipped, i) => Math.max(skipped, skips[i]?.size ?? 0), 0)
    const { start, to, cost } = nearestHolders(
      positions(own.map((i) => (places[i] as PlanPlace).at)),
      positions(Array.from(who, (h) => (holders[h] as PlanHolder).at)),
      { most: Math.min(who.length, wanted), withinM, capacity: who.map((h) => room[h] as number) },
    )
    for (const [k, i] of own.entries()) {
      const [from, upTo] = [start[k] as number, start[k + 1] as number]
      const whole = upTo - from < wanted || wanted >= who.length
      const beyond = whole ? Number.POSITIVE_INFINITY : (cost[upTo - 1] as number)
      const skip = skips[i]
      const arcs = []
      for (let arc = from; arc < upTo; arc++) {
        if (!skip?.has(who[to[arc] as number] as number)) arcs.push(arc)
      }
      found.set(i, {
        to: Int32Array.from(arcs, (arc) => who[to[arc] as number] as number),
        cost: Int32Array.from(arcs, (arc) => cost[arc] as number),
        beyond,
      })
    }
  }
  return found
}

/** The problem in numbers that these choices make. */
export function transportOf(
  choices: readonly Choice[],
  need: Int32Array,
  unserved: Int32Array,
  capacity: Int32Array,
): Transport {
  const start = new Int32Array(choices.length + 1)
  for (const [i, choice] of choices.entries()) start[i + 1] = (start[i] as number) + choice.to.length
  const arcs = start[choices.length] as number
  const [to, cost] = [new Int32Array(arcs), new Int32Array(arcs)]
  for (const [i, choice] of choices.entries()) {
    to.set(choice.to, start[i] as number)
    cost.set(choice.cost, start[i] as number)
  }
  return { start, to, cost, need, unserved, capacity }
}

function positions(at: readonly (readonly [number, number])[]) {
  return { lon: Float64Array.from(at, (p) => p[0]), lat: Float64Array.from(at, (p) => p[1]) }
}

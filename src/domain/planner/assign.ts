import { type Among, type Choice, choicesOf } from './choices.ts'
import type { PlanWatch } from './model.ts'
import { solveShared } from './shared.ts'
import { placesOf, type Slices, slicesOf } from './slices.ts'
import { type StandingPlan, standingPlan } from './transport/standing.ts'

/** So many holders are looked at for each place, and so many times more where that was not enough to be sure. */
const FIRST = 12
const WIDER = 4
/** More pairs than this are not looked at together: what is still unsure then is left as good as it is. */
const MOST_ARCS = 12_000_000
/**
 * Metres that a missing holder counts as: more than any detour that would spare it, so that nobody is left out whom
 * somebody could have; and between two risks a hundredth apart as far as 8,000 km, so that it is the lower that is left.
 */
const UNSERVED = 100_000_000
const BY_RISK = 800_000_000

/** What it costs to leave each place with one holder fewer than it needs. */
export function unservedOf({ places, prices, had }: Among): Int32Array {
  return Int32Array.from(
    places,
    (p, i) => UNSERVED + Math.round(BY_RISK * p.risk) + (had[i] ? (prices.leaving ?? 0) : 0),
  )
}

/** Who has each open place, by their numbers, and what that costs with the missing counted in. */
export interface Assigned {
  given: number[][]
  cost: number
}

/** What one round of choices comes to. */
interface Round extends Assigned {
  /** What the dearest holder of a place costs it, at the prices; and the least that anybody with room asks. */
  dearest: Float64Array
  least: number
}

/** Solves with few choices, and mends the plan with more for the places that may gain by it. */
export function assign(among: Among, missing: Int32Array, carried: Int32Array, watch: PlanWatch): Assigned {
  const { places, holders, prices, room } = among
  const unserved = unservedOf(among)
  const slices = slicesOf(holders, prices, room, carried)
  const shared = missing.some((n) => n > 1) && slices.holder.length > holders.length
  const most = missing.map((n) => FIRST + 2 * n)
  const choices: Choice[] = []
  let widen = [...places.keys()]
  let standing: StandingPlan | undefined
  for (;;) {
    for (const [size, which] of Map.groupBy(widen, (i) => most[i] as number)) {
      for (const [i, choice] of choicesOf(which, size, among)) choices[i] = choice
    }
    let round: Round
    if (shared) round = inShares(choices, missing, unserved, slices)
    else {
      const now = placesOf(widen, choices, missing, unserved, slices)
      if (standing) standing.change({ places: { ...now, which: Int32Array.from(widen) } })
      else standing = standingPlan({ ...now, capacity: slices.room }, watch)
      round = inSlices(standing.plan(), slices)
    }
    if (watch.stop?.()) return round
    widen = unsure(round, choices)
    for (const i of widen) most[i] = Math.min(holders.length, (most[i] as number) * WIDER)
    const arcs =
      choices.reduce((sum, c) => sum + c.to.length, 0) + widen.reduce((sum, i) => sum + (most[i] as number), 0)
    if (widen.length === 0 || arcs * (slices.holder.length / Math.max(1, holders.length)) > MOST_ARCS) return round
  }
}

function inSlices({ t, ...solved }: ReturnType<StandingPlan['plan']>, slices: Slices): Round {
  let least = Number.POSITIVE_INFINITY
  for (const [slice, room] of slices.room.entries()) {
    if (room > 0) least = Math.min(least, (solved.price[slice] as number) + (slices.price[slice] as number))
  }
  const dearest = new Float64Array(t.unserved.length)
  const given = Array.from(t.unserved, (unserved, i) => {
    const own: number[] = []
    for (let slot = solved.slots[i] as number; slot < (solved.slots[i + 1] as number); slot++) {
      const arc = solved.arcOf[slot] as number
      const slice = arc < 0 ? -1 : (t.to[arc] as number)
      const paid = arc < 0 ? unserved : (t.cost[arc] as number) + (solved.price[slice] as number)
      dearest[i] = Math.max(dearest[i] as number, paid)
      if (arc >= 0) own.push(slices.holder[slice] as number)
    }
    return own
  })
  return { given, cost: solved.cost, dearest, least }
}

function inShares(choices: readonly Choice[], missing: Int32Array, unserved: Int32Array, slices: Slices): Round {
  const { given, price, cost } = solveShared(choices, missing, unserved, slices)
  let least = Number.POSITIVE_INFINITY
  for (const [slice, h] of slices.holder.entries()) {
    if ((slices.room[slice] as number) > 0) least = Math.min(least, price[h] as number)
  }
  const dearest = new Float64Array(choices.length)
  for (const [i, { to, cost: way }] of choices.entries()) {
    const own = given[i] as number[]
    if (own.length < (missing[i] as number)) dearest[i] = unserved[i] as number
    for (const k of own) {
      const paid = (way[k] as number) + (price[to[k] as number] as number)
      dearest[i] = Math.max(dearest[i] as number, paid)
    }
  }
  const who = given.map((own, i) => own.map((k) => choices[i]?.to[k] as number))
  return { given: who, cost, dearest, least }
}

/**
 * The places that somebody beyond their choice could serve more cheaply than the dearest holder they have: such a one is
 * at least as far off as the last of the choice, and asks at least the least price that anybody asks.
 */
function unsure({ dearest, least }: Round, choices: readonly Choice[]): number[] {
  return [...choices.keys()].filter((i) => {
    const { beyond } = choices[i] as Choice
    return beyond !== Number.POSITIVE_INFINITY && beyond + least < (dearest[i] as number)
  })
}

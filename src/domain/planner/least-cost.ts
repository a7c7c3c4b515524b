import { distanceM } from '../../base/geometry.ts'
import { type Point, pointsOf, squareOf } from './arcs/points.ts'
import { assign } from './assign.ts'
import { atLeastEach } from './at-least.ts'
import { checkProblem } from './check-problem.ts'
import { byText, reasonFor, skipsOf, treesOf } from './holders-of.ts'
import type { Plan, PlanHolder, PlanPlace, PlanProblem, PlanWatch } from './model.ts'
import { besidesWay, planCost } from './prices.ts'
import { assignWeighed } from './weighed.ts'

const NOBODY: ReadonlySet<number> = new Set()

/**
 * The plan of least cost: as many places held as can be, those of higher risk first, and of all such plans the one with the
 * fewest metres between people's homes and their places, prices counted as metres, to the metre. Each place is first given
 * a choice of the nearest few; the prices of the holders then tell for which places somebody farther off might have done
 * better, and those are given a wider choice, until there is none. What is equal is settled by id, so the plan is always the
 * same. Only `atLeast` and unequal weights are met without a proof; `bound` tells what that may have cost. Throws PLAN_INVALID.
 */
export function leastCost(problem: PlanProblem, watch: PlanWatch = {}): Plan {
  checkProblem(problem)
  const places = problem.places.toSorted((a, b) => byText(a.id, b.id))
  const holders = problem.holders.toSorted((a, b) => byText(a.id, b.id))
  const numbers = new Map(holders.map((holder, number) => [holder.id, number]))
  const room = Int32Array.from(holders, (h) => h.capacity)
  const carried = Int32Array.from(holders, (h) => h.carries ?? 0)
  const need = new Map(places.map((p) => [p.id, p.need]))
  const skipById = skipsOf(problem, numbers)
  const pairs: Plan['pairs'] = []
  const give = (place: PlanPlace, number: number) => {
    const holder = holders[number] as PlanHolder
    pairs.push({ place: place.id, holder: holder.id, distanceM: distanceM(place.at, holder.at) })
    room[number] = (room[number] as number) - weightOf(place)
    carried[number] = (carried[number] as number) + weightOf(place)
  }

  const placeById = new Map(problem.locks?.length ? places.map((place) => [place.id, place]) : [])
  const locked = new Set<number>()
  for (const lock of problem.locks ?? []) {
    const number = numbers.get(lock.holder) as number
    give(placeById.get(lock.place) as PlanPlace, number)
    locked.add(number)
    need.set(lock.place, (need.get(lock.place) ?? 0) - 1)
  }

  const open = places.filter((p) => (need.get(p.id) ?? 0) > 0)
  const skips = open.map((p) => skipById.get(p.id))
  const missing = Int32Array.from(open, (p) => need.get(p.id) ?? 0)
  const { prices = {}, withinM } = problem
  const had = hadOf(problem, open, numbers)
  const among = { places: open, holders, numbers, room, withinM, skips, had, prices, besides: besidesWay(prices) }
  const solve = (rooms: Int32Array) => assign({ ...among, room: rooms }, missing, carried, watch)
  const { given, below, loss } = open.some((p) => weightOf(p) > 1)
    ? assignWeighed(among, watch)
    : atLeastEach(solve, { least: problem.atLeast ?? 1, room, carried, locked }, watch)

  const left = Float64Array.from(room)
  const unserved: Plan['unserved'] = []
  for (const [i, own] of given.entries()) {
    for (const number of own) left[number] = (left[number] as number) - weightOf(open[i] as PlanPlace)
  }
  const limit = squareOf(withinM)
  const points = pointsOf(open.map((place) => place.at))
  const treeFor = treesOf(holders, numbers, left)
  for (const [i, place] of open.entries()) {
    const own = given[i] as number[]
    for (const number of own) give(place, number)
    const lacking = (missing[i] as number) - own.length
    if (lacking === 0) continue
    const others = new Set([...(skips[i] ?? NOBODY), ...own])
    const reason = reasonFor(treeFor(place.qualified), points[i] as Point, limit, others)
    unserved.push({ place: place.id, missing: lacking, reason })
  }
  const cost = planCost(problem, pairs)
  return {
    pairs,
    unserved,
    cost,
    bound: loss === null || watch.stop?.() ? null : Math.max(0, cost - loss),
    below: below.map((h) => (holders[h] as PlanHolder).id),
  }
}

const weightOf = ({ weight = 1 }: PlanPlace) => weight

/** Of each open place, the holders that it had; nothing where leaving them costs nothing. */
function hadOf(
  { before = [], prices }: PlanProblem,
  open: readonly PlanPlace[],
  numbers: ReadonlyMap<string, number>,
): (ReadonlySet<number> | undefined)[] {
  if (!prices?.leaving || before.length === 0) return []
  const had = Map.groupBy(before, (pair) => pair.place)
  return open.map(({ id }) => {
    const own = had.get(id)
    return own && new Set(own.flatMap(({ holder }) => numbers.get(holder) ?? []))
  })
}

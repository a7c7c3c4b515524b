import { distanceM } from '../../base/geometry.ts'
import { type Point, pointsOf, squareOf } from './arcs/points.ts'
import { checkProblem } from './check-problem.ts'
import { byText, reasonFor, skipsOf, type TreeFor, treesOf } from './holders-of.ts'
import type { Plan, PlanHolder, PlanPlace, PlanProblem } from './model.ts'

const NOBODY: ReadonlySet<number> = new Set()

/**
 * Nearest first within capacity: the riskiest place is served first, and takes the nearest holders who have room. Of
 * equal risk, the place with the least room within reach goes first, because its few choices are the soonest lost: of
 * 100,000 households in made villages with half as much room again, 53 stayed unserved, and 148 in order of id. Quick,
 * easily explained, and not the best plan there is. What is still equal is settled by id, so the plan is always the same.
 * Throws PLAN_INVALID.
 */
export function nearestFirst(problem: PlanProblem): Plan {
  checkProblem(problem)
  const holders = problem.holders.toSorted((a, b) => byText(a.id, b.id))
  const numbers = new Map(holders.map((holder, number) => [holder.id, number]))
  const room = Float64Array.from(holders, (holder) => holder.capacity)
  const skips = skipsOf(problem, numbers)
  const plan: Plan = { pairs: [], unserved: [], cost: 0, bound: null, below: [] }

  const give = (place: PlanPlace, number: number) => {
    const holder = holders[number] as PlanHolder
    const metres = distanceM(place.at, holder.at)
    plan.pairs.push({ place: place.id, holder: holder.id, distanceM: metres })
    plan.cost += metres
    room[number] = (room[number] as number) - 1
  }

  const placeById = new Map(problem.locks?.length ? problem.places.map((place) => [place.id, place]) : [])
  const lockedAt = new Map<string, number>()
  for (const lock of problem.locks ?? []) {
    give(placeById.get(lock.place) as PlanPlace, numbers.get(lock.holder) as number)
    lockedAt.set(lock.place, (lockedAt.get(lock.place) ?? 0) + 1)
  }

  const limit = squareOf(problem.withinM)
  for (const { place, at, tree } of inOrder(problem.places, limit, treesOf(holders, numbers, room))) {
    const skip = skips.get(place.id) ?? NOBODY
    const need = place.need - (lockedAt.get(place.id) ?? 0)
    const chosen = tree.nearest(at, need, limit, skip)
    for (const number of chosen) give(place, number)
    const missing = need - chosen.length
    if (missing > 0) {
      const others = chosen.length > 0 ? new Set([...skip, ...chosen]) : skip
      plan.unserved.push({ place: place.id, missing, reason: reasonFor(tree, at, limit, others) })
    }
  }
  return plan
}

function inOrder(places: readonly PlanPlace[], limit: number, treeFor: TreeFor) {
  const points = pointsOf(places.map((place) => place.at))
  return places
    .map((place, i) => {
      const at = points[i] as Point
      const tree = treeFor(place.qualified)
      return { place, at, tree, room: tree.roomWithin(at, limit) }
    })
    .sort((a, b) => b.place.risk - a.place.risk || a.room - b.room || byText(a.place.id, b.place.id))
}

import { distanceM } from '../../base/geometry.ts'
import { checkProblem } from './check-problem.ts'
import { type Choice, choicesOf, transportOf } from './choices.ts'
import { limitOf, onSphere } from './holder-tree.ts'
import { byText, reasonFor, skipsOf, treesOf } from './holders-of.ts'
import type { Plan, PlanHolder, PlanPlace, PlanProblem } from './model.ts'
import { carryOver } from './transport/carry-over.ts'
import type { Transport, Transported } from './transport/model.ts'
import { solveTransport } from './transport/solve.ts'

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

const NOBODY: ReadonlySet<number> = new Set()

/**
 * The plan of least cost: as many places held as can be, those of higher risk first, and of all such plans the one with the
 * fewest metres between people's homes and their places, to the metre. Each place is first given a choice of the nearest
 * few; the prices of the holders then tell for which places somebody farther off might have done better, and those are
 * given a wider choice, until there is none. What is equal is settled by id, so the plan is always the same. Throws
 * PLAN_INVALID.
 */
export function leastCost(problem: PlanProblem): Plan {
  checkProblem(problem)
  const places = problem.places.toSorted((a, b) => byText(a.id, b.id))
  const holders = problem.holders.toSorted((a, b) => byText(a.id, b.id))
  const numbers = new Map(holders.map((holder, number) => [holder.id, number]))
  const room = Int32Array.from(holders, (h) => h.capacity)
  const need = new Map(places.map((p) => [p.id, p.need]))
  const skipById = skipsOf(problem, numbers)
  const plan: Plan = { pairs: [], unserved: [], cost: 0 }
  const give = (place: PlanPlace, number: number) => {
    const holder = holders[number] as PlanHolder
    const metres = distanceM(place.at, holder.at)
    plan.pairs.push({ place: place.id, holder: holder.id, distanceM: metres })
    plan.cost += metres
  }

  const placeById = new Map(problem.locks?.length ? places.map((place) => [place.id, place]) : [])
  for (const lock of problem.locks ?? []) {
    const number = numbers.get(lock.holder) as number
    give(placeById.get(lock.place) as PlanPlace, number)
    room[number] = (room[number] as number) - 1
    need.set(lock.place, (need.get(lock.place) ?? 0) - 1)
  }

  const open = places.filter((p) => (need.get(p.id) ?? 0) > 0)
  const skips = open.map((p) => skipById.get(p.id))
  const missing = Int32Array.from(open, (p) => need.get(p.id) ?? 0)
  const { t, solved } = solve(open, missing, { holders, numbers, room, withinM: problem.withinM, skips })
  const left = Float64Array.from(room)
  const limit = limitOf(problem.withinM)
  const treeFor = treesOf(holders, numbers, left)
  for (const [i, place] of open.entries()) {
    const given = new Set<number>()
    for (let slot = solved.slots[i] as number; slot < (solved.slots[i + 1] as number); slot++) {
      const arc = solved.arcOf[slot] as number
      if (arc < 0) continue
      const number = t.to[arc] as number
      given.add(number)
      give(place, number)
      left[number] = (left[number] as number) - 1
    }
    const lacking = (missing[i] as number) - given.size
    if (lacking === 0) continue
    const others = new Set([...(skips[i] ?? NOBODY), ...given])
    const reason = reasonFor(treeFor(place.qualified), onSphere(place.at), limit, others)
    plan.unserved.push({ place: place.id, missing: lacking, reason })
  }
  return plan
}

/** Solves with few choices, and again with more for the places that may gain by it, from where it stands. */
function solve(
  open: readonly PlanPlace[],
  missing: Int32Array,
  among: Parameters<typeof choicesOf>[3],
): { t: Transport; solved: Transported } {
  const unserved = Int32Array.from(open, (p) => UNSERVED + Math.round(BY_RISK * p.risk))
  const most = missing.map((n) => FIRST + 2 * n)
  const choices: Choice[] = []
  let widen = [...open.keys()]
  let before: { t: Transport; solved: Transported } | null = null
  for (;;) {
    for (const [size, which] of Map.groupBy(widen, (i) => most[i] as number)) {
      for (const [i, choice] of choicesOf(open, which, size, among)) choices[i] = choice
    }
    const t: Transport = transportOf(choices, missing, unserved, among.room)
    const solved: Transported = solveTransport(t, before ? carryOver(before.solved, before.t, t, {}) : undefined)
    before = { t, solved }
    widen = unsure(before, choices)
    for (const i of widen) most[i] = Math.min(among.holders.length, (most[i] as number) * WIDER)
    const arcs = t.to.length + widen.reduce((sum, i) => sum + (most[i] as number), 0)
    if (widen.length === 0 || arcs > MOST_ARCS) return before
  }
}

/**
 * The places that somebody beyond their choice could serve more cheaply than the dearest holder they have: such a one is
 * at least as far off as the last of the choice, and asks at least the least price that anybody asks.
 */
function unsure({ t, solved }: { t: Transport; solved: Transported }, choices: readonly Choice[]): number[] {
  let least = Number.POSITIVE_INFINITY
  for (const [h, room] of t.capacity.entries()) if (room > 0) least = Math.min(least, solved.price[h] as number)
  const found: number[] = []
  for (const [i, { beyond }] of choices.entries()) {
    if (beyond === Number.POSITIVE_INFINITY) continue
    let dearest = 0
    for (let slot = solved.slots[i] as number; slot < (solved.slots[i + 1] as number); slot++) {
      const arc = solved.arcOf[slot] as number
      const paid =
        arc < 0 ? (t.unserved[i] as number) : (t.cost[arc] as number) + (solved.price[t.to[arc] as number] as number)
      dearest = Math.max(dearest, paid)
    }
    if (beyond + least < dearest) found.push(i)
  }
  return found
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM, type Position } from '../../src/base/geometry.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import type { Plan, PlanHolder, PlanPlace, PlanProblem } from '../../src/domain/planner/model.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import { solveTransport } from '../../src/domain/planner/transport/solve.ts'

const at = (x: number, y: number): Position => [116 + x * 0.01, 29 + y * 0.01]
const point = fc.tuple(fc.nat(30), fc.nat(30)).map(([x, y]) => at(x, y))

/** More holders than are looked at first, most of them soon full, so that a plan has to look farther. */
const crowded = fc
  .record({
    places: fc.array(fc.record({ at: point, need: fc.integer({ min: 1, max: 2 }), risk: fc.constantFrom(0.3, 0.9) }), {
      minLength: 1,
      maxLength: 40,
    }),
    holders: fc.array(fc.record({ at: point, capacity: fc.nat(2) }), { minLength: 15, maxLength: 60 }),
    withinM: fc.constantFrom(null, 8_000, 20_000),
  })
  .map(
    ({ places, holders, withinM }): PlanProblem => ({
      places: places.map((p, i): PlanPlace => ({ id: `p${i}`, ...p })),
      holders: holders.map((h, i): PlanHolder => ({ id: `h${i}`, ...h })),
      withinM,
    }),
  )

const MISSING = { 0.3: 340_000_000, 0.9: 820_000_000 } as Record<number, number>

/** Metres of the pairs and what the missing count as. */
function priceOf(problem: PlanProblem, plan: Plan): number {
  const riskOf = new Map(problem.places.map((p) => [p.id, p.risk]))
  const metres = plan.pairs.reduce((sum, p) => sum + Math.round(p.distanceM), 0)
  return plan.unserved.reduce((sum, u) => sum + u.missing * (MISSING[riskOf.get(u.place) ?? 0] as number), metres)
}

/** The least price of all, with every holder as a choice of every place, proved by the solver. */
function leastPrice({ places, holders, withinM }: PlanProblem): number {
  const arcs = places.map((p) =>
    holders.flatMap((h, to) => {
      const metres = distanceM(p.at, h.at)
      return withinM === null || metres <= withinM ? [{ to, cost: Math.round(metres) }] : []
    }),
  )
  const start = new Int32Array(places.length + 1)
  for (const [i, own] of arcs.entries()) start[i + 1] = (start[i] as number) + own.length
  const solved = solveTransport({
    start,
    to: Int32Array.from(arcs.flat(), (a) => a.to),
    cost: Int32Array.from(arcs.flat(), (a) => a.cost),
    need: Int32Array.from(places, (p) => p.need),
    unserved: Int32Array.from(places, (p) => MISSING[p.risk] as number),
    capacity: Int32Array.from(holders, (h) => h.capacity),
  })
  expect(solved.cost).toBe(solved.bound)
  return solved.cost
}

describe('the plan of least cost', () => {
  test('costs what the best of all plans does, though it looks only as far as it must', () => {
    fc.assert(
      fc.property(crowded, (problem) => {
        // Two ways of rounding the same distance may differ by a metre a pair.
        const pairs = problem.places.reduce((sum, p) => sum + p.need, 0)
        expect(Math.abs(priceOf(problem, leastCost(problem)) - leastPrice(problem))).toBeLessThanOrEqual(pairs)
      }),
      { numRuns: 300, seed: 2020 },
    )
  })

  test('is never dearer than the nearest first', () => {
    fc.assert(
      fc.property(crowded, (problem) => {
        const [best, nearest] = [leastCost(problem), nearestFirst(problem)].map((plan) => priceOf(problem, plan))
        expect(best).toBeLessThanOrEqual(nearest as number)
      }),
      { numRuns: 300, seed: 2020 },
    )
  })

  test('spares a far walk that the nearest first would cause', () => {
    // Going by risk alone, the first place takes the one holder whom the second needs.
    const problem: PlanProblem = {
      places: [
        { id: 'near-both', at: at(0, 0), need: 1, risk: 0.9 },
        { id: 'near-one', at: at(2, 0), need: 1, risk: 0.3 },
      ],
      holders: [
        { id: 'west', at: at(-1.1, 0), capacity: 1 },
        { id: 'middle', at: at(1, 0), capacity: 1 },
      ],
      withinM: null,
    }
    const given = (plan: Plan) => plan.pairs.map((p) => `${p.place}: ${p.holder}`).sort()
    expect(given(nearestFirst(problem))).toEqual(['near-both: middle', 'near-one: west'])
    expect(given(leastCost(problem))).toEqual(['near-both: west', 'near-one: middle'])
  })
})

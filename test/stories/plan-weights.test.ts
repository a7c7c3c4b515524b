import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM, type Position } from '../../src/base/geometry.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import type { PlanHolder, PlanPair, PlanPlace, PlanProblem } from '../../src/domain/planner/model.ts'
import { planCost } from '../../src/domain/planner/prices.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { weigh } from '../../src/domain/playbooks/weigh.ts'
import { floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const at = (x: number, y = 0): Position => [116 + x * 0.01, 29 + y * 0.01]
const point = fc.tuple(fc.nat(12), fc.nat(12)).map(([x, y]) => at(x, y))

const unequal = fc
  .record({
    places: fc.array(fc.record({ at: point, weight: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 5 }),
    holders: fc.array(fc.record({ at: point, capacity: fc.nat(7) }), { minLength: 1, maxLength: 3 }),
    withinM: fc.constantFrom(null, 9_000),
  })
  .map(
    ({ places, holders, withinM }): PlanProblem => ({
      places: places.map((p, i): PlanPlace => ({ id: `p${i}`, need: 1, risk: 0.5, ...p })),
      holders: holders.map((h, i): PlanHolder => ({ id: `h${i}`, ...h })),
      withinM,
    }),
  )

/** The fewest missing of all plans that keep the rooms, and the least metres of those. */
function best({ places, holders, withinM }: PlanProblem): { missing: number; cost: number } {
  const room = holders.map((h) => h.capacity)
  let found = { missing: Number.POSITIVE_INFINITY, cost: 0 }
  const choose = (p: number, missing: number, cost: number): void => {
    const place = places[p]
    if (!place) {
      if (missing < found.missing || (missing === found.missing && cost < found.cost)) found = { missing, cost }
      return
    }
    choose(p + 1, missing + 1, cost)
    for (const [h, holder] of holders.entries()) {
      const [weight, way] = [place.weight ?? 1, distanceM(place.at, holder.at)]
      if ((room[h] as number) < weight || (withinM !== null && way > withinM)) continue
      room[h] = (room[h] as number) - weight
      choose(p + 1, missing, cost + way)
      room[h] = (room[h] as number) + weight
    }
  }
  choose(0, 0, 0)
  return found
}

const loadOf = ({ places }: PlanProblem, pairs: readonly PlanPair[], holder: string) =>
  pairs
    .filter((p) => p.holder === holder)
    .reduce((sum, p) => sum + (places.find((place) => place.id === p.place)?.weight ?? 1), 0)

describe('places of unequal weight', () => {
  test('are given so that nobody carries too much, and the plan costs no less than its bound', () => {
    fc.assert(
      fc.property(unequal, (problem) => {
        const plan = leastCost(problem)
        const least = best(problem)
        for (const h of problem.holders) expect(loadOf(problem, plan.pairs, h.id)).toBeLessThanOrEqual(h.capacity)
        expect(plan.cost).toBeCloseTo(planCost(problem, plan.pairs), 6)
        // So small a problem is solved to the end; each way is counted in whole metres.
        expect(problem.places.length - plan.pairs.length).toBe(least.missing)
        expect(Math.abs(plan.cost - least.cost)).toBeLessThanOrEqual(plan.pairs.length + 1)
        expect(plan.bound as number).toBeLessThanOrEqual(least.cost + plan.pairs.length + 1)
      }),
      { seed: 2020 },
    )
  })

  test('count one for every begun part, and one at least', () => {
    const rule = loadPlaybook(floodText(), 'flood.yaml').rules[0]
    if (!rule) throw new Error('the flood playbook has no rules')
    const place = { people: 9, lengthM: 1_200 }
    expect(weigh(rule, place)).toBe(1)
    expect(weigh({ ...rule, weight: { people: 4 } }, place)).toBe(3)
    expect(weigh({ ...rule, weight: { perM: 500 } }, place)).toBe(3)
    expect(weigh({ ...rule, weight: { people: 4 } }, { people: null, lengthM: null })).toBe(1)
  })
})

describe('in the flow', () => {
  const scene = useScene()

  test('a helper carries so many people and not so many doors', async () => {
    // Three live in each household of the little county: two count for one of six.
    const weighed = floodText()
      .replace('version: 1', 'version: 2')
      .replace('at-most: 15 #', 'at-most: 6 #')
      .replace('      uneven: 100 m\n', '')
      .replace('    prices: # ours: a few minutes', '    weight: { people: 2 }\n    prices: # ours: a few minutes')
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(weighed, 'flood.yaml')))
    await scene.warn([1], { severity: 'Minor' })
    const duties = await scene.rows<{ holder: string }>('duty', `role = 'helper'`)
    expect(duties).toHaveLength(20)
    const most = Math.max(...[...Map.groupBy(duties, (d) => d.holder).values()].map((own) => own.length))
    expect(most).toBe(3)
  })
})

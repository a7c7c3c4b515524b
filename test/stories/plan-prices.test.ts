import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MusterError } from '../../src/base/errors.ts'
import type { Position } from '../../src/base/geometry.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { afterDuties } from '../../src/domain/gaps/actions.ts'
import { planUnseen } from '../../src/domain/gaps/by-hand/plan.ts'
import { fill } from '../../src/domain/gaps/fill.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import type { Plan, PlanHolder, PlanPair, PlanPlace, PlanProblem, Prices } from '../../src/domain/planner/model.ts'
import { planCost } from '../../src/domain/planner/prices.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { COUNTY, floodText, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const at = (x: number, y = 0): Position => [116 + x * 0.01, 29 + y * 0.01]
const point = fc.tuple(fc.nat(12), fc.nat(12)).map(([x, y]) => at(x, y))
const units = fc.subarray(['east', 'west'])
/** In one stretch, its bends nowhere that anybody lives. */
const river = fc
  .array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 2, maxLength: 5 })
  .map((bends) => [bends.map(([x, y]) => at(x + 0.5, y + 0.25))])
const price = fc.option(fc.integer({ min: 1, max: 6_000 }), { nil: undefined })

const prices: fc.Arbitrary<Prices> = fc.record({
  leaving: price,
  crossing: price,
  uneven: fc.option(fc.record({ every: fc.integer({ min: 1, max: 2 }), metres: fc.nat(4_000) }), { nil: undefined }),
  branch: fc.option(fc.record({ beyondM: fc.nat(9_000), metres: fc.nat(4_000) }), { nil: undefined }),
  far: fc.option(fc.record({ beyondM: fc.nat(9_000), metres: fc.nat(4_000) }), { nil: undefined }),
  wish: price,
  river: fc.option(fc.record({ metres: fc.nat(4_000), rivers: fc.array(river, { maxLength: 2 }) }), { nil: undefined }),
})

/** Few enough that every plan there is can be looked at. */
const small = fc
  .record({
    places: fc.array(fc.record({ at: point, need: fc.integer({ min: 1, max: 2 }), units, risk: fc.constant(0.5) }), {
      minLength: 1,
      maxLength: 4,
    }),
    holders: fc.array(
      fc.record({
        at: point,
        capacity: fc.nat(3),
        carries: fc.nat(2),
        units,
        ratherNot: fc.boolean(),
        branches: fc.array(point, { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    withinM: fc.constantFrom(null, 9_000),
    prices,
    before: fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 4, selector: String }),
  })
  .map(
    ({ places, holders, before, ...rest }): PlanProblem => ({
      ...rest,
      places: places.map((p, i): PlanPlace => ({ id: `p${i}`, ...p })),
      holders: holders.map((h, i): PlanHolder => ({ id: `h${i}`, ...h })),
      before: before.flatMap(([p, h]) =>
        p < places.length && h < holders.length ? [{ place: `p${p}`, holder: `h${h}` }] : [],
      ),
    }),
  )

const missing = (problem: PlanProblem, pairs: readonly PlanPair[]) =>
  problem.places.reduce((sum, p) => sum + p.need, 0) - pairs.length

/** Every plan that breaks no rule, the fewest missing and then the least metres. */
function best(problem: PlanProblem): { missing: number; cost: number } {
  const { places, holders, withinM } = problem
  const room = holders.map((h) => h.capacity)
  const pairs: PlanPair[] = []
  const alone: PlanProblem = { ...problem, prices: {} }
  const reach = (p: PlanPlace, h: PlanHolder) =>
    withinM === null || planCost({ ...alone, places: [p], holders: [h] }, [{ place: p.id, holder: h.id }]) <= withinM
  let found = { missing: Number.POSITIVE_INFINITY, cost: 0 }
  const choose = (p: number, from: number, left: number): void => {
    const place = places[p]
    if (!place) {
      const now = { missing: missing(problem, pairs), cost: planCost(problem, pairs) }
      if (now.missing < found.missing || (now.missing === found.missing && now.cost < found.cost)) found = now
      return
    }
    choose(p + 1, 0, places[p + 1]?.need ?? 0)
    if (left === 0) return
    for (let h = from; h < holders.length; h++) {
      const holder = holders[h] as PlanHolder
      if (room[h] === 0 || !reach(place, holder)) continue
      room[h] = (room[h] as number) - 1
      pairs.push({ place: place.id, holder: holder.id })
      choose(p, h + 1, left - 1)
      pairs.pop()
      room[h] = (room[h] as number) + 1
    }
  }
  choose(0, 0, places[0]?.need ?? 0)
  return found
}

const loads = (problem: PlanProblem, plan: Plan) =>
  problem.holders
    .map((h) => ({ id: h.id, given: plan.pairs.filter((p) => p.holder === h.id).length, carries: h.carries ?? 0 }))
    .filter((l) => l.given > 0)

describe('a plan with prices', () => {
  test('costs what the best of all plans does, whatever the prices', () => {
    fc.assert(
      fc.property(small, (problem) => {
        const plan = leastCost(problem)
        const least = best(problem)
        expect(missing(problem, plan.pairs)).toBe(least.missing)
        expect(plan.cost).toBeCloseTo(planCost(problem, plan.pairs), 6)
        // The planner counts each way in whole metres.
        expect(Math.abs(plan.cost - least.cost)).toBeLessThanOrEqual(plan.pairs.length + 1)
        expect(plan.bound).toBe(plan.cost)
      }),
      { numRuns: 400, seed: 2020 },
    )
  })

  test('gives nobody two places that are one, and nobody more than there is room for', () => {
    fc.assert(
      fc.property(small, (problem) => {
        const plan = leastCost(problem)
        expect(new Set(plan.pairs.map((p) => `${p.place} ${p.holder}`)).size).toBe(plan.pairs.length)
        const over = loads(problem, plan).filter(
          (l) => l.given > (problem.holders.find((h) => h.id === l.id)?.capacity ?? 0),
        )
        expect(over).toEqual([])
      }),
      { seed: 2020 },
    )
  })

  const two: PlanProblem = {
    places: [0, 1, 2, 3].map((x) => ({ id: `p${x}`, at: at(x), need: 1, risk: 0.5 })),
    holders: [
      { id: 'near', at: at(1), capacity: 4 },
      { id: 'far', at: at(9), capacity: 4 },
    ],
    withinM: null,
  }
  const given = (problem: PlanProblem) => leastCost(problem).pairs.map((p) => `${p.place} ${p.holder}`)

  test('shares a load that is too uneven, and no further than it is worth', () => {
    expect(given(two)).toEqual(['p0 near', 'p1 near', 'p2 near', 'p3 near'])
    expect(given({ ...two, prices: { uneven: { every: 1, metres: 4_000 } } })).toEqual([
      'p0 near',
      'p1 near',
      'p2 near',
      'p3 far',
    ])
    expect(given({ ...two, prices: { uneven: { every: 1, metres: 10_000 } } })).toEqual([
      'p0 near',
      'p1 near',
      'p2 far',
      'p3 far',
    ])
  })

  test('leaves to holders what they had, though somebody else is nearer now', () => {
    const before = [{ place: 'p2', holder: 'far' }]
    expect(given({ ...two, before })).toContain('p2 near')
    expect(given({ ...two, before, prices: { leaving: 5_000 } })).toContain('p2 near')
    expect(given({ ...two, before, prices: { leaving: 20_000 } })).toContain('p2 far')
  })

  test('goes farther than is liked where that is worth its price, and never farther than is allowed', () => {
    const bends = (metres: number, withinM: number | null): PlanProblem => ({
      ...two,
      withinM,
      holders: two.holders.map((h) => ({ ...h, capacity: h.id === 'near' ? 2 : 4 })),
      prices: { far: { beyondM: 6_500, metres } },
    })
    expect(given(bends(0, null))).toEqual(['p0 near', 'p1 near', 'p2 far', 'p3 far'])
    expect(leastCost(bends(0, null)).cost + 1_000).toBeCloseTo(leastCost(bends(1_000, null)).cost, 6)
    expect(given(bends(1_000, 6_000)).map((pair) => pair.slice(3))).toEqual(['near', 'near', 'far'])
  })

  test('keeps to the side of the line where that is not too far', () => {
    const sides = (crossing: number): PlanProblem => ({
      ...two,
      places: two.places.map((p) => ({ ...p, units: ['here', 'above'] })),
      holders: two.holders.map((h) => ({ ...h, units: [h.id === 'near' ? 'there' : 'above'] })),
      prices: { crossing },
    })
    const of = (crossing: number) => [...new Set(given(sides(crossing)).map((pair) => pair.split(' ').at(-1)))]
    expect([of(1_000), of(20_000)]).toEqual([['near'], ['far']])
  })
})

describe('a least load', () => {
  test('is met where nobody loses by it, and its price is told', () => {
    const spread: PlanProblem = {
      places: [0, 1, 2, 3].map((x) => ({ id: `p${x}`, at: at(x), need: 1, risk: 0.5 })),
      holders: [0, 1, 2, 3].map((x) => ({ id: `h${x}`, at: at(x), capacity: 4 })),
      withinM: null,
      atLeast: 2,
    }
    const plan = leastCost(spread)
    expect(loads(spread, plan).every((l) => l.given >= 2)).toBe(true)
    expect(plan).toMatchObject({ unserved: [], below: [], bound: expect.closeTo(0, -1) })
    expect(plan.cost).toBeGreaterThan(0)
  })

  test('leaves nobody without anyone, breaks no rule, and keeps to its bound', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 3 }), (problem, atLeast) => {
        const [free, plan] = [leastCost(problem), leastCost({ ...problem, atLeast })]
        expect(plan.pairs.length).toBe(free.pairs.length)
        expect(plan.cost).toBeGreaterThanOrEqual((plan.bound as number) - 1e-6)
        expect(Math.abs((plan.bound as number) - free.cost)).toBeLessThanOrEqual(2 * plan.pairs.length + 1)
        const light = loads(problem, plan).filter((l) => l.given + l.carries < atLeast)
        expect(light.map((l) => l.id).sort()).toEqual([...plan.below].sort())
      }),
      { seed: 2020 },
    )
  })
})

test('prices that make no sense are refused', () => {
  const problem: PlanProblem = { places: [], holders: [{ id: 'h', at: at(0), capacity: 900 }], withinM: null }
  const refused = (prices: Prices) => {
    try {
      leastCost({ ...problem, prices })
      return 'planned'
    } catch (error) {
      return error instanceof MusterError ? `${error.code} ${error.details.where}` : String(error)
    }
  }
  expect(refused({ leaving: -1 })).toBe('PLAN_INVALID the price "leaving"')
  expect(refused({ wish: -5 })).toBe('PLAN_INVALID the price "wish"')
  expect(refused({ crossing: 1e9 })).toBe('PLAN_INVALID the price "crossing"')
  expect(refused({ river: { metres: 0.5, rivers: [] } })).toBe('PLAN_INVALID the price "river"')
  expect(refused({ uneven: { every: 0, metres: 5 } })).toBe('PLAN_INVALID the price "uneven"')
  expect(refused({ uneven: { every: 1, metres: 90_000 } })).toBe('PLAN_INVALID the price "uneven"')
  expect(refused({ far: { beyondM: -1, metres: 5 } })).toBe('PLAN_INVALID the price "far"')
  expect(refused({ branch: { beyondM: Number.NaN, metres: 5 } })).toBe('PLAN_INVALID the price "branch"')
})

describe('in the flow', () => {
  const scene = useScene()

  /** Who would be given a household near the line between two villages, where the other village's member is a little nearer. */
  async function helperAtTheLine(text: string): Promise<string[]> {
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'flood.yaml')))
    await scene.warn([1], { severity: 'Minor' })
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    // Those of the township and the county above cross no line, and live as near.
    const subject = scene.id('H1-15')
    const above = ['PA-1', 'PC-1'].map((p) => ({ subject, rule: 'household-helper', holder: scene.id(p) }))
    const input = { subjects: [subject], rules: ['household-helper'], not: above }
    await scene.db.write(
      scene.now(),
      (tx) => tx`
      update duty set ends = ${scene.now()}, changed_at = ${scene.now()} where role = 'helper'`,
    )
    await scene.db.write(scene.now(), (tx) => afterDuties(tx, scene.now(), COUNTY, [scene.id('H1-15')]))
    const made = await planUnseen(scene.db, scene.now(), CONSOLE, COUNTY, campaign?.id ?? '', input, (filling) =>
      fill(filling, leastCost),
    )
    return made.lines.map((l) => scene.county.code(l.holder))
  }

  test('a household near the line between two villages is its own village’s', async () => {
    expect(await helperAtTheLine(floodText())).toEqual(['P1-9'])
  })

  const withoutLines = () => floodText().replace('      crossing: 200 m\n', '').replace('version: 1', 'version: 2')

  test('without that price it is whoever lives nearest', async () => {
    expect(await helperAtTheLine(withoutLines())).toEqual(['P2-1'])
  })

  /** A river along the line between villages 1 and 2, in two reaches. */
  const dig = () =>
    scene.db.write(
      scene.now(),
      (tx) => tx`
        insert into place (district, id, kind, code, name, area, geom, line)
        select ${COUNTY}, gen_random_uuid(), 'river-reach', 'R' || i, 'R' || i, ${villageCode(1)},
          st_setsrid(st_makeline(st_makepoint(116.62, 28.98 + i * 0.03), st_makepoint(116.62, 29.01 + i * 0.03)), 4326), 'the river'
        from generate_series(0, 1) i`,
    )

  test('nor is it whoever lives nearest where a river lies between', async () => {
    await dig()
    expect(await helperAtTheLine(withoutLines())).toEqual(['P1-9'])
  })

  test('unless no price of the rule asks for rivers', async () => {
    await dig()
    const text = withoutLines().replace(/ {6}river: 1 km.*\n/, '')
    expect(await helperAtTheLine(text)).toEqual(['P2-1'])
  })
})

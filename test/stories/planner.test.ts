import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceM, type Position } from '../../src/base/geometry.ts'
import { normal, seeded } from '../../src/base/random.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import type { Plan, PlanHolder, Planner, PlanPlace, PlanProblem } from '../../src/domain/planner/model.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'

const place = (id: string, at: Position, more: Partial<PlanPlace> = {}): PlanPlace => ({
  id,
  at,
  need: 1,
  risk: 0.5,
  ...more,
})
const holder = (id: string, at: Position, capacity = 1): PlanHolder => ({ id, at, capacity })
const given = (plan: Plan) => plan.pairs.map((pair) => `${pair.place}: ${pair.holder}`).sort()

const PLANNERS: [name: string, planner: Planner][] = [
  ['nearest first', nearestFirst],
  ['least cost', leastCost],
]

describe.each(PLANNERS)('who is given which place, %s', (_, planner) => {
  it('is the nearest, with the metres between them', () => {
    const plan = planner({
      places: [place('house', [116.7, 29])],
      holders: [holder('far', [116.8, 29]), holder('near', [116.71, 29])],
      withinM: null,
    })
    expect(given(plan)).toEqual(['house: near'])
    expect(plan.cost).toBeCloseTo(distanceM([116.7, 29], [116.71, 29]), 6)
    expect(plan.unserved).toEqual([])
  })

  it('is settled by risk where two places want one person', () => {
    const plan = planner({
      places: [place('a', [116.7, 29], { risk: 0.2 }), place('b', [116.75, 29], { risk: 0.9 })],
      holders: [holder('only', [116.7, 29])],
      withinM: null,
    })
    expect(given(plan)).toEqual(['b: only'])
    expect(plan.unserved).toEqual([{ place: 'a', missing: 1, reason: 'no-capacity-left' }])
  })

  it('serves the place with few within reach before the one with many', () => {
    const plan = planner({
      places: [place('a-town', [116.7, 29]), place('remote', [116.715, 29])],
      holders: [holder('both', [116.705, 29]), holder('town', [116.69, 29])],
      withinM: 1200,
    })
    expect(given(plan)).toEqual(['a-town: town', 'remote: both'])
  })

  it('never gives one person the same place twice, though the place needs two and the person has room', () => {
    const plan = planner({
      places: [place('section', [116.7, 29], { need: 2 })],
      holders: [holder('willing', [116.7, 29], 15)],
      withinM: null,
    })
    expect(given(plan)).toEqual(['section: willing'])
    expect(plan.unserved).toEqual([{ place: 'section', missing: 1, reason: 'nobody-qualified' }])
  })

  it('tells apart nobody qualified, nobody near, and nobody with room', () => {
    const engineers = ['engineer', 'somebody who left']
    const plan = planner({
      places: [
        place('no-skill', [116.7, 29], { qualified: [] }),
        place('too-far', [116.7, 29], { qualified: engineers }),
        place('busy', [116.9, 29], { need: 2 }),
      ],
      holders: [holder('engineer', [116.9, 29], 1), holder('tired', [116.9, 29], 0)],
      withinM: 5000,
    })
    expect(plan.unserved.toSorted((a, b) => (a.place < b.place ? -1 : 1))).toEqual([
      { place: 'busy', missing: 1, reason: 'no-capacity-left' },
      { place: 'no-skill', missing: 1, reason: 'nobody-qualified' },
      { place: 'too-far', missing: 1, reason: 'nobody-within-reach' },
    ])
  })

  it('keeps what a coordinator locked, and leaves out who holds the place already', () => {
    const plan = planner({
      places: [place('a', [116.7, 29], { need: 2 }), place('b', [116.7, 29])],
      holders: [holder('near', [116.7, 29]), holder('held', [116.7, 29], 9), holder('far', [117.9, 29])],
      withinM: 1000,
      locks: [{ place: 'a', holder: 'far' }],
      exclude: [
        { place: 'a', holder: 'held' },
        { place: 'gone', holder: 'gone' },
      ],
    })
    expect(given(plan)).toEqual(['a: far', 'a: near', 'b: held'])
  })

  it('is nobody where there is nobody', () => {
    const plan = planner({ places: [place('a', [0, 0], { need: 3 })], holders: [], withinM: null })
    expect(plan).toMatchObject({
      pairs: [],
      cost: 0,
      unserved: [{ place: 'a', missing: 3, reason: 'nobody-qualified' }],
    })
  })

  it('knows that the date line and the pole divide nobody', () => {
    const plan = planner({
      places: [place('east', [179.999, -17]), place('north', [0, 89.999])],
      holders: [holder('west', [-179.999, -17]), holder('opposite', [180, 89.999])],
      withinM: 500,
    })
    expect(given(plan)).toEqual(['east: west', 'north: opposite'])
  })
})

describe.each(PLANNERS)('a problem that makes no sense, %s', (_, planner) => {
  const at: Position = [116.7, 29]
  const fine: PlanProblem = { places: [place('p', at)], holders: [holder('h', at)], withinM: null }
  const absurd: [string, Partial<PlanProblem>, string][] = [
    ['a reach below zero', { withinM: -1 }, 'withinM'],
    ['a reach that is no number', { withinM: Number.NaN }, 'withinM'],
    ['a place twice', { places: [place('p', at), place('p', at)] }, 'place "p"'],
    ['a place nowhere', { places: [place('p', [Number.NaN, 29])] }, 'place "p"'],
    ['a place with latitude and longitude swapped', { places: [place('p', [29, 116.7])] }, 'place "p"'],
    ['half a holder needed', { places: [place('p', at, { need: 0.5 })] }, 'place "p"'],
    ['a risk above one', { places: [place('p', at, { risk: 2 })] }, 'place "p"'],
    ['a holder twice', { holders: [holder('h', at), holder('h', at)] }, 'holder "h"'],
    ['a capacity below zero', { holders: [holder('h', at, -1)] }, 'holder "h"'],
    ['a lock of a place unknown', { locks: [{ place: 'x', holder: 'h' }] }, 'the lock of "x" to "h"'],
    ['a lock to somebody unknown', { locks: [{ place: 'p', holder: 'x' }] }, 'the lock of "p" to "x"'],
    [
      'more locks than need',
      { holders: [holder('h', at), holder('i', at)], locks: ['h', 'i'].map((h) => ({ place: 'p', holder: h })) },
      'the lock of "p" to "i"',
    ],
    [
      'more locks than capacity',
      { places: [place('p', at), place('q', at)], locks: ['p', 'q'].map((p) => ({ place: p, holder: 'h' })) },
      'the lock of "q" to "h"',
    ],
    [
      'a lock that is excluded',
      { locks: [{ place: 'p', holder: 'h' }], exclude: [{ place: 'p', holder: 'h' }] },
      'the lock of "p" to "h"',
    ],
  ]
  it.each(absurd)('is refused: %s', (_, change, where) => {
    expect(() => planner({ ...fine, ...change })).toThrow(
      expect.objectContaining({ code: 'PLAN_INVALID', details: expect.objectContaining({ where }) }),
    )
  })
})

describe.each(PLANNERS)('any plan, %s', (_, planner) => {
  // A few points on a coarse grid, so that equal distances, shared homes and full holders are the rule.
  const position = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .map<Position>(([x, y]) => [116 + x * 0.01, 29 + y * 0.01])
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const pair = fc.record({ place: fc.constantFrom(...ids), holder: fc.constantFrom(...ids) })
  const problem = fc.record<PlanProblem>({
    places: fc.uniqueArray(
      fc.record<PlanPlace>({
        id: fc.constantFrom(...ids),
        at: position,
        need: fc.nat(4),
        risk: fc.constantFrom(0.2, 0.8),
        qualified: fc.option(fc.subarray(ids), { nil: undefined }),
      }),
      { selector: (p) => p.id },
    ),
    holders: fc.uniqueArray(fc.record<PlanHolder>({ id: fc.constantFrom(...ids), at: position, capacity: fc.nat(3) }), {
      selector: (h) => h.id,
    }),
    withinM: fc.option(fc.integer({ min: 0, max: 8000 })),
    exclude: fc.array(pair, { maxLength: 6 }),
  })

  it('keeps within capacity, reach, need, skill and exclusion, and leaves a place only for the reason it gives', () => {
    fc.assert(
      fc.property(problem, (p) => expectSound(p, planner(p))),
      { numRuns: 500 },
    )
  })

  it('gives each place in turn the nearest there are, by a plain search through all of them', () => {
    fc.assert(
      fc.property(problem, (p) => {
        const one = { ...p, places: p.places.slice(0, 1) }
        const [only] = one.places
        const best = one.holders
          .filter((h) => h.capacity > 0 && only && isAllowed(one, only, h))
          .map((h) => distanceM(only?.at ?? [0, 0], h.at))
          .sort((a, b) => a - b)
          .slice(0, only?.need ?? 0)
        const found = planner(one).pairs.map((pair) => pair.distanceM)
        expect(found.length).toBe(best.length)
        for (const [i, metres] of found.entries()) expect(metres).toBeCloseTo(best[i] ?? Number.NaN, 6)
      }),
    )
  })

  it('is the same, in whatever order places and holders were listed', () => {
    fc.assert(
      fc.property(problem, (p) => {
        const turned = { ...p, places: p.places.toReversed(), holders: p.holders.toReversed() }
        expect(planner(turned)).toEqual(planner(p))
      }),
    )
  })

  it('stays sound for a county: 20,000 households, 1,000 helpers of whom most fill up', () => {
    const random = seeded(7)
    const villages = Array.from({ length: 60 }, (): Position => [116.3 + random() * 0.6, 28.8 + random() * 0.5])
    const near = (sd: number): Position => {
      const [lon, lat] = villages[Math.floor(random() * 60)] as Position
      return [lon + normal(random, 0, sd), lat + normal(random, 0, sd)]
    }
    const county: PlanProblem = {
      places: Array.from({ length: 20_000 }, (_, i) => place(`p${i}`, near(0.004))),
      // At the village's one point, as members are whose homes nobody has put on a map.
      holders: Array.from({ length: 1_000 }, (_, i) => holder(`h${i}`, near(0), 15)),
      withinM: 2000,
    }
    const plan = planner(county)
    expect(plan.pairs.length).toBeGreaterThan(10_000)
    expectSound({ ...county, places: county.places.slice(0, 500) }, plan, county)
  })
})

/** Checks all pairs of a plan, and those of `problem`'s places that it left, against the plain meaning of the words. */
function expectSound(problem: PlanProblem, plan: Plan, whole: PlanProblem = problem): void {
  const places = new Map(whole.places.map((p) => [p.id, p]))
  const holders = new Map(whole.holders.map((h) => [h.id, h]))
  const held = new Map<string, Set<string>>()
  const load = new Map<string, number>()
  for (const { place: p, holder: h, distanceM: metres } of plan.pairs) {
    const [at, by] = [places.get(p) as PlanPlace, holders.get(h) as PlanHolder]
    const there = held.get(p) ?? new Set()
    if (!isAllowed(whole, at, by) || there.has(h)) expect.fail(`${p} should not be given to ${h}`)
    if (Math.abs(metres - distanceM(at.at, by.at)) > 1e-6) expect.fail(`${p} is not ${metres} m from ${h}`)
    held.set(p, there.add(h))
    load.set(h, (load.get(h) ?? 0) + 1)
  }
  for (const { id, capacity } of whole.holders) if ((load.get(id) ?? 0) > capacity) expect.fail(`${id} has too many`)

  const unserved = new Map(plan.unserved.map((u) => [u.place, u]))
  expect(unserved.size).toBe(plan.unserved.length)
  for (const p of problem.places) {
    const there = held.get(p.id) ?? new Set()
    const left = unserved.get(p.id)
    expect(there.size + (left?.missing ?? 0), p.id).toBe(p.need)
    if (!left) continue
    const anywhere = whole.holders.filter((h) => !there.has(h.id) && isAllowed({ ...whole, withinM: null }, p, h))
    const reachable = anywhere.filter((h) => isAllowed(whole, p, h))
    expect(reachable.filter((h) => (load.get(h.id) ?? 0) < h.capacity)).toEqual([])
    const reason =
      reachable.length > 0 ? 'no-capacity-left' : anywhere.length > 0 ? 'nobody-within-reach' : 'nobody-qualified'
    expect(left.reason, p.id).toBe(reason)
  }
}

function isAllowed({ withinM, exclude = [] }: PlanProblem, p: PlanPlace, h: PlanHolder): boolean {
  if (p.qualified && !p.qualified.includes(h.id)) return false
  if (exclude.some((pair) => pair.place === p.id && pair.holder === h.id)) return false
  return withinM === null || distanceM(p.at, h.at) <= withinM + 1e-6
}

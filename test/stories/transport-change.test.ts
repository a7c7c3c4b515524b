import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Transport } from '../../src/domain/planner/transport/model.ts'
import { solveTransport } from '../../src/domain/planner/transport/solve.ts'
import { type StandingPlan, standingPlan } from '../../src/domain/planner/transport/standing.ts'

/** What is known of a household at one time. */
interface Household {
  need: number
  unserved: number
  /** What each of all the holders would cost; null: out of reach. */
  costs: (number | null)[]
}

/** Everybody at one time: rooms of the holders, 0 for one who is not there; households, that need nobody when they are not. */
interface Time {
  rooms: number[]
  households: Household[]
}

const HOLDERS = 12
const share = () => fc.double({ min: 0, max: 1, noNaN: true })

/** A problem at several times, with costs of any size, and tied ones. Some come later; some come back. */
const anyTimes = fc
  .record({
    largest: fc.constantFrom(3, 1_000, 2 ** 30 - 1),
    single: fc.boolean(),
    sorted: fc.boolean(),
    /** Holders and households numbered from here on come only after the first time. */
    holders: fc.integer({ min: 1, max: HOLDERS }),
    places: fc.integer({ min: 0, max: 30 }),
    times: fc.array(
      fc.record({
        rooms: fc.array(fc.tuple(often(), fc.nat(5)), { minLength: HOLDERS, maxLength: HOLDERS }),
        households: fc.array(
          fc.record({
            there: often(),
            changed: fc.boolean(),
            need: fc.integer({ min: 1, max: 3 }),
            unserved: share(),
            costs: fc.array(fc.option(share()), { minLength: HOLDERS, maxLength: HOLDERS }),
          }),
          { minLength: 30, maxLength: 30 },
        ),
      }),
      { minLength: 2, maxLength: 4 },
    ),
  })
  .map(({ largest, single, sorted, holders, places, times }) => {
    const known: Household[] = []
    const all = times.map((time, when): Time => {
      const there = (i: number, first: number) => when > 0 || i < first
      return {
        rooms: time.rooms.map(([here, room], h) => (here && there(h, holders) ? room : 0)),
        households: time.households.map((own, i) => {
          if (when === 0 || own.changed) {
            known[i] = {
              need: single ? 1 : own.need,
              unserved: Math.round(own.unserved * largest),
              costs: own.costs.map((cost) => cost && Math.round(cost * largest)),
            }
          }
          const household = known[i] as Household
          return own.there && there(i, places) ? household : { ...household, need: 0 }
        }),
      }
    })
    return { all, sorted, first: { holders, places } }
  })

function often() {
  return fc.integer({ min: 0, max: 4 }).map((n) => n > 0)
}

function problemOf({ rooms, households }: Time, sorted: boolean): Transport {
  const arcs = households.map(({ costs }) => {
    const own = rooms.flatMap((_, to) => {
      const cost = costs[to]
      return cost === null || cost === undefined ? [] : [{ to, cost }]
    })
    return sorted ? own.sort((a, b) => a.cost - b.cost) : own
  })
  const start = new Int32Array(households.length + 1)
  for (const [i, own] of arcs.entries()) start[i + 1] = (start[i] ?? 0) + own.length
  return {
    start,
    to: Int32Array.from(arcs.flat(), (arc) => arc.to),
    cost: Int32Array.from(arcs.flat(), (arc) => arc.cost),
    need: Int32Array.from(households, (own) => own.need),
    unserved: Int32Array.from(households, (own) => own.unserved),
    capacity: Int32Array.from(rooms),
  }
}

/** Everybody of a time who is not there yet at the first is not even numbered. */
function firstOf(time: Time, { holders, places }: { holders: number; places: number }): Time {
  const households = time.households.slice(0, places)
  return {
    rooms: time.rooms.slice(0, holders),
    households: households.map((own) => ({ ...own, costs: own.costs.slice(0, holders) })),
  }
}

/** Tells a plan what is another than before. */
function change(plan: StandingPlan, before: Time, after: Time, sorted: boolean): void {
  const holders = [...after.rooms.keys()].filter((h) => after.rooms[h] !== (before.rooms[h] ?? 0))
  const places = [...after.households.keys()].filter((i) => {
    const [was, is] = [before.households[i], after.households[i]]
    return JSON.stringify(was) !== JSON.stringify(is)
  })
  const { capacity: _, ...now } = problemOf(
    { rooms: after.rooms, households: places.map((i) => after.households[i] as Household) },
    sorted,
  )
  plan.change({
    holders: { which: Int32Array.from(holders), capacity: Int32Array.from(holders, (h) => after.rooms[h] ?? 0) },
    places: { ...now, which: Int32Array.from(places) },
  })
}

/** The holders of each place. */
function givenIn({ t, slots, arcOf }: ReturnType<StandingPlan['plan']>): number[][] {
  return Array.from(t.unserved, (_, i) => {
    const arcs = [...arcOf.subarray(slots[i], slots[i + 1])].filter((arc) => arc >= 0)
    return arcs.map((arc) => t.to[arc] as number).sort((a, b) => a - b)
  })
}

/** What a plan costs by what households know of it; null: it breaks a rule. */
function costOf(time: Time, plan: ReturnType<StandingPlan['plan']>): number | null {
  const load = time.rooms.map(() => 0)
  const all = givenIn(plan)
  let sum = 0
  for (const [i, { need, unserved, costs }] of time.households.entries()) {
    const given = all[i] ?? []
    if (given.length > need || new Set(given).size < given.length) return null
    for (const h of given) {
      const cost = costs[h]
      load[h] = (load[h] ?? 0) + 1
      if (cost === null || cost === undefined || (load[h] ?? 0) > (time.rooms[h] ?? 0)) return null
      sum += cost
    }
    sum += (need - given.length) * unserved
  }
  return sum
}

describe('a plan that stands while its problem changes', () => {
  test('costs what a new one would, proved, whoever leaves, joins, comes, goes or comes back', () => {
    fc.assert(
      fc.property(anyTimes, ({ all, sorted, first }) => {
        const times = [firstOf(all[0] as Time, first), ...all.slice(1)]
        const standing = standingPlan(problemOf(times[0] as Time, sorted))
        for (const [when, time] of times.entries()) {
          if (when > 0) change(standing, times[when - 1] as Time, time, sorted)
          const plan = standing.plan()
          expect(costOf(time, plan)).toBe(plan.cost)
          expect(plan.cost).toBe(plan.bound)
          expect(plan.cost).toBe(solveTransport(problemOf(time, sorted)).cost)
          expect(standing.cost()).toEqual({ cost: plan.cost, unserved: plan.unserved })
        }
      }),
      { numRuns: 1_000, seed: 2020 },
    )
  })

  test('stopped at any of these times keeps the rules and claims no proof, and the next change goes on from there', () => {
    let unproved = 0
    fc.assert(
      fc.property(anyTimes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), ({ all, sorted, first }, stops) => {
        const times = [firstOf(all[0] as Time, first), ...all.slice(1)]
        let stop = stops[0] as boolean
        const standing = standingPlan(problemOf(times[0] as Time, sorted), { stop: () => stop })
        for (const [when, time] of times.entries()) {
          stop = stops[when] as boolean
          if (when > 0) change(standing, times[when - 1] as Time, time, sorted)
          const plan = standing.plan()
          const { cost } = solveTransport(problemOf(time, sorted))
          expect(costOf(time, plan)).toBe(plan.cost)
          expect(plan.bound).toBeLessThanOrEqual(cost)
          if (!stop) expect(plan.cost).toBe(cost)
          if (!stop) expect(plan.bound).toBe(cost)
          if (plan.bound < plan.cost) unproved++
        }
      }),
      { numRuns: 1_000, seed: 2020 },
    )
    expect(unproved).toBeGreaterThan(0)
  })

  test('stays as it is where nothing changes, though it is told so', () => {
    fc.assert(
      fc.property(anyTimes, ({ all: [time], sorted }) => {
        const t = problemOf(time as Time, sorted)
        const standing = standingPlan(t)
        const before = standing.plan()
        standing.change({
          holders: { which: Int32Array.from(t.capacity.keys()), capacity: t.capacity },
          places: { ...t, which: Int32Array.from(t.unserved.keys()) },
        })
        expect(givenIn(standing.plan())).toEqual(givenIn(before))
        expect(standing.plan().price).toEqual(before.price)
      }),
      { numRuns: 200, seed: 2020 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carryOver } from '../../src/domain/planner/transport/carry-over.ts'
import type { Transport } from '../../src/domain/planner/transport/model.ts'
import { solveTransport } from '../../src/domain/planner/transport/solve.ts'

interface Household {
  need: number
  unserved: number
  /** What each of all the holders would cost; null: out of reach. */
  costs: (number | null)[]
  before: boolean
  after: boolean
}

interface Member {
  room: number
  before: boolean
  after: boolean
}

const HOLDERS = 12

/** Households and holders, some of them there only before a change, or only after it; costs of any size, and tied ones. */
const anyChange = fc
  .record({
    largest: fc.constantFrom(3, 1_000, 2 ** 30 - 1),
    single: fc.boolean(),
    members: fc.array(fc.record({ room: fc.nat(5), before: often(), after: often() }), {
      minLength: HOLDERS,
      maxLength: HOLDERS,
    }),
    households: fc.array(
      fc.record({
        need: fc.integer({ min: 1, max: 3 }),
        unserved: fc.double({ min: 0, max: 1, noNaN: true }),
        costs: fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: HOLDERS,
          maxLength: HOLDERS,
        }),
        before: often(),
        after: often(),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ largest, single, members, households }) => ({
    members,
    households: households.map((own) => ({
      ...own,
      need: single ? 1 : own.need,
      unserved: Math.round(own.unserved * largest),
      costs: own.costs.map((cost) => cost && Math.round(cost * largest)),
    })),
    sorted: single,
  }))

function often() {
  return fc.integer({ min: 0, max: 4 }).map((n) => n > 0)
}

/** The problem of those who are there, and which they are. */
function problemOf(members: Member[], households: Household[], sorted: boolean, when: 'before' | 'after') {
  const holders = [...members.keys()].filter((h) => members[h]?.[when])
  const places = [...households.keys()].filter((p) => households[p]?.[when])
  const arcs = places.map((p) => {
    const own = holders.flatMap((h, to) => {
      const cost = households[p]?.costs[h]
      return cost === null || cost === undefined ? [] : [{ to, cost }]
    })
    return sorted ? own.sort((a, b) => a.cost - b.cost) : own
  })
  const start = new Int32Array(places.length + 1)
  for (const [i, own] of arcs.entries()) start[i + 1] = (start[i] ?? 0) + own.length
  const t: Transport = {
    start,
    to: Int32Array.from(arcs.flat(), (arc) => arc.to),
    cost: Int32Array.from(arcs.flat(), (arc) => arc.cost),
    need: Int32Array.from(places, (p) => households[p]?.need ?? 0),
    unserved: Int32Array.from(places, (p) => households[p]?.unserved ?? 0),
    capacity: Int32Array.from(holders, (h) => members[h]?.room ?? 0),
  }
  return { t, holders, places }
}

describe('a plan carried over to a changed problem', () => {
  test('costs what a new one would, proved, whoever left, joined, came or went', () => {
    fc.assert(
      fc.property(anyChange, ({ members, households, sorted }) => {
        const before = problemOf(members, households, sorted, 'before')
        const after = problemOf(members, households, sorted, 'after')
        const plan = solveTransport(before.t)
        expect(plan.cost).toBe(plan.bound)
        const from = carryOver(plan, before.t, after.t, {
          placeBefore: Int32Array.from(after.places, (p) => before.places.indexOf(p)),
          holderBefore: Int32Array.from(after.holders, (h) => before.holders.indexOf(h)),
        })
        const mended = solveTransport(after.t, from)
        expect(mended.cost).toBe(mended.bound)
        expect(mended.cost).toBe(solveTransport(after.t).cost)
      }),
      { numRuns: 800, seed: 2020 },
    )
  })

  test('stays as it was where nothing changed', () => {
    fc.assert(
      fc.property(anyChange, ({ members, households, sorted }) => {
        const { t } = problemOf(members, households, sorted, 'before')
        const plan = solveTransport(t)
        const again = solveTransport(t, carryOver(plan, t, t, {}))
        expect(again.arcOf).toEqual(plan.arcOf)
        expect(again.price).toEqual(plan.price)
      }),
      { numRuns: 200, seed: 2020 },
    )
  })
})

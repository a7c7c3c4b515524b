import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instanceOf } from '../../bench/planner/instances.ts'
import type { Assigned, Assignment } from '../../src/domain/planner/assignment/model.ts'
import { solveAssignment } from '../../src/domain/planner/assignment/solve.ts'
import { readAssignment } from '../../src/domain/planner/formats/assignment-file.ts'

interface Pair {
  to: number
  cost: number
  load: number
}

function assignment(arcs: Pair[][], capacity: number[], more: Partial<Assignment> = {}): Assignment {
  const start = new Int32Array(arcs.length + 1)
  for (const [place, own] of arcs.entries()) start[place + 1] = (start[place] ?? 0) + own.length
  const column = (pick: (pair: Pair) => number) => Int32Array.from(arcs.flat(), pick)
  return {
    start,
    to: column((pair) => pair.to),
    cost: column((pair) => pair.cost),
    load: column((pair) => pair.load),
    capacity: Int32Array.from(capacity),
    ...more,
  }
}

/**
 * Some places and holders: dense or sparse, roomy or tight, with or without a price for nobody or a limit of holders, each
 * place asking the same of everybody or not.
 */
const anyAssignment = fc
  .record({
    holders: fc.integer({ min: 1, max: 4 }),
    places: fc.array(
      fc.uniqueArray(
        fc.record({ to: fc.nat(3), cost: fc.integer({ min: -20, max: 60 }), load: fc.integer({ min: 0, max: 9 }) }),
        { minLength: 1, maxLength: 4, selector: (pair) => pair.to },
      ),
      { minLength: 1, maxLength: 7 },
    ),
    rooms: fc.array(fc.nat(22), { minLength: 4, maxLength: 4 }),
    unit: fc.constantFrom(1, 1, 7),
    unserved: fc.option(fc.array(fc.integer({ min: -5, max: 80 }), { minLength: 7, maxLength: 7 }), { nil: undefined }),
    atMost: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    same: fc.boolean(),
  })
  .map(({ holders, places, rooms, unit, unserved, atMost, same }) => {
    const loadOf = (own: Pair[], pair: Pair) => (same ? (own[0] ?? pair) : pair).load * unit
    const costOf = (pair: Pair) => (same ? Math.abs(pair.cost) : pair.cost)
    const arcs = places.map((own) =>
      own
        .filter(({ to }) => to < holders)
        .map((pair) => ({ to: pair.to, cost: costOf(pair), load: loadOf(own, pair) })),
    )
    const capacity = rooms.slice(0, holders).map((room) => room * unit + (unit > 1 ? 3 : 0))
    const prices = unserved && Int32Array.from(unserved.slice(0, places.length))
    return assignment(arcs, capacity, prices ? { unserved: prices } : { atMost })
  })

/** The least cost by trying all plans; null where there is none. */
function byTrying(a: Assignment): number | null {
  const room = a.capacity.slice()
  const used = new Int32Array(room.length)
  let best: number | null = null
  const go = (place: number, cost: number): void => {
    if (place + 1 === a.start.length) {
      const holders = used.filter((n) => n > 0).length
      if (holders <= (a.atMost ?? holders) && (best === null || cost < best)) best = cost
      return
    }
    if (a.unserved) go(place + 1, cost + (a.unserved[place] ?? 0))
    for (let arc = a.start[place] ?? 0; arc < (a.start[place + 1] ?? 0); arc++) {
      const [h, load] = [a.to[arc] ?? 0, a.load[arc] ?? 0]
      if ((room[h] ?? 0) < load) continue
      room[h] = (room[h] ?? 0) - load
      used[h] = (used[h] ?? 0) + 1
      go(place + 1, cost + (a.cost[arc] ?? 0))
      used[h] = (used[h] ?? 0) - 1
      room[h] = (room[h] ?? 0) + load
    }
  }
  go(0, 0)
  return best
}

/** What is wrong with a plan by its rules; nothing, if nothing is. */
function breaches(a: Assignment, { arcOf, cost }: Assigned): string[] {
  if (!arcOf) return []
  const found: string[] = []
  const room = a.capacity.slice()
  const used = new Set<number>()
  let sum = 0
  for (const [place, arc] of arcOf.entries()) {
    if (arc === -1 && !a.unserved) found.push(`place ${place} is left to nobody`)
    sum += arc === -1 ? (a.unserved?.[place] ?? 0) : (a.cost[arc] ?? 0)
    if (arc === -1) continue
    if (arc < (a.start[place] ?? 0) || arc >= (a.start[place + 1] ?? 0)) found.push(`place ${place} has arc ${arc}`)
    const h = a.to[arc] ?? 0
    used.add(h)
    room[h] = (room[h] ?? 0) - (a.load[arc] ?? 0)
  }
  for (const [h, left] of room.entries()) if (left < 0) found.push(`holder ${h} has ${-left} too much`)
  if (used.size > (a.atMost ?? used.size)) found.push(`${used.size} holders are used`)
  if (sum !== cost) found.push(`it costs ${sum}, not ${cost}`)
  return found
}

describe('places of unequal load', () => {
  it('are given at the least cost there is, which is proved, or refused where no plan keeps all rooms', () => {
    fc.assert(
      fc.property(anyAssignment, (a) => {
        const least = byTrying(a)
        if (least === null) {
          expect(() => solveAssignment(a)).toThrow(expect.objectContaining({ code: 'PLAN_IMPOSSIBLE' }))
          return
        }
        const plan = solveAssignment(a)
        expect(breaches(a, plan)).toEqual([])
        expect(plan).toMatchObject({ cost: least, bound: least, optimal: true })
      }),
      { numRuns: 400 },
    )
  })

  it('are never said to be cheaper, nor their bound higher, than they can be, however soon it is stopped', () => {
    fc.assert(
      fc.property(anyAssignment, fc.nat(30), (a, asks) => {
        const least = byTrying(a)
        if (least === null) return
        let left = asks
        const plan = solveAssignment(a, { stop: () => left-- <= 0 })
        expect(breaches(a, plan)).toEqual([])
        expect(plan.bound).toBeLessThanOrEqual(least)
        if (plan.cost !== null) expect(plan.cost).toBeGreaterThanOrEqual(least)
        expect(plan.optimal).toBe(plan.cost === plan.bound)
      }),
      { numRuns: 400 },
    )
  })

  it('have a bound that tells something even where they are many, have few arcs and some must be left over', () => {
    const t = instanceOf({ places: 2_000, holders: 100, arcs: 12, room: 1.1 })
    const load = Int32Array.from({ length: 2_000 }, (_, i) => 1 + ((i * 7) % 6))
    const loads = t.to.map((_, arc) => load[Math.floor(arc / 12)] ?? 0)
    let asks = 400
    const a = { ...t, load: loads, capacity: t.capacity.map((room) => Math.floor(room * 3.5)) }
    const plan = solveAssignment(a, { stop: () => asks-- <= 0 })
    expect(breaches(a, plan)).toEqual([])
    expect(plan.cost).toBeLessThan(1.1 * plan.bound)
  })

  it('are planned the same way twice', () => {
    fc.assert(
      fc.property(anyAssignment, (a) => {
        if (byTrying(a) !== null) expect(solveAssignment(a, { rounds: 2 })).toEqual(solveAssignment(a, { rounds: 2 }))
      }),
      { numRuns: 50 },
    )
  })

  it('tell how far it is, never the worse for going on', () => {
    const told: [number | null, number][] = []
    const a = hard(12, 4)
    const plan = solveAssignment(a, { onProgress: (cost, bound) => told.push([cost, bound]) })
    expect(told.at(-1)).toEqual([plan.cost, plan.bound])
    for (const [k, [cost, bound]] of told.entries()) {
      const [lastCost, lastBound] = told[k - 1] ?? [null, Number.NEGATIVE_INFINITY]
      expect(bound).toBeGreaterThanOrEqual(lastBound)
      if (lastCost !== null) expect(cost).toBeLessThanOrEqual(lastCost)
    }
  })
})

/** Loads and costs that pull against one another, in rooms that are nearly full: the family D of the literature. */
function hard(places: number, holders: number): Assignment {
  let state = 5
  const draw = (n: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % n
  }
  const arcs = Array.from({ length: places }, () =>
    Array.from({ length: holders }, (_, to) => {
      const load = 1 + draw(100)
      return { to, load, cost: 111 - load + draw(21) - 10 }
    }),
  )
  const sum = arcs.flat().reduce((total, { load }) => total + load, 0)
  return assignment(arcs, new Array<number>(holders).fill(Math.floor((0.8 * sum) / holders / holders)))
}

describe('a problem without a plan', () => {
  const one: Pair = { to: 0, cost: 1, load: 5 }
  const cases: [string, Assignment, string, string][] = [
    ['no holders', assignment([[]], []), 'PLAN_IMPOSSIBLE', 'the places'],
    ['no room anywhere', assignment([[one]], [0]), 'PLAN_IMPOSSIBLE', 'place 1'],
    ['a place too heavy for all', assignment([[{ ...one, load: 0 }], [one]], [4]), 'PLAN_IMPOSSIBLE', 'place 2'],
    ['too little room together', assignment([[one], [one]], [9]), 'PLAN_IMPOSSIBLE', 'the places'],
    ['a load below 0', assignment([[{ ...one, load: -1 }]], [9]), 'PLAN_INVALID', 'place 1, holder 1'],
    ['a pair twice', assignment([[one, one]], [9]), 'PLAN_INVALID', 'place 1, holder 1'],
    ['a holder unknown', assignment([[{ ...one, to: 3 }]], [9]), 'PLAN_INVALID', 'place 1, holder 4'],
  ]
  it.each(cases)('is refused by name: %s', (_, a, code, where) => {
    expect(() => solveAssignment(a)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ where }) }),
    )
  })

  it('is none where a price is given for leaving a place to nobody', () => {
    const a = assignment([[one], [one]], [9], { unserved: Int32Array.of(40, 30) })
    expect(solveAssignment(a)).toEqual({ arcOf: Int32Array.of(0, -1), cost: 31, bound: 31, optimal: true })
  })
})

const DATA = new URL('../../../shared/data/assignment/', import.meta.url)
const present = existsSync(DATA)

/** What the optimum is known to be at most, and at least, by the file of bounds. */
const known = new Map(
  !present
    ? []
    : readFileSync(new URL('gap_bounds.txt', DATA), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .map(([name = '', least, most]) => [name, { least: Number(least), most: Number(most) }]),
)
/** The others take seconds to be proved; `npm run bench -- planner-more` solves them all. */
const QUICK = /^gap_(a|b10|c05100|c0515|c10|e05)/

describe.skipIf(!present)('the public files (needs ../shared/data)', () => {
  const files = present ? readdirSync(DATA).filter((name) => QUICK.test(name) && known.has(minOf(name))) : []
  it.each(files)('%s is solved to its optimum', (name) => {
    const { problem, others } = readAssignment(readFileSync(new URL(name, DATA), 'utf8'))
    const plan = solveAssignment(problem)
    expect(others).toBe(0)
    expect(breaches(problem, plan)).toEqual([])
    expect(plan.optimal).toBe(true)
    expect(plan.cost).toBe(known.get(minOf(name))?.most)
  })
})

function minOf(name: string): string {
  return `${name.slice('gap_'.length)}_Min`
}

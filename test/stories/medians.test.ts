import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMedians } from '../../src/domain/planner/formats/medians-file.ts'
import type { Medians } from '../../src/domain/planner/medians/model.ts'
import { solveMedians } from '../../src/domain/planner/medians/solve.ts'

/** Some villages and muster points, roomy or tight. */
const anyMedians = fc
  .record({
    demand: fc.array(fc.nat(8), { minLength: 1, maxLength: 6 }),
    capacity: fc.array(fc.nat(16), { minLength: 1, maxLength: 4 }),
    distances: fc.array(fc.nat(40), { minLength: 24, maxLength: 24 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(
    ({ demand, capacity, distances, count }): Medians => ({
      distance: Int32Array.from(distances.slice(0, demand.length * capacity.length)),
      demand: Int32Array.from(demand),
      capacity: Int32Array.from(capacity),
      count,
    }),
  )

/** The least sum of distances by trying all; null where there is no way. */
function byTrying({ distance, demand, capacity, count }: Medians): number | null {
  const room = [...capacity]
  const used = room.map(() => 0)
  let best: number | null = null
  const go = (place: number, cost: number): void => {
    if (place === demand.length) {
      if (used.filter((n) => n > 0).length <= count && (best === null || cost < best)) best = cost
      return
    }
    for (let point = 0; point < room.length; point++) {
      if ((room[point] ?? 0) < (demand[place] ?? 0)) continue
      room[point] = (room[point] ?? 0) - (demand[place] ?? 0)
      used[point] = (used[point] ?? 0) + 1
      go(place + 1, cost + (distance[place * room.length + point] ?? 0))
      used[point] = (used[point] ?? 0) - 1
      room[point] = (room[point] ?? 0) + (demand[place] ?? 0)
    }
  }
  go(0, 0)
  return best
}

describe('muster points', () => {
  it('are chosen so that the ways are shortest, which is proved, or refused where they take too few', () => {
    fc.assert(
      fc.property(anyMedians, (m) => {
        const least = byTrying(m)
        if (least === null) {
          expect(() => solveMedians(m)).toThrow(expect.objectContaining({ code: 'PLAN_IMPOSSIBLE' }))
          return
        }
        const { pointOf, points, ...proof } = solveMedians(m)
        expect(proof).toEqual({ cost: least, bound: least, optimal: true })
        expect(points?.length).toBeLessThanOrEqual(m.count)
        const ways = [...(pointOf ?? [])].map((point, place) => m.distance[place * m.capacity.length + point] ?? 0)
        expect(ways.reduce((a, b) => a + b, 0)).toBe(least)
      }),
      { numRuns: 400 },
    )
  })

  it('are refused where the distances are not those of all places and points', () => {
    const m = { distance: Int32Array.of(1), demand: Int32Array.of(1, 1), capacity: Int32Array.of(2), count: 1 }
    expect(() => solveMedians(m)).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }))
  })
})

const DATA = new URL('../../../shared/data/assignment/', import.meta.url)

describe.skipIf(!existsSync(DATA))('the public files (needs ../shared/data)', () => {
  it.each(['pmedcap01.txt', 'pmedcap02.txt', 'pmedcap03.txt'])('%s is solved to the value that it states', (name) => {
    const { problem, stated } = readMedians(readFileSync(new URL(name, DATA), 'utf8'))
    expect(solveMedians(problem)).toMatchObject({ cost: stated, bound: stated, optimal: true })
  })
})

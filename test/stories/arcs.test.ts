import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM } from '../../src/base/geometry.ts'
import { nearestHolders } from '../../src/domain/planner/arcs/nearest-holders.ts'

/** Positions anywhere, or at few spots where many are together, at the poles and on both sides of the date line too. */
const positions = (maxLength: number) =>
  fc
    .record({
      few: fc.boolean(),
      all: fc.array(
        fc.tuple(
          fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(179.999, -179.999, 112, 112.01)),
          fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(90, -90, 30, 30.01)),
        ),
        { maxLength },
      ),
    })
    .map(({ few, all }) => {
      const those = few ? all.map((_, i) => all[i % 3] as [number, number]) : all
      return { lon: Float64Array.from(those, ([lon]) => lon), lat: Float64Array.from(those, ([, lat]) => lat) }
    })

const at = ({ lon, lat }: { lon: Float64Array; lat: Float64Array }, i: number): [number, number] => [
  lon[i] as number,
  lat[i] as number,
]

describe('the nearest holders of each place', () => {
  test('are those whom a comparison of all pairs finds, in order, within reach and with room', () => {
    const reach = fc.record({
      most: fc.integer({ min: 1, max: 6 }),
      withinM: fc.constantFrom(null, 1, 2_000, 5_000_000),
      rooms: fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
    })
    fc.assert(
      fc.property(positions(30), positions(40), reach, (places, holders, { most, withinM, rooms }) => {
        const capacity = Int32Array.from(holders.lon, (_, h) => rooms[h] ?? 1)
        const { start, to, cost } = nearestHolders(places, holders, { most, withinM, capacity })
        for (let i = 0; i < places.lon.length; i++) {
          const far = [...holders.lon.keys()]
            .filter((h) => capacity[h] !== 0)
            .map((h) => distanceM(at(places, i), at(holders, h)))
            .filter((metres) => withinM === null || metres <= withinM)
            .sort((a, b) => a - b)
          const own = [...to.subarray(start[i], start[i + 1])]
          const costs = [...cost.subarray(start[i], start[i + 1])]
          expect(own.length).toBe(Math.min(most, far.length))
          expect(new Set(own).size).toBe(own.length)
          for (const [k, metres] of costs.entries()) {
            const over = distanceM(at(places, i), at(holders, own[k] as number))
            // At the other end of the globe the great circle's formulas differ by what rounding leaves of them.
            expect(Math.abs(metres - over)).toBeLessThanOrEqual(over > 1.9e7 ? 2 : 0.6)
            expect(Math.abs(metres - (far[k] as number))).toBeLessThanOrEqual(over > 1.9e7 ? 2 : 0.6)
            expect(capacity[own[k] as number]).not.toBe(0)
          }
        }
      }),
      { numRuns: 300, seed: 2020 },
    )
  })

  test('change from place to place where many holders are at one spot, so that none of them is forgotten', () => {
    const village = (count: number) => ({
      lon: new Float64Array(count).fill(112),
      lat: new Float64Array(count).fill(30),
    })
    const { start, to, cost } = nearestHolders(village(100), village(1_000), { most: 12, withinM: null })
    expect(start[100]).toBe(1_200)
    expect(new Set(to).size).toBe(1_000)
    expect(new Set(cost)).toEqual(new Set([0]))
  })

  test('are nobody where there is nobody', () => {
    const none = { lon: new Float64Array(), lat: new Float64Array() }
    const two = { lon: Float64Array.of(112, 113), lat: Float64Array.of(30, 31) }
    expect(nearestHolders(two, none, { most: 12, withinM: null }).start).toEqual(Int32Array.of(0, 0, 0))
    expect(nearestHolders(none, two, { most: 12, withinM: null }).start).toEqual(Int32Array.of(0))
    expect(nearestHolders(two, two, { most: 0, withinM: null }).to).toEqual(new Int32Array())
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceM, type Position } from '../../src/base/geometry.ts'
import { type Tile, tilesRound } from '../../src/domain/people/tiles.ts'

const holds = (t: Tile, [lon, lat]: Position) => lon >= t.west && lon <= t.east && lat >= t.south && lat <= t.north
const place = fc.tuple(fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -75, max: 75, noNaN: true }))
const step = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }))

test('whoever lives within reach of a place lives in one of its tiles', () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 100, max: 50_000 }),
      step,
      (at, withinM, [x, y]) => {
        const tiles = tilesRound(at, withinM)
        const [lon, lat] = at[0] as Position
        const degrees = withinM / 111_000
        const home: Position = [lon + (x * degrees) / Math.cos((lat * Math.PI) / 180), lat + y * degrees]
        fc.pre(distanceM([lon, lat], home) <= withinM)
        expect(tiles.some((t) => holds(t, home))).toBe(true)
      },
    ),
  )
})

test('three hundred places in one town are surrounded by few tiles, none of which lies over another', () => {
  const town = Array.from(
    { length: 300 },
    (_, i): Position => [106.8 + (i % 20) * 0.005, -6.2 + Math.floor(i / 20) * 0.005],
  )
  const tiles = tilesRound(town, 10_000)
  expect(tiles.length).toBeLessThanOrEqual(16)
  for (const [i, a] of tiles.entries()) {
    for (const b of tiles.slice(i + 1)) {
      const over = Math.min(a.east, b.east) - Math.max(a.west, b.west) > 1e-9
      expect(over && Math.min(a.north, b.north) - Math.max(a.south, b.south) > 1e-9).toBe(false)
    }
  }
})

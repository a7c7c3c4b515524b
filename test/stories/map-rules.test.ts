import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Position } from '../../src/base/geometry.ts'
import { makeGround } from '../../src/domain/board/map/ground.ts'
import { idOf, rowAfter } from '../../src/domain/board/map/ids.ts'
import { keyOf, keysOf, xOf, yOf } from '../../src/domain/board/map/mercator.ts'
import type { Ground, Picture } from '../../src/domain/board/map/model.ts'
import { addUp, requiredAt, statesAt } from '../../src/domain/board/map/picture.ts'
import { countIn, placesIn, type Shown } from '../../src/domain/board/map/places-in-tile.ts'
import { COUNT_BITS } from '../../src/domain/gaps/counts.ts'

const position = fc.tuple(
  fc.double({ min: -179.9, max: 179.9, noNaN: true }),
  fc.double({ min: -84, max: 84, noNaN: true }),
)
/** Places of one town, so that many share a tile. */
const inTown = fc.tuple(
  fc.double({ min: 116.6, max: 116.7, noNaN: true }),
  fc.double({ min: 29, max: 29.1, noNaN: true }),
)
const zoom = fc.integer({ min: 0, max: 20 })

const idAt = (n: number) => Buffer.from(n.toString(16).padStart(32, '0'), 'hex')

function groundOf(points: readonly Position[]): Ground {
  const at = Buffer.alloc(points.length * 16)
  for (const [i, [lon, lat]] of points.entries()) {
    at.writeDoubleBE(lon, i * 16)
    at.writeDoubleBE(lat, i * 16 + 8)
  }
  const kinds = points.map(() => 'household')
  const ids = Buffer.concat(points.map((_, i) => idAt(i * 3)))
  return makeGround('1', [{ ids, at, kinds, names: kinds, spells: [], lines: [] }], [])
}

/** Every second place is required, every fourth has nobody. */
function pictureOf(ground: Ground): Picture {
  const pick = (every: number) => Array.from({ length: ground.count }, (_, i) => i).filter((i) => i % every === 0)
  const gaps = pick(4)
  const required = requiredAt(ground, { required: Buffer.concat(pick(2).map((i) => idAt(i * 3))), known: true })
  const states = statesAt(ground, new Date(0), required, {
    gaps: Buffer.concat(gaps.map((i) => idAt(i * 3))),
    bits: Buffer.from(gaps.map(() => COUNT_BITS.unheld | COUNT_BITS.nobody)),
  })
  return { states, sums: addUp(ground, states), counts: new Map() }
}

describe('the curve', () => {
  test('a tile is the stretch of exactly those points that lie in it', () => {
    fc.assert(
      fc.property(position, position, zoom, (at, other, z) => {
        const side = 2 ** z
        const tileOf = ([lon, lat]: Position) => ({ z, x: Math.floor(xOf(lon) * side), y: Math.floor(yOf(lat) * side) })
        const [first, end] = keysOf(tileOf(at))
        const inside = ([lon, lat]: Position) => keyOf(xOf(lon), yOf(lat)) >= first && keyOf(xOf(lon), yOf(lat)) < end
        const [a, b] = [tileOf(at), tileOf(other)]
        expect(inside(at)).toBe(true)
        expect(inside(other)).toBe(a.x === b.x && a.y === b.y)
      }),
    )
  })

  test('clusters have every place once, in its state, in the middle of where they are', () => {
    fc.assert(
      fc.property(fc.array(inTown, { minLength: 1, maxLength: 700 }), fc.integer({ min: 0, max: 14 }), (points, z) => {
        const ground = groundOf(points)
        const picture = pictureOf(ground)
        const [lon, lat] = points[0] as Position
        const tile = { z, x: Math.floor(xOf(lon) * 2 ** z), y: Math.floor(yOf(lat) * 2 ** z) }
        const { rows } = placesIn({ ground, picture }, tile, true)
        const together = placesIn({ ground, picture }, tile, false)
        expect(rows).toHaveLength(countIn(ground, tile))
        const inState = ({ rows, clusters }: Shown) =>
          [0, 1, 2, 3, 4].map(
            (state) =>
              rows.filter((row) => picture.states[row] === state).length +
              clusters.reduce((sum, c) => sum + (c.states[state] ?? 0), 0),
          )
        expect(inState(together)).toEqual(inState({ rows, clusters: [] }))
        expect(together.clusters.length + together.rows.length).toBeLessThanOrEqual(256)
        for (const { where } of together.clusters) {
          expect(where[0]).toBeGreaterThan(xOf(116.59))
          expect(where[1]).toBeGreaterThan(yOf(29.11))
        }
      }),
    )
  })
})

describe('packed ids', () => {
  test('are told as they are written, and found between others', () => {
    const ground = groundOf([
      [116, 29],
      [117, 29],
      [118, 29],
    ])
    const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
    expect(idOf(ground, 2)).toBe(id(6))
    expect([null, id(0), id(1), id(3), id(6), id(9)].map((after) => rowAfter(ground, after))).toEqual([
      0, 1, 1, 2, 3, 3,
    ])
  })
})

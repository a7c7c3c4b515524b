import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Position } from '../../src/base/geometry.ts'
import { partedBy, type River } from '../../src/domain/planner/rivers.ts'

/** About a hundred kilometres across, over many cells of any grid; on both sides of Greenwich and of the equator. */
const degrees = fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10_000)
const position = fc.tuple(degrees, degrees)
/** Bends lie between the positions: whether a way that only touches one crosses it is nobody's question. */
const bend = position.map(([lon, lat]): Position => [lon + 0.000_031, lat + 0.000_047])
const river: fc.Arbitrary<River> = fc.array(fc.array(bend, { minLength: 1, maxLength: 8 }), { maxLength: 3 })

/** The same by trying every part of every river, and solving for where the two lines meet. */
function partedByTrying(rivers: readonly River[], a: Position, b: Position): boolean {
  const meets = ([c, d]: [Position, Position]) => {
    const [ax, ay, cx, cy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
    const across = ax * cy - ay * cx
    if (across === 0) return false
    const t = ((c[0] - a[0]) * cy - (c[1] - a[1]) * cx) / across
    const u = ((c[0] - a[0]) * ay - (c[1] - a[1]) * ax) / across
    return t >= 0 && t <= 1 && u >= 0 && u <= 1
  }
  const times = (each: River) =>
    each.flatMap((bends) => bends.slice(1).map((bend, i) => [bends[i], bend] as [Position, Position])).filter(meets)
  return rivers.some((each) => times(each).length % 2 === 1)
}

describe('a river lies between two positions', () => {
  test('where the way between them crosses it an odd number of times, and otherwise not', () => {
    let parted = 0
    fc.assert(
      fc.property(
        fc.array(river, { maxLength: 3 }),
        fc.array(fc.tuple(position, position), { maxLength: 8 }),
        (rivers, ways) => {
          const isParted = partedBy(rivers)
          for (const [a, b] of ways) {
            expect(isParted(a, b)).toBe(partedByTrying(rivers, a, b))
            if (isParted(a, b)) parted++
          }
        },
      ),
      { numRuns: 500, seed: 2020 },
    )
    expect(parted).toBeGreaterThan(100)
  })

  test('whichever of the two is asked about first, and though the way goes through a bend of it', () => {
    const bend: River = [
      [
        [0, -1],
        [0, 0],
        [0.2, 1],
      ],
    ]
    for (const [a, b] of [
      [
        [-0.3, 0],
        [0.3, 0],
      ],
      [
        [-0.3, -0.1],
        [0.3, 0.1],
      ],
    ] as [Position, Position][]) {
      expect([partedBy([bend])(a, b), partedBy([bend])(b, a)]).toEqual([true, true])
    }
  })

  test('not where a bend of it is cut off, nor where there is none', () => {
    const bow: River = [
      [
        [0, -0.1],
        [0.05, 0],
        [0, 0.1],
      ],
    ]
    expect(partedBy([bow])([0.01, -0.3], [0.01, 0.3])).toBe(false)
    expect(partedBy([bow, [[]]])([-0.3, 0], [0.3, 0])).toBe(true)
    expect(partedBy([])([-0.3, 0], [0.3, 0])).toBe(false)
  })
})

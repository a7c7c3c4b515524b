import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partOf, SPANS, stepOf, usualSpan } from '../../src/apps/board/shell/span.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'

test('a lane of days is shown whole, of one of years its last days', () => {
  expect(usualSpan({ from: 0, to: 36 * HOUR })).toBeNull()
  expect(usualSpan({ from: 0, to: 3000 * DAY })).toBe(3 * DAY)
})

test('what is shown is as long as was asked for, lies in the lane, and holds the moment that is looked at', () => {
  const lane = fc.record({ from: fc.nat(1e9), length: fc.integer({ min: 1, max: 1e11 }) })
  fc.assert(
    fc.property(lane, fc.constantFrom(...SPANS), fc.double({ min: 0, max: 1, noNaN: true }), (l, span, where) => {
      const whole = { from: l.from, to: l.from + l.length }
      const at = whole.from + l.length * where
      const part = partOf(whole, span, at)
      expect(part.to - part.from).toBeCloseTo(Math.min(span ?? l.length, l.length), 3)
      expect(part.from).toBeGreaterThanOrEqual(whole.from)
      expect(part.to).toBeLessThanOrEqual(whole.to)
      expect(part.from <= at && at <= part.to).toBe(true)
    }),
  )
})

test('a step is a round length: hours on a bar of a day, days on one of a month', () => {
  const steps = [6 * HOUR, DAY, 3 * DAY, 30 * DAY, 50 * MINUTE].map((to) => stepOf({ from: 0, to }))
  expect(steps).toEqual([HOUR, 4 * HOUR, 12 * HOUR, 5 * DAY, 8 * MINUTE])
})

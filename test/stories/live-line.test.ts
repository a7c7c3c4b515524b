import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterBeat, type Live, waitBefore } from '../../src/apps/board/api/how-live.ts'

const NOW = new Date('2020-07-09T02:20:00+08:00')
const LIVE: Live = { state: 'live', since: new Date('2020-07-09T02:00:00+08:00'), nextAt: null, lag: null }
const fine = { pictureS: 0, databaseS: 0, engineS: 0 }

test('a lost line is tried after a second at most, then ever more seldom, but every half minute to the end', () => {
  expect(waitBefore(0, () => 1)).toBe(1000)
  expect(waitBefore(3, () => 1)).toBe(8000)
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
      const wait = waitBefore(tries, () => random)
      expect(wait).toBeGreaterThanOrEqual(500)
      expect(wait).toBeLessThanOrEqual(30_000)
    }),
  )
})

test('boards that lost their line together do not come back together', () => {
  const waits = [0, 0.25, 0.5, 0.75, 1].map((random) => waitBefore(4, () => random))
  expect(new Set(waits).size).toBe(5)
})

test('a picture is live while what is known is shown, and says since when it is not', () => {
  expect(afterBeat(LIVE, fine, NOW)).toBe(LIVE)
  expect(afterBeat(LIVE, { ...fine, engineS: 20, pictureS: 2 }, NOW)).toBe(LIVE)
  const behind = afterBeat(LIVE, { ...fine, databaseS: 360, pictureS: 300 }, NOW)
  expect(behind).toEqual({
    state: 'behind',
    since: new Date('2020-07-09T02:14:00+08:00'),
    nextAt: null,
    lag: 'database',
  })
  expect(afterBeat(behind, { ...fine, databaseS: 365 }, NOW)).toBe(behind)
  expect(afterBeat(behind, { ...fine, engineS: 90 }, NOW).lag).toBe('engine')
  expect(afterBeat(behind, fine, NOW).state).toBe('live')
})

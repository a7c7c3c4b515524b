import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '../../src/base/clock.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { type Running, startEngine } from '../../src/engine/run.ts'
import { figures, useScene } from '../harness/scene.ts'

/** A clock that is a year ahead for a moment must not keep people uncalled for a year, nor have everything shown as late. */

const scene = useScene()
/** Not the world's, which never goes back. */
let at: Date
let faults: unknown[]
const clock = { now: () => at }
const start = (): Running => startEngine(scene.db, [ACTUAL], clock, scene.gear, (fault) => faults.push(fault), 5)
const told = () => scene.phones.heard.filter((m) => m.person === scene.id('P1-4')).length
/** When the last of the ladders goes on. */
const lastRung = async () =>
  Math.max(...(await scene.rows<{ next_at: Date }>('summons', `next_at < 'infinity'`)).map((s) => s.next_at.getTime()))
const YEAR = 365 * DAY

beforeEach(async () => {
  faults = []
  await scene.give('S01', 'responsible', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
  at = scene.now()
})

async function passes(minutes: number) {
  for (let n = 0; n < minutes; n++) {
    at = new Date(at.getTime() + MINUTE)
    await runDue(scene.db, ACTUAL, at, scene.gear)
  }
}

describe('a clock that was ahead', () => {
  test('and is put right while an engine runs, leaves nothing due in a year', async () => {
    const t0 = at.getTime()
    const engine = start()
    at = new Date(t0 + YEAR)
    await expect.poll(lastRung, { timeout: 20_000 }).toBeGreaterThan(t0 + YEAR)
    at = new Date(t0 + MINUTE)
    await expect.poll(lastRung, { timeout: 20_000 }).toBeLessThan(t0 + DAY)
    await engine.stop()
    const calls = told()
    await passes(60)
    expect(told()).toBeGreaterThan(calls)
    expect(faults).toEqual([])
  })

  test('and was put right while nothing ran, is noticed at the next start, and everything is looked at anew', async () => {
    const before = figures(await scene.board())
    const t0 = at
    await runDue(scene.db, ACTUAL, new Date(t0.getTime() + YEAR), scene.gear)
    at = new Date(t0.getTime() + MINUTE)
    const calls = told()
    const engine = start()
    await expect.poll(lastRung, { timeout: 20_000 }).toBeLessThan(t0.getTime() + DAY)
    await expect.poll(async () => figures(await scene.board()), { timeout: 20_000 }).toEqual(before)
    await engine.stop()
    await passes(60)
    expect(told()).toBeGreaterThan(calls)
    expect(faults).toEqual([])
  })

  test('by seconds only, changes nothing', async () => {
    const rows = await scene.rows('summons')
    const engine = start()
    await expect.poll(async () => (await scene.rows('agenda', `at <= '${at.toISOString()}'`)).length).toBe(0)
    at = new Date(at.getTime() - 30 * SECOND)
    await engine.stop()
    expect([await scene.rows('summons'), faults]).toEqual([rows, []])
  })
})

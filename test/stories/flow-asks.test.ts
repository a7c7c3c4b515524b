import { describe, expect, inject, test, vi } from 'vitest'
import { MINUTE, movableClock, SECOND } from '../../src/base/clock.ts'
import { ask, EVERYWHERE, nextDue, type StepName } from '../../src/db/agenda.ts'
import { oldestDue, stepStates } from '../../src/db/backlog.ts'
import { claim, endLeases, LEASE_MS, makeKnown } from '../../src/db/claims.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { another } from '../harness/another.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'

const scene = useScene()
const engine = inject('template').engine

const asked = () => scene.rows<{ step: StepName; district: string; at: Date }>('agenda')
const look = (step: StepName) => ({ lane: ACTUAL, steps: [step], now: scene.now(), wall: new Date() })
const known = (db: Db) => db.write(scene.now(), (tx) => makeKnown(tx, ACTUAL, scene.now()))
const askFor = (db: Db, step: StepName, at = scene.now()) =>
  db.write(scene.now(), (tx) => ask(tx, ACTUAL, COUNTY, step, at))

describe('an ask', () => {
  test('is taken away by the run that does it, and of those for later the earliest is kept', async () => {
    const later = (minutes: number) => new Date(scene.now().getTime() + minutes * MINUTE)
    for (const at of [later(0), later(0), later(7), later(5), later(5), later(9)]) await askFor(scene.db, 'gaps', at)
    await scene.run()
    expect((await asked()).map((a) => a.at)).toEqual([later(5)])
    expect(await scene.db.read((tx) => nextDue(tx, ACTUAL))).toEqual(later(5))
  })

  test('that a step makes of itself while it runs is there after it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    expect((await asked()).map((a) => a.step)).toContain('climb')
  })
})

describe.skipIf(engine === 'embedded')('while a step runs (the embedded engine has one connection)', () => {
  /** Holds a claimed step's transaction open while `meanwhile` is done on another connection. */
  const whileRunning = async (step: StepName, meanwhile: (db: Db) => Promise<void>) => {
    await askFor(scene.db, step)
    await known(scene.db)
    await another(scene.db, async (second) => {
      await scene.db.write(scene.now(), async (tx) => {
        expect(await claim(tx, look(step))).toMatchObject({ step })
        // Awaited inside the step's transaction: had the act to wait for the step, neither would ever end.
        await meanwhile(second)
      })
    })
  }
  test('an act that asks for it commits, and its ask is there for the next run', async () => {
    await whileRunning('gaps', (second) => askFor(second, 'gaps'))
    expect((await asked()).map((a) => a.step)).toEqual(['gaps'])
    await scene.run()
    expect(await asked()).toEqual([])
  })

  test('another engine passes it over and does what comes after', async () => {
    const later = async (second: Db) => {
      await askFor(second, 'climb')
      await known(second)
      const found = await second.write(scene.now(), (tx) =>
        claim(tx, { ...look('gaps'), steps: ['gaps', 'climb', 'send'] }),
      )
      expect(found).toMatchObject({ step: 'climb' })
    }
    await whileRunning('gaps', later)
  })

  test('a warning is taken in, and begins to be acted on, while a plan is made', async () => {
    await scene.warn([1], { severity: 'Moderate' })
    await whileRunning('plan', async (second) => {
      const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(4)}</polygon>`
      const xml = cap({ identifier: 'second', sent: capTime(scene.now()), area })
      const { warnings } = readCap(xml)
      await takeWarnings(second, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
      expect(
        (await second.read((tx) => tx`select from agenda where step = 'warn' and at <= ${scene.now()}`)).count,
      ).toBe(1)
    })
  })
})

describe('what a step does outside its transaction', () => {
  /** An engine that dies while it telephones: its promise never comes back, and nothing of it is written. */
  const dies = () => {
    let telephoned = () => {}
    const began = new Promise<void>((resolve) => {
      telephoned = resolve
    })
    const send = () => {
      telephoned()
      return new Promise<never>(() => {})
    }
    return { began, channels: new Map([['phone', { name: 'phone', contact: 'phone', send }]]) }
  }
  const wall = movableClock(new Date('2026-11-01T00:00:00Z'))
  const runOnce = (gear = scene.gear) => runDue(scene.db, ACTUAL, scene.now(), { ...gear, wall })

  /** One call is queued, and an engine is gone in the middle of making it. */
  const diedInTheMiddle = async () => {
    const { began, channels } = dies()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
    for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-4')
    const run = scene.run
    scene.run = async () => {
      void runOnce({ ...scene.gear, channels })
      await began
    }
    await scene.warn([1], { severity: 'Minor' }).finally(() => {
      scene.run = run
    })
    vi.useRealTimers()
  }

  test('is left alone by others while the lease lasts, and done by another when it has run out', async () => {
    await diedInTheMiddle()
    const [send] = (await scene.db.read((tx) => stepStates(tx, ACTUAL))).filter((s) => s.step === 'send')
    expect(send).toMatchObject({ leased: 1, leasedSince: scene.now() })
    await runOnce()
    scene.world.clock.forward(MINUTE)
    await runOnce()
    expect(scene.phones.heard).toHaveLength(0)
    expect((await scene.db.read((tx) => oldestDue(tx, ACTUAL, scene.now())))?.step).toBe('send')
    wall.forward(LEASE_MS)
    await runOnce()
    expect(scene.phones.heard).toHaveLength(1)
    expect(await scene.db.read((tx) => oldestDue(tx, ACTUAL, scene.now()))).toBeNull()
    await runOnce()
    expect(scene.phones.heard).toHaveLength(1)
  })

  test('is due at once where no other process can have the data: leases that stand are of one that died', async () => {
    await diedInTheMiddle()
    await scene.db.write(scene.now(), endLeases)
    scene.world.clock.forward(MINUTE)
    await runOnce()
    expect(scene.phones.heard).toHaveLength(1)
  })

  test('keeps its lease for as long as it takes', async () => {
    const slow = async (batch: Parameters<typeof scene.phones.channel.send>[0]) => {
      for (let beat = 0; beat < 6; beat++) {
        wall.forward(LEASE_MS / 3)
        await vi.advanceTimersByTimeAsync(LEASE_MS / 3)
        const until = await leasedUntil()
        while ((await leasedUntil()).getTime() < wall.now().getTime() + LEASE_MS) await Promise.resolve()
        expect(until.getTime()).toBeGreaterThan(wall.now().getTime())
      }
      return scene.phones.channel.send(batch)
    }
    const leasedUntil = async () => {
      const [row] = await scene.rows<{ leased_until: Date | null }>('step_run', `step = 'send'`)
      return row?.leased_until ?? new Date(0)
    }
    await scene.give('H1-01', 'helper', 'P1-4')
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const run = scene.run
    scene.run = async () => {
      const phone = { ...scene.phones.channel, send: slow }
      await runOnce({ ...scene.gear, channels: new Map([['phone', phone]]) })
    }
    await scene.warn([1], { severity: 'Minor' }).finally(() => {
      scene.run = run
      vi.useRealTimers()
    })
    expect(scene.phones.heard.length).toBeGreaterThan(0)
  })
})

describe('asks that a crash lost', () => {
  test('are made again where a campaign is in force, for what was not done since', async () => {
    await scene.warn([1], { severity: 'Severe' })
    await scene.db.write(scene.now(), (tx) => tx`delete from agenda`)
    await scene.pass(30 * MINUTE)
    const before = scene.phones.heard.length
    const since = (seconds: number) => new Date(scene.now().getTime() - seconds * SECOND)
    await scene.db.write(scene.now(), (tx) => sweep(tx, ACTUAL, scene.now(), since(10 * 60)))
    expect(new Set((await asked()).map((a) => a.step))).toEqual(
      new Set(['warn', 'undo', 'require', 'gaps', 'plan', 'call', 'climb', 'send', 'rollup']),
    )
    await scene.run()
    // Ladders stood still: nobody who did not answer was called again.
    expect(scene.phones.heard.length).toBeGreaterThan(before)
    await scene.db.write(scene.now(), (tx) => tx`delete from agenda`)
    await scene.db.write(scene.now(), (tx) => sweep(tx, ACTUAL, scene.now(), since(10 * 60)))
    expect(await asked()).toEqual([])
  })

  test('are not looked for in a quiet country, but for warnings that came', async () => {
    await scene.db.write(scene.now(), (tx) => sweep(tx, ACTUAL, scene.now(), scene.now()))
    expect((await asked()).map((a) => [a.district, a.step])).toEqual([[EVERYWHERE, 'warn']])
  })
})

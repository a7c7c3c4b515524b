import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readFlowFaults } from '../../src/domain/faults/read.ts'
import { GAUGE_RULES } from '../../src/domain/warnings/believe.ts'
import { saveGauges, saveWatch, takeWatch } from '../../src/domain/warnings/gauge-store.ts'
import { takeGaugeTable } from '../../src/domain/warnings/take-table.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

/** A logger whose clock is wrong counts for nothing while it is, and hides nothing that is true. */

const scene = useScene()

beforeEach(async () => {
  const gauges = ['A1', 'B1'].map((code) => ({
    code,
    name: `Gauge ${code}`,
    position: [116.6, 29] as [number, number],
    rules: GAUGE_RULES,
    thresholds: [{ level: 'III', cm: 485 }],
    warns: [villageCode(1)],
  }))
  await scene.db.write(scene.now(), (tx) => saveGauges(tx, COUNTY, gauges))
})

/** Sends readings, each so many milliseconds after now. */
function send(readings: [ms: number, cm: number][], gauge = 'A1') {
  const lines = readings.map(([ms, cm]) => `${gauge},${new Date(scene.now().getTime() + ms).toISOString()},${cm}`)
  const csv = ['station,time,level (cm)', ...lines].join('\n')
  return takeGaugeTable(scene.db, scene.now(), CONSOLE, COUNTY, csv)
}

/** A reading a quarter of an hour, each when it is made. */
async function measure(levels: number[]) {
  const taken = []
  for (const cm of levels) {
    scene.world.clock.forward(15 * MINUTE)
    taken.push(await send([[0, cm]]))
  }
  return taken
}

const warnings = () => scene.rows<{ sent: Date; msg_type: string }>('warning', `source = 'gauge A1'`)
const faults = async () =>
  (await scene.db.read((tx) => readFlowFaults(tx, CONSOLE, ACTUAL, null))).items.map((f) => [f.item, f.code])

describe('a reading ahead of when it came in', () => {
  test('is refused by its code, is not kept, and every true one after it is judged', async () => {
    await measure([300, 301, 302])
    const wrong = await send([[365 * DAY, 303]])
    expect(wrong).toMatchObject({
      read: 0,
      believed: 0,
      doubted: 0,
      faults: [{ station: 'Gauge A1', code: 'GAUGE_AHEAD' }],
    })
    expect(await scene.rows('reading', `at > '2020-12-31'`)).toEqual([])
    const risen = await measure([400, 480, 490, 500])
    expect(risen.flatMap((t) => t.faults)).toEqual([])
    expect(risen.flatMap((t) => t.crossings)).toMatchObject([{ level: 'III', direction: 'up' }])
    expect(await warnings()).toHaveLength(1)
  })

  test('raises nothing, however many bear one another out, and does not take back what stands', async () => {
    expect(
      (
        await send([
          [DAY, 900],
          [DAY + HOUR, 900],
          [DAY + 2 * HOUR, 910],
        ])
      ).crossings,
    ).toEqual([])
    expect(await warnings()).toEqual([])
    await measure([480, 490, 500])
    expect(
      (
        await send([
          [DAY, 100],
          [DAY + HOUR, 100],
          [DAY + 2 * HOUR, 100],
          [DAY + 3 * HOUR, 100],
        ])
      ).crossings,
    ).toEqual([])
    expect(await warnings()).toHaveLength(1)
  })

  test('does not take the others of its table with it', async () => {
    const mixed = await send([
      [-30 * MINUTE, 480],
      [-15 * MINUTE, 490],
      [0, 500],
      [8 * HOUR, 505],
    ])
    expect(mixed).toMatchObject({ read: 3, crossings: [{ level: 'III' }], faults: [{ code: 'GAUGE_AHEAD' }] })
  })

  test('by no more than clocks differ is taken, and what it raises is dated by when it came in', async () => {
    await send([
      [-15 * MINUTE, 480],
      [0, 484],
      [9 * MINUTE, 490],
    ])
    const [warning] = await warnings()
    expect(warning?.sent).toEqual(scene.now())
    expect((await send([[11 * MINUTE, 491]])).faults).toMatchObject([{ code: 'GAUGE_AHEAD' }])
  })

  test('is shown with the faults until its gauge sends none such; another gauge does not take that back', async () => {
    await send([[DAY, 300]])
    await send([[DAY + HOUR, 300]])
    await send([[0, 300]], 'B1')
    expect(await faults()).toEqual([['gauge A1', 'GAUGE_AHEAD']])
    await send([[0, 300]])
    expect(await faults()).toEqual([])
  })
})

describe('a reading ahead that was kept before clocks were looked at', () => {
  /** What an earlier Muster believed: readings of a month ahead, and the row of the last of them. */
  beforeEach(async () => {
    const ahead = (ms: number) => ({
      station: 'Gauge A1',
      at: new Date(scene.now().getTime() + 30 * DAY + ms),
      cm: 300,
    })
    const memory = { believed: [ahead(0), ahead(HOUR)], waiting: [ahead(2 * HOUR)] }
    await scene.db.write(scene.now(), async (tx) => {
      await takeWatch(tx, COUNTY, ACTUAL)
      await saveWatch(tx, COUNTY, ACTUAL, { memories: [['Gauge A1', memory]], levels: [], last: [] })
      await tx`insert into reading (district, lane, gauge, at, cm, verdict, reason)
        values (${COUNTY}, ${ACTUAL}, 'A1', ${ahead(2 * HOUR).at}, 300, 'believed', 'steady')`
    })
  })

  test('silences nothing now', async () => {
    const taken = await measure([480, 490, 500])
    expect(taken.flatMap((t) => t.faults)).toEqual([])
    expect(taken.flatMap((t) => t.crossings)).toMatchObject([{ level: 'III' }])
  })

  test('nor when its time has come', async () => {
    await measure([300, 301])
    scene.world.clock.forward(30 * DAY + HOUR)
    const taken = await measure([300, 302])
    expect(taken.map((t) => t.read)).toEqual([1, 1])
    expect(taken.flatMap((t) => t.faults)).toEqual([])
  })
})

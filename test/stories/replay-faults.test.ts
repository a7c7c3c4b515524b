import { afterEach, expect, test } from 'vitest'
import { playedPhones } from '../../src/apps/replay/phones.ts'
import { type Happening, replay } from '../../src/apps/replay/replay.ts'
import { reportOf } from '../../src/apps/replay/report.ts'
import { HOUR, MINUTE, movableClock } from '../../src/base/clock.ts'
import { ask } from '../../src/db/agenda.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { type Filling, fill } from '../../src/domain/gaps/fill.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'

/** An exercise in which something fails goes on as real life does, and tells of it at its end. */

const scene = useScene()
const LANE = 'drill'
const HELPER = 'household-helper'
let ruined = false

const rename = async (from: string, to: string) => {
  await scene.db.write(scene.now(), (tx) => tx`alter table ${tx(from)} rename to ${tx(to)}`)
  ruined = !ruined
}
afterEach(async () => {
  if (ruined) await rename('search_gone', 'search_key')
})

test('a step that fails, a rule whose plan fails and a report that cannot be read end no exercise', async () => {
  const began = scene.now()
  const clock = movableClock(began)
  const phones = playedPhones('phone', 1, () => clock.now())
  const at = (minutes: number) => new Date(began.getTime() + minutes * MINUTE)
  const script: Happening[] = [
    {
      at: at(0),
      what: 'a warning',
      async act(now) {
        const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
        const xml = cap({ sent: capTime(now), severity: 'Severe', area })
        await takeWarnings(scene.db, now, CONSOLE, { lane: LANE, source: 'story', ...readCap(xml), raw: xml })
        await scene.db.write(now, (tx) => ask(tx, LANE, COUNTY, 'index', now))
      },
    },
    {
      at: at(10),
      what: 'a reading that is none',
      async act() {
        throw new RangeError('no such level')
      },
    },
  ]
  const failing = async (filling: Filling) => {
    if ([...filling.windows, ...filling.rosters].some((w) => w.rule.id === HELPER)) throw new RangeError('no such plan')
    return fill(filling, leastCost)
  }
  await rename('search_key', 'search_gone')
  const faults = await replay({
    db: scene.db,
    lane: LANE,
    clock,
    phones,
    seed: 1,
    until: new Date(began.getTime() + HOUR),
    gear: { planner: leastCost, fill: failing, channels: new Map([['phone', phones.channel]]) },
    script,
    districts: async () => [COUNTY],
  })
  expect(clock.now()).toEqual(new Date(began.getTime() + HOUR))
  expect(faults).toContainEqual({ what: 'a reading that is none', code: 'FAULT', reason: 'no such level', times: 1 })
  const index = faults.find((f) => f.what === `index ${COUNTY}`)
  expect(index).toMatchObject({ code: '42P01' })
  // Put off longer each time, as in real life: not at every moment of the exercise.
  expect(index?.times).toBeGreaterThan(2)
  expect(index?.times).toBeLessThan(12)

  const report = await scene.db.read((tx) => reportOf(tx, LANE, clock.now(), { unplaced: 0, seconds: 1, faults }))
  expect(report.called).toBeGreaterThan(0)
  expect(report.faults.find((f) => f.what.includes(HELPER))).toMatchObject({ code: 'FAULT', reason: 'no such plan' })
  expect(report.faults).toEqual(expect.arrayContaining(faults))
})

import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/clock.ts'
import { ask, EVERYWHERE, type StepName } from '../../src/db/agenda.ts'
import { claim, makeKnown, noteDone } from '../../src/db/claims.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runNext } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { addHouseholds, giveEachAHelper } from '../harness/many-households.ts'
import { capTime, useScene } from '../harness/scene.ts'

/** Whose turn it is: nobody's calls wait for a county that is long, nor for places that are written without end. */

const scene = useScene()

const asks = (all: [district: string, step: StepName, secondsAgo: number][]) =>
  scene.db.write(scene.now(), async (tx) => {
    await tx`delete from agenda`
    for (const [district, step, ago] of all)
      await ask(tx, ACTUAL, district, step, new Date(scene.now().getTime() - ago * SECOND))
    await makeKnown(tx, ACTUAL, scene.now())
  })

/** The order in which all that is due is claimed. */
async function order(): Promise<string[]> {
  const found: string[] = []
  const look = {
    lane: ACTUAL,
    steps: ['warn', 'require', 'gaps', 'call', 'climb', 'send', 'rollup', 'index'] as const,
    givingWay: ['rollup', 'index'] as const,
    now: scene.now(),
    wall: new Date(),
  }
  for (;;) {
    const due = await scene.db.write(scene.now(), async (tx) => {
      const claimed = await claim(tx, look)
      if (claimed && typeof claimed !== 'string') await noteDone(tx, claimed, scene.now())
      return claimed
    })
    if (!due || typeof due === 'string') return found
    found.push(`${due.district} ${due.step}`)
  }
}

describe('turns', () => {
  test('go to what was asked for first, district by district, and warnings before everything', async () => {
    await asks([
      ['A', 'require', 1],
      ['B', 'send', 2],
      [EVERYWHERE, 'warn', 0],
      ['C', 'call', 3],
      ['C', 'send', 2.5],
    ])
    expect(await order()).toEqual(['* warn', 'C call', 'C send', 'B send', 'A require'])
  })

  test('in a district go by the flow, however long ago the later step was asked for', async () => {
    await asks([
      ['A', 'climb', 3600],
      ['A', 'require', 1],
      ['B', 'climb', 2],
    ])
    expect(await order()).toEqual(['B climb', 'A require', 'A climb'])
  })

  test('of counts and of names give way to calls, but not for ever', async () => {
    await asks([
      ['A', 'index', 4],
      ['B', 'send', 1],
      ['C', 'rollup', 6],
    ])
    expect(await order()).toEqual(['C rollup', 'B send', 'A index'])
  })
})

/** As many as need two pieces, so that places can come in between. */
const MANY = 5_500

test('while places are written without end, people are called all the same and counts go on', async () => {
  await addHouseholds(scene.db, scene.now(), MANY)
  await giveEachAHelper(scene.db, scene.now())
  const done = new Set<string>()
  const gear = { ...scene.gear, onStep: (step: string) => done.add(step) }
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
  const xml = cap({ sent: capTime(scene.now()), area, severity: 'Minor' })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: ACTUAL, source: 'story', warnings, raw: xml })
  for (let n = 0; n < 60; n++) {
    // In each turn a place more, as a long import writes them, and the clock goes on.
    await scene.db.write(
      scene.now(),
      (tx) => tx`update ground set places = places + 1, places_stamp = places_stamp + 1 where district = ${COUNTY}`,
    )
    const ran = await runNext(scene.db, ACTUAL, scene.now(), gear)
    if (ran.kind === 'failed') throw ran.error
    scene.world.clock.forward(200)
  }
  expect([...done]).toEqual(expect.arrayContaining(['warn', 'require', 'plan', 'call', 'climb', 'send', 'rollup']))
  expect(scene.phones.heard.length).toBeGreaterThan(0)
})

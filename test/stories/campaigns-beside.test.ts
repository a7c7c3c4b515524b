import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { counted, recount } from '../harness/recount.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { stopAfter } from '../harness/stop-after.ts'
import { loadStorm } from '../harness/storm.ts'

const scene = useScene()
const EXERCISE = 'exercise'
const HELPER = 'household-helper'

/** The same rules against another danger, so that two campaigns ask for the same helpers. */
beforeEach(() => loadStorm(scene))

const warnOf = async (identifier: string, change: Record<string, string | null>) => {
  const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
  const xml = cap({ identifier, sent: capTime(scene.now()), severity: 'Minor', area, ...change })
  const { warnings } = readCap(xml)
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: 'actual', source: 'story', warnings, raw: xml })
}
const helpersMissing = async (playbook: string, lane = 'actual') =>
  (await scene.board(COUNTY, { lane })).rules.find((r) => r.playbook === playbook && r.rule === HELPER)?.unheld ?? null
const same = async (lane: string) => {
  const [kept, afresh] = await scene.db.read(
    async (tx) => [await counted(tx, lane), await recount(tx, scene.now(), lane)] as const,
  )
  expect(kept, lane).toEqual(afresh)
}

/** A warning comes in for real, and a minute later for an exercise; returns when the real one was sent. */
async function realAndExercise(): Promise<Date> {
  const sent = scene.now()
  await warnOf('W-1', {})
  await scene.run()
  scene.world.clock.forward(MINUTE)
  await warnOf('E-1', { status: 'Exercise' })
  await scene.run(EXERCISE)
  return sent
}

describe('a place that two campaigns ask for', () => {
  test('is open in the other at once when the one whose plan gave its helper is over', async () => {
    const sent = scene.now()
    await warnOf('W-1', {})
    await scene.run()
    scene.world.clock.forward(MINUTE)
    await warnOf('W-2', { event: 'Typhoon' })
    await scene.run()
    expect([await helpersMissing('flood'), await helpersMissing('storm')]).toEqual([0, 0])
    scene.world.clock.forward(MINUTE)
    await warnOf('W-3', { msgType: 'Cancel', references: refTo('W-1', sent), info: null })
    await stopAfter(scene, 'require')
    expect(await scene.rows('duty', `end_reason = 'no longer required'`)).toHaveLength(20)
    expect(await helpersMissing('storm')).toBe(20)
    await scene.run()
    await same('actual')
    await scene.pass(5 * MINUTE)
    expect(await helpersMissing('storm')).toBe(0)
    await same('actual')
  })

  test('is open at once in the exercise that counted on a real helper', async () => {
    const sent = await realAndExercise()
    expect(await helpersMissing('flood', EXERCISE)).toBe(0)
    scene.world.clock.forward(MINUTE)
    await warnOf('W-3', { msgType: 'Cancel', references: refTo('W-1', sent), info: null })
    await stopAfter(scene, 'require')
    expect(await helpersMissing('flood', EXERCISE)).toBe(20)
    await scene.run()
    await scene.run(EXERCISE)
    await same(EXERCISE)
  })

  test('stays as it stood in an exercise that is over', async () => {
    const sent = await realAndExercise()
    const at = scene.now()
    await scene.db.write(
      at,
      (tx) => tx`
        insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
        values (${EXERCISE}, ${COUNTY}, 1, ${sent}, ${at}, ${at}, 'done', ${sent}, ${at})`,
    )
    const stood = await scene.rows('requirement', `campaign in (select id from campaign where lane = '${EXERCISE}')`)
    scene.world.clock.forward(MINUTE)
    await warnOf('W-3', { msgType: 'Cancel', references: refTo('W-1', sent), info: null })
    await scene.run()
    expect(await scene.rows('duty', `end_reason = 'no longer required'`)).toHaveLength(20)
    expect(await helpersMissing('flood', EXERCISE)).toBe(0)
    expect(await scene.rows('requirement', `campaign in (select id from campaign where lane = '${EXERCISE}')`)).toEqual(
      stood,
    )
  })

  test('in real life and in an exercise is held in real life while somebody lets go of it in the exercise', async () => {
    await warnOf('W-1', { severity: 'Severe' })
    await scene.run()
    scene.world.clock.forward(MINUTE)
    await warnOf('E-1', { status: 'Exercise', severity: 'Severe' })
    await scene.run(EXERCISE)
    const before = await scene.board()
    const [asked] = await scene.rows<{ person: string }>('summons', `lane = '${EXERCISE}'`)
    await scene.answer(scene.county.code(asked?.person ?? ''), 'declined')
    expect((await scene.board()).total).toEqual(before.total)
    await same('actual')
    await scene.run(EXERCISE)
    await same(EXERCISE)
  })
})

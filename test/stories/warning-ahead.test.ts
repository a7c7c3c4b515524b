import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { cursorOf } from '../../src/base/paging.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { decideWarning } from '../../src/domain/warnings/actions.ts'
import { readWarnings } from '../../src/domain/warnings/kept.ts'
import { messagesSince } from '../../src/domain/warnings/store.ts'
import { info } from '../harness/infos.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'

/** A warning whose clock is far ahead can be ended like any other, and hides nothing that is true. */

const scene = useScene()

const FAR = '2199-01-01T00:00:00-00:00'
const kept = async (identifier: string) =>
  (
    await scene.rows<{ state: string; why: string | null; by: string | null }>(
      'warning',
      `identifier = '${identifier}'`,
    )
  )[0]

test.each([
  ['to the letter', () => refTo('W-1', new Date(FAR))],
  ['by its names, with the time that it should have', (now: Date) => refTo('W-1', new Date(now.getTime() - HOUR))],
  ['without its moment', () => 'office@example.org,W-1'],
])('an Alert of 2199 is ended by a Cancel of now that names it %s', async (_, reference) => {
  await scene.warn([1], { sent: FAR })
  expect((await kept('W-1'))?.state).toBe('in-force')
  scene.world.clock.forward(HOUR)
  const references = reference(scene.now())
  await scene.warn([], { identifier: 'C-1', msgType: 'Cancel', references, info: null })
  expect(await kept('W-1')).toMatchObject({ state: 'over', why: 'cancelled', by: 'C-1' })
})

test('an Update from the future does not hide a true one that comes later', async () => {
  const t0 = scene.now()
  await scene.warn([1])
  scene.world.clock.forward(MINUTE)
  await scene.warn([1], { identifier: 'U-1', msgType: 'Update', references: refTo('W-1', t0), sent: FAR })
  expect((await kept('U-1'))?.state).toBe('in-force')
  scene.world.clock.forward(MINUTE)
  const references = refTo('W-1', t0)
  await scene.warn([1], {
    identifier: 'U-2',
    msgType: 'Update',
    references,
    severity: 'Extreme',
    sent: capTime(scene.now()),
  })
  expect((await kept('U-2'))?.state).toBe('in-force')
  expect(await kept('U-1')).toMatchObject({ state: 'over', why: 'superseded', by: 'U-2' })
})

describe('a list of warnings', () => {
  const inForce = async () => {
    const { items, next } = await scene.db.read((tx) => readWarnings(tx, CONSOLE, ACTUAL, { limit: 2 }))
    const rest = await scene.db.read((tx) => readWarnings(tx, CONSOLE, ACTUAL, { limit: 2, after: next ?? '' }))
    return [...items, ...rest.items].map((k) => k.warning.identifier)
  }
  const listed = async () => {
    const page = (after?: string) => {
      const ask = { lane: ACTUAL, limit: 2, filters: {}, ...(after === undefined ? {} : { after }) }
      return scene.db.read((tx) => readList(tx, CONSOLE, scene.now(), 'warnings', ask))
    }
    const first = await page()
    const second = await page(first.next ?? '')
    return [...first.items, ...second.items].map((row) => row.cells.identifier)
  }

  test('has what a clock of 2199 sent by when it was received, on each of its pages', async () => {
    await scene.warn([1], { identifier: 'first' })
    scene.world.clock.forward(HOUR)
    await scene.warn([2], { identifier: 'ahead', sent: FAR })
    scene.world.clock.forward(HOUR)
    await scene.warn([3], { identifier: 'later' })
    // Sent long ago, and received last.
    await scene.warn([4], { identifier: 'old', sent: capTime(new Date(scene.now().getTime() - 2 * HOUR - MINUTE)) })
    expect(await inForce()).toEqual(['later', 'ahead', 'first', 'old'])
    expect(await listed()).toEqual(['later', 'ahead', 'first', 'old'])
  })

  test('refuses a mark of another type', async () => {
    for (const key of [
      [1, newId(scene.now())],
      [null, newId(scene.now())],
      ['2020-07-08T00:00:00.000Z', 'x'],
    ]) {
      const read = scene.db.read((tx) => readWarnings(tx, CONSOLE, ACTUAL, { limit: 2, after: cursorOf(key) }))
      await expect(read).rejects.toMatchObject({ code: 'BAD_CURSOR' })
    }
  })
})

describe('what a clock that is ahead has sent', () => {
  /** Which messages the step weighs. */
  const weighed = async () => {
    const since = new Date(scene.now().getTime() - 60 * DAY)
    const messages = await scene.db.read((tx) => messagesSince(tx, ACTUAL, since))
    return messages.map((m) => m.identifier).sort()
  }

  test('is weighed no longer than anything else once it is over', async () => {
    const references = refTo('none', scene.now())
    await scene.warn([], { identifier: 'noise', sent: FAR, msgType: 'Cancel', references, info: null })
    await scene.warn([1], { identifier: 'stands', sent: FAR, severity: 'Minor' })
    expect(await weighed()).toEqual(['noise', 'stands'])
    scene.world.clock.forward(61 * DAY)
    expect(await weighed()).toEqual(['stands'])
    await scene.run()
    expect((await kept('stands'))?.state).toBe('in-force')
    expect((await kept('noise'))?.why).toBe('unknown')
  })

  test('begins when its time comes, though that is long after', async () => {
    const onset = new Date(scene.now().getTime() + 200 * DAY)
    const sent = capTime(new Date(scene.now().getTime() + 199 * DAY))
    await scene.warn([], { info: null, more: info([1], { onset: capTime(onset) }), sent })
    expect((await kept('W-1'))?.why).toBe('begins-later')
    await scene.pass(196 * DAY)
    expect(await scene.rows('campaign_zone')).toEqual([])
    await scene.pass(DAY + MINUTE)
    expect(await scene.rows('campaign_zone', `ends = 'infinity'`)).toHaveLength(1)
  })

  test('is put in force by a yes, however long that took', async () => {
    await scene.warn([1], { severity: 'Minor', sent: FAR, event: 'Flood warning lifted' })
    expect((await kept('W-1'))?.why).toBe('lifted')
    scene.world.clock.forward(90 * DAY)
    await scene.run()
    await decideWarning(scene.db, scene.now(), CONSOLE, { key: 'W-1', ours: true })
    await scene.run()
    expect((await kept('W-1'))?.state).toBe('in-force')
  })
})

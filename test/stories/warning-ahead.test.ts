import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
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

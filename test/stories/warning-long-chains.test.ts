import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { BOUNDS } from '../../src/domain/warnings/bounds.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { cap } from '../harness/cap-message.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'

const scene = useScene()
const MORE = 40

/** A feed of these messages comes in, and is acted on. */
async function comeIn(messages: readonly string[]): Promise<void> {
  const entries = messages.map((m) => `<entry><content>${m.replace(/<\?.*\?>/, '')}</content></entry>`)
  const raw = `<feed xmlns="http://www.w3.org/2005/Atom">${entries.join('')}</feed>`
  const { warnings, refused } = readCap(raw)
  expect(refused).toEqual([])
  await takeWarnings(scene.db, scene.now(), CONSOLE, { lane: 'actual', source: 'story', warnings, raw })
  await scene.run()
}

test('of more messages tied together than are weighed those that came first stand or end, the others are set aside, and no other warning waits', async () => {
  const first = scene.now()
  await scene.warn([1], { identifier: 'first', severity: 'Minor' })
  scene.world.clock.forward(MINUTE)
  const references = refTo('first', first)
  const sent = capTime(scene.now())
  await comeIn(
    Array.from({ length: BOUNDS.chain - 1 + MORE }, (_, i) =>
      cap({ identifier: `u-${i}`, sent, msgType: 'Update', references }),
    ),
  )
  await scene.warn([2], { identifier: 'another', severity: 'Minor' })
  const aside = await scene.rows<{ item: string; code: string }>('set_aside', `step = 'warn'`)
  expect(aside).toHaveLength(MORE)
  expect(new Set(aside.map((a) => a.code))).toEqual(new Set(['WARNING_CHAIN_LONG']))
  expect(await scene.rows('warning', `state = 'set-aside' and why = 'too-many'`)).toHaveLength(MORE)
  expect(await scene.rows('warning', `identifier = 'another'`)).toMatchObject([{ state: 'in-force' }])
  // It stays so in the next run, and nothing is taken back to be set aside again.
  await scene.pass(MINUTE)
  expect(await scene.rows('set_aside', `step = 'warn'`)).toEqual(aside)
})

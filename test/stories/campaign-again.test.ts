import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/base/clock.ts'
import { ask, type StepName } from '../../src/db/agenda.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

/** A campaign that a step could not do is tried again by itself: until somebody looks, nobody in it would be called. */

const scene = useScene()

/** As it is when something of its data was refused: by what another act did in the same moment, say. */
async function setAside(step: StepName): Promise<string> {
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  const item = `campaign ${campaign?.id}`
  await scene.db.write(scene.now(), async (tx) => {
    await ask(tx, ACTUAL, COUNTY, step, scene.now())
    await tx`
      insert into set_aside (lane, district, step, item, code, reason, since, last_at)
      values (${ACTUAL}, ${COUNTY}, ${step}, ${item}, '23514', 'refused', ${scene.now()}, ${scene.now()})`
  })
  return item
}
const levels = async () => (await scene.rows<{ level: string }>('campaign')).map((c) => c.level)

test('what is required is worked out a minute later, and people are called', async () => {
  await scene.warn([1], { severity: 'Minor' })
  await setAside('require')
  await scene.warn([1], { identifier: 'W-2', severity: 'Extreme' })
  expect(await levels()).toEqual(['IV'])
  const app = await serve({ db: scene.db, clock: scene.world.clock })
  const faults = (await app.inject(`/api/v1/faults?district=${COUNTY}`)).json()
  expect(faults.items).toMatchObject([
    { step: 'require', againAt: new Date(scene.now().getTime() + MINUTE).toISOString() },
  ])
  await scene.pass(MINUTE - SECOND)
  expect(await levels()).toEqual(['IV'])
  await scene.pass(SECOND)
  expect([await levels(), await scene.rows('set_aside')]).toEqual([['I'], []])
})

test.each(['plan', 'gaps'] as const)('so is what the step %s does for it', async (step) => {
  await scene.warn([1], { severity: 'Minor' })
  await scene.db.write(
    scene.now(),
    (tx) => tx`update proposal set state = 'refused', decided_at = ${scene.now()} where state = 'open'`,
  )
  const before = (await scene.rows('proposal')).length
  await setAside(step)
  await scene.pass(MINUTE)
  await scene.warn([3], { identifier: 'W-2', severity: 'Minor' })
  await scene.pass(MINUTE)
  expect(await scene.rows('set_aside')).toEqual([])
  expect((await scene.rows('proposal')).length).toBeGreaterThan(before)
})

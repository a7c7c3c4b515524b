import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { loadDemo } from '../../src/apps/demo/load.ts'
import { wallClock } from '../../src/base/clock.ts'
import { lookAll, useSite } from '../harness/site.ts'
import { useWorld } from '../harness/world.ts'

/** What came of an exercise that was played to its end: made up, since to play one takes longer than a test may. */
const REPORT = {
  warned: 123,
  affected: 329,
  required: 1_313,
  uncovered_before: 1_081,
  uncovered_after: 0,
  called: 3_185,
  acknowledged: 2_889,
  accepted: 2_761,
  arrived: 2_759,
  answered_within: { '5': 2_241, '15': 2_467, '30': 2_578 },
  late_evidence: 422,
  unplaced: 0,
  seconds: 35.9,
}

describe('the exercise screen', () => {
  const world = useWorld()
  const site = useSite(() => ({ db: world.db, clock: wallClock }))

  test('starts a flood, steers it, stops it, leads back into it, and tells what came of it', async () => {
    await loadDemo(world.db, wallClock, () => {}, { households: 0 })
    const page = await site.open('/exercise')
    await page.getByText('No exercise was held yet.', { exact: false }).waitFor()
    await page.getByLabel('Speed').selectOption('60')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('This is an exercise. Nobody is really called.').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('stopped', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.waitForURL(/lane=exercise-/)

    await world.db.write(
      wallClock.now(),
      (tx) => tx`
      update exercise set state = 'done', report = ${JSON.stringify(REPORT)}::text::jsonb`,
    )
    const ready = (one: Page) => one.locator('article').first().waitFor()
    expect(await lookAll(site.open, '/exercise', 'exercise', ready)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

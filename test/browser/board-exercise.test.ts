import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { loadDemo } from '../../src/apps/demo/load.ts'
import { runExercise } from '../../src/apps/exercise/run.ts'
import { wallClock } from '../../src/base/clock.ts'
import { lookAll, useSite } from '../harness/site.ts'
import { useWorld } from '../harness/world.ts'

describe('the exercise screen', () => {
  const world = useWorld()
  const site = useSite(() => ({ db: world.db, clock: wallClock }))

  test('starts a flood, steers it, stops it, and leads back into it', async () => {
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
    expect(site.complaints).toEqual([])
  })

  test('tells what came of one, in both languages and themes, wide and narrow', async () => {
    await loadDemo(world.db, wallClock, () => {}, { households: 200 })
    await runExercise(world.db, {
      from: new Date('2020-07-08T13:00:00+08:00'),
      to: new Date('2020-07-08T13:30:00+08:00'),
    })
    const ready = (page: Page) => page.locator('article').first().waitFor()
    expect(await lookAll(site.open, '/exercise', 'exercise', ready)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

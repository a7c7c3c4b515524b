import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadDemo } from '../../src/apps/demo/load.ts'
import { loadPlaybooks } from '../../src/apps/open.ts'
import { wallClock } from '../../src/base/clock.ts'
import { lookAll, type Opening, PATIENCE_MS, useSite } from '../harness/site.ts'
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
/** After Start something is to be seen within a second or two; this machine may be busy. */
const FIRST_SIGN_MS = 10_000

const world = useWorld()
const site = useSite(() => ({
  db: world.db,
  clock: wallClock,
  filling: () => ({ state: 'whole' as const, households: 0, of: 0 }),
}))
beforeEach(async () => {
  await loadPlaybooks(world.db, wallClock.now())
  await loadDemo(world.db, wallClock, () => {}, { households: 0 })
})

const play = (page: Page) => page.getByRole('button', { name: 'Play the flood of July 2020' })
const happened = (page: Page) => page.getByRole('region', { name: 'What happened' }).first()
const laneOf = (page: Page) => new URL(page.url()).searchParams.get('lane')
const stop = async (page: Page) => {
  const stopped = await page.request.post(`${site.base}/api/v1/exercises/${laneOf(page)}/stop`, { data: {} })
  expect(stopped.ok()).toBe(true)
}

describe('the first five minutes', () => {
  test('an empty picture offers the flood; one click, and it is played with the clock in sight, until a plan waits for a yes', async () => {
    const page = await site.open('/')
    await play(page).click()
    await happened(page).getByText('The exercise begins.', { exact: false }).first().waitFor({ timeout: FIRST_SIGN_MS })
    await page.getByText('This is an exercise. Nobody is really called.').waitFor()
    await happened(page).getByText('A warning came in', { exact: false }).first().waitFor()
    await happened(page)
      .getByText('The clock waits for you: a plan needs your yes.', { exact: false })
      .first()
      .waitFor()
    // What is said leads to its screen, and the clock and the commentary are there too.
    await happened(page).getByRole('link', { name: 'See the plan' }).first().click()
    await page.waitForURL(/subjects\/proposal/)
    await happened(page).getByRole('button', { name: 'Go on without it' }).waitFor()
    await page.getByRole('link', { name: 'Muster · Picture' }).click()
    await page.getByRole('button', { name: 'Accept' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
    await happened(page).getByText('The plan was accepted', { exact: false }).first().waitFor()
    await happened(page)
      .getByText(/people are called/)
      .first()
      .waitFor()
    await stop(page)
    await happened(page).getByText('The exercise is over.', { exact: false }).first().waitFor()
    expect(site.complaints).toEqual([])
  })

  test('it may as well play by itself, and is found again from real life', async () => {
    const page = await site.open('/')
    await page.getByRole('button', { name: 'Or watch it play by itself' }).click()
    await happened(page).getByRole('button', { name: 'Decide myself' }).waitFor()
    await happened(page).getByText('The plan was accepted', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: 'Back to real life' }).click()
    await page.getByRole('button', { name: 'Go to the exercise that is going on' }).click()
    await happened(page).waitFor()
    await stop(page)
    expect(site.complaints).toEqual([])
  })

  test(
    'reads well while a plan waits',
    async () => {
      const zh = (locale: string) => locale === 'zh-CN'
      const page = await site.open('/')
      await play(page).click()
      await happened(page).getByText('a plan needs your yes', { exact: false }).first().waitFor()
      const lane = laneOf(page)
      const waits = (one: Page, locale: string) =>
        one
          .getByText(zh(locale) ? '有方案待你采纳' : 'a plan needs your yes', { exact: false })
          .first()
          .waitFor()
      expect(await lookAll(site.open, `/?lane=${lane}`, 'commentary', waits, 0)).toEqual([])
      // Where it is folded away it is one line, and unfolds again.
      const unfolded = (path: string, opening: Opening) =>
        site.open(path, { ...opening, kept: { 'muster.tour': 'seen', 'muster.commentary': 'open' } })
      expect(await lookAll(unfolded, `/exercise?lane=${lane}`, 'commentary-open', waits, 1)).toEqual([])
      await stop(page)
      expect(site.complaints).toEqual([])
    },
    6 * PATIENCE_MS,
  )
})

describe('the exercise screen', () => {
  test('starts a flood, steers it, stops it, leads back into it, and tells what came of it', async () => {
    const page = await site.open('/exercise')
    await page.getByText('No exercise was held yet.', { exact: false }).waitFor()
    await page.getByLabel('Speed').selectOption('60')
    await page.getByLabel('Who decides').selectOption('itself')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('This is an exercise. Nobody is really called.').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Going on now, its clock stands').waitFor()
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
    expect(await lookAll(site.open, '/exercise', 'exercise', ready, 3)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, PATIENCE_MS, useSite } from '../harness/site.ts'
import { LISTS } from '../harness/take-moment.ts'
import { useWorld } from '../harness/world.ts'

describe('lists', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  test('in both languages and themes, on a desk and on a phone', async () => {
    await scene.warn([1, 2, 4], { severity: 'Extreme' })
    const ready = (page: Page) => page.locator('[data-index="0"]').waitFor()
    for (const [nth, list] of ['gaps', 'places'].entries())
      expect(await lookAll(site.open, `/lists/${list}`, `list-${list}`, ready, nth)).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('there is a page that tells of all, and each opens, in words', async () => {
    await scene.warn([1, 2, 4], { severity: 'Extreme' })
    const listed = (page: Page) =>
      page
        .getByRole('main')
        .getByRole('link')
        .nth(LISTS.length - 1)
        .waitFor()
    expect(await lookAll(site.open, '/lists', 'lists', listed, 1)).toEqual([])
    const page = await site.open('/lists', { locale: 'zh-CN' })
    for (const list of LISTS) {
      await page.goto(`${site.base}/lists/${list}`)
      await page.getByRole('status').filter({ hasText: /行/ }).waitFor()
      expect(await faultsOf(page), list).toEqual([])
      const text = (await page.textContent('main')) ?? ''
      expect(text, list).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|dam-section|household-helper|section-patrol|undefined/)
      expect(text, list).not.toMatch(/\b(patrol|helper|secretary|called|accepted|engine|by|since)\b/)
    }
    expect(site.complaints).toEqual([])
  })

  test('reads on as one scrolls, and says how many there are', async () => {
    const page = await site.open(`/lists/places?area=${COUNTY}`)
    await page.getByText('100 rows read, there are more').waitFor()
    const rows = page.getByRole('region', { name: 'Places' })
    await expect
      .poll(
        async () => {
          await rows.evaluate((el) => el.scrollTo(0, el.scrollHeight))
          return page.getByRole('status').first().textContent()
        },
        { timeout: PATIENCE_MS },
      )
      .toBe('140 rows')
    await expect.poll(() => rows.textContent(), { timeout: PATIENCE_MS }).toContain('H6-20')
  })

  test('is narrowed and put in order by its address, and Back undoes it', async () => {
    const page = await site.open(`/lists/places?area=${COUNTY}`)
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Kind' }).click()
    await page.getByRole('checkbox', { name: 'dam section' }).check()
    await page.waitForURL(/kind=dam-section/)
    await page.getByText('20 rows').waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('Order', { exact: true }).selectOption('chainage')
    await page.waitForURL(/sort=chainage/)
    await expect
      .poll(() => page.locator('[data-index="0"]').textContent(), { timeout: PATIENCE_MS })
      .toContain('north dam')
    await page.goBack()
    await page.goBack()
    await page.getByText('100 rows read, there are more').waitFor()
    expect(page.url()).not.toContain('kind=')
  })

  test('shows the columns one wants, as the address says', async () => {
    const page = await site.open(`/lists/places?area=${TOWNSHIP.A}`)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Risk' }).check()
    await page.getByRole('columnheader', { name: 'Risk' }).waitFor()
    expect(page.url()).toContain('cols=')
  })

  test('is walked by keys: up and down from row to row, Enter opens one, space chooses', async () => {
    const page = await site.open(`/lists/units?area=${COUNTY}`)
    await page.locator('[data-index="0"] a').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect
      .poll(() => page.evaluate("document.activeElement.closest('[data-index]')?.dataset.index"), {
        timeout: PATIENCE_MS,
      })
      .toBe('2')
    await page.keyboard.press('Enter')
    await page.waitForURL(/subjects\/unit/)
  })

  test('acts on the rows that are chosen', async () => {
    await scene.warn([1], { severity: 'Extreme' })
    const page = await site.open(`/lists/gaps?area=${COUNTY}`)
    await page
      .getByRole('checkbox', { name: /^Choose S/ })
      .first()
      .check()
    await page.getByRole('button', { name: 'Call the nearest' }).click()
    await page.getByRole('dialog').waitFor()
  })

  test('goes out as a file with the same filters', async () => {
    const page = await site.open(`/lists/people?area=${COUNTY}&skill=hydraulic`)
    await page.getByText('6 rows').waitFor()
    await page.getByRole('button', { name: 'Download' }).click()
    const csv = await page.getByRole('menuitem', { name: 'As CSV' }).getAttribute('href')
    const answer = await page.request.get(site.base + csv)
    expect(answer.headers()['content-type']).toContain('text/csv')
    expect((await answer.text()).trim().split('\r\n')).toHaveLength(7)
  })

  test('shows what comes in by itself while nobody points at it', async () => {
    const page = await site.open('/lists/warnings')
    await page.getByText('No warning has come in.').waitFor()
    await scene.warn([1], { severity: 'Extreme' })
    await page.getByText('1 row', { exact: true }).waitFor()
  })

  test('a list of one call-out says from where it opens', async () => {
    const page = await site.open(`/lists/summonses?area=${COUNTY}`)
    await page.getByText('Open it from there.').waitFor()
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('lists before anything is loaded', () => {
  const world = useWorld()
  const site = useSite(() => ({ db: world.db, clock: world.clock }))

  test.each(['en', 'zh'] as const)('say what will be here and how to begin (%s)', async (lang) => {
    const kept = { 'muster.lang': lang, 'muster.tour': 'seen' }
    const page = await site.open('/lists/warnings', { width: 390, kept })
    await page.getByText(lang === 'en' ? 'No warning has come in.' : '尚未收到预警。').waitFor()
    await shoot(page, `board-list-empty-${lang}`)
    expect(await faultsOf(page)).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { LOOKS, lookName, lookOver, PATIENCE_MS, turnTo, useSite } from '../harness/site.ts'

/** The whole county in the middle of the pane, and the middle of its first dam section, from near. */
/** Which of the county's sections and households stand first in a table, nobody has said. */
const A_PLACE = /^(S\d\d|H\d-\d\d)$/
const COUNTY_VIEW = '12.60/29.02000/116.63000'
const SECTION_VIEW = '15.00/29.00200/116.60450'

describe('the map', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }), { maps: true })
  const map = (page: Page) => page.getByRole('region', { name: /^(Map\.|地图。)/ })
  const legend = (page: Page) => page.getByRole('region', { name: /^(Legend|图例)$/ })
  /** The legend's row of a state, once what is in sight was counted. */
  async function counted(page: Page, state: string): Promise<number[]> {
    const row = legend(page).getByRole('row', { name: state })
    await row.getByText(/\d/).first().waitFor()
    return (await row.getByRole('cell').allTextContents()).map(Number)
  }
  async function middle(page: Page): Promise<[number, number]> {
    const box = await map(page).boundingBox()
    if (!box) throw new Error('the map has no place on the page')
    return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]
  }

  test.each(LOOKS)(
    'stands on the screen wide and narrow, as a map and as a table: $locale, $scheme, $width',
    async (look) => {
      await flood(scene)
      const { width } = look
      const [tab, table, wait] =
        look.locale === 'zh-CN' ? ['地图', '表格', '正在加载…'] : ['Map', 'As a table', 'Loading…']
      const page = await site.open(`/?map=${COUNTY_VIEW}`, look)
      if (width === 390) await page.getByRole('button', { name: tab, exact: true }).click()
      await map(page).waitFor()
      await expect.poll(() => page.getByText(wait, { exact: true }).count(), { timeout: PATIENCE_MS }).toBe(0)
      expect(await lookOver(page, lookName('map', look))).toEqual([])
      await page.getByRole('button', { name: table, exact: true }).click()
      await page.getByRole('link', { name: A_PLACE }).first().waitFor()
      expect(await lookOver(page, lookName('map-table', look))).toEqual([])
      expect(site.complaints).toEqual([])
    },
  )

  test('counts what is in sight, and the table beside it says the same', async () => {
    await flood(scene)
    const page = await site.open(`/?map=${COUNTY_VIEW}`)
    const states = ['nobody on it', 'too few', 'late', 'named', 'said yes', 'there', 'nothing required']
    const counts: number[][] = []
    for (const state of states) counts.push(await counted(page, state))
    const [sections, households] = [0, 1].map((i) => counts.reduce((sum, own) => sum + (own[i] ?? 0), 0))
    expect([sections, households]).toEqual([20, 120])
    await page.getByRole('button', { name: 'As a table' }).click()
    await page.getByText('Household 120').waitFor()
    const kinds = await page.locator('[data-tour=map]').getByRole('term').allTextContents()
    expect(kinds.sort()).toEqual(['Dam section 20', 'Household 120'])
    await page.getByRole('button', { name: 'As a map' }).click()
    await map(page).waitFor()
  })

  test('tells what is pointed at and who is on it, opens its page, and is there again as it was', async () => {
    await flood(scene)
    const page = await site.open(`/?map=${SECTION_VIEW}`)
    await counted(page, 'named')
    const [x, y] = await middle(page)
    const tip = page.getByRole('status').filter({ hasText: 'S01' })
    // Counts are there before the shapes that they count are drawn: it is pointed until something lies under it.
    await expect
      .poll(async () => {
        for (const by of [0, 1]) await page.mouse.move(x + by, y)
        return tip.getByText('Dam section').count()
      })
      .toBeGreaterThan(0)
    await tip
      .getByText(/^Missing: |^On it: |Nobody is named/)
      .first()
      .waitFor()
    await shoot(page, 'map-tip')
    await page.mouse.click(x, y)
    await page.waitForURL(`**/subjects/place/${scene.id('S01')}*`)
    await page.goBack()
    await map(page).waitFor()
    await expect.poll(() => decodeURIComponent(page.url())).toContain(SECTION_VIEW)
  })

  test('follows the tree, and the tree follows it', async () => {
    await flood(scene)
    const page = await site.open('/')
    await counted(page, 'named')
    await page.locator(`[data-tour=where] a[href*="node=${TOWNSHIP.A}"]`).first().click()
    await page.waitForURL(`**/*node=${TOWNSHIP.A}*`)
    const [x, y] = await middle(page)
    const village = villageCode(1)
    await expect
      .poll(async () => {
        for (const by of [0, 1]) await page.mouse.move(x + by, y - 60)
        return page.getByRole('status').allTextContents()
      })
      .toContainEqual(expect.stringContaining(village))
    await page.mouse.click(x + 1, y - 60)
    await page.waitForURL(`**/*node=${village}*`)
    await page.locator('[data-tour=where] [aria-current=true]', { hasText: village }).waitFor()
    await page.goBack()
    await page.locator('[data-tour=where] [aria-current=true]', { hasText: TOWNSHIP.A }).waitFor()
  })

  test('is moved by keys: what is under the cross is told, and Enter opens it', async () => {
    await flood(scene)
    const page = await site.open(`/?map=${SECTION_VIEW}`)
    await counted(page, 'named')
    await map(page).focus()
    await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('ArrowRight')
    await page.waitForURL((url) => !decodeURIComponent(url.href).includes(SECTION_VIEW))
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('status').filter({ hasText: 'S01' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/subjects/place/${scene.id('S01')}*`)
  })

  test('shows what it is told to, and the address says so', async () => {
    await flood(scene)
    const page = await site.open(`/?map=${COUNTY_VIEW}`)
    await counted(page, 'named')
    await page.getByRole('button', { name: 'Shown on the map' }).click()
    await page.getByLabel('Dams').uncheck()
    await page.getByLabel(/^People on duty/).check()
    await page.waitForURL((url) => decodeURIComponent(url.href).includes(`${COUNTY_VIEW}/-dams,people`))
    const again = await site.open(page.url().slice(site.base.length))
    await again.getByRole('button', { name: 'Shown on the map' }).click()
    await again.getByLabel('Dams').waitFor()
    expect(await again.getByLabel('Dams').isChecked()).toBe(false)
  })

  test('changes by itself while it is looked at', async () => {
    const page = await site.open(`/?map=${COUNTY_VIEW}`)
    expect(await counted(page, 'nothing required')).toEqual([20, 120])
    await scene.pass(MINUTE)
    await flood(scene)
    await expect
      .poll(async () => (await counted(page, 'nothing required')).reduce((a, b) => a + b, 0), { timeout: 60_000 })
      .toBeLessThan(140)
  })

  test('lets somebody draw round places and act on all of them', async () => {
    await scene.warn([1, 2, 4], { severity: 'Extreme' })
    const page = await site.open(`/?map=${COUNTY_VIEW}`)
    await counted(page, 'nobody on it')
    await page.getByRole('button', { name: 'Select by drawing' }).click()
    await page.getByRole('menuitem', { name: 'Corner by corner' }).click()
    await page.getByText(/Click the corners/).waitFor()
    const address = page.url()
    const [x, y] = await middle(page)
    for (const [dx, dy] of [
      [-120, -150],
      [120, -150],
      [120, 110],
      [-120, 110],
      [-120, -150],
    ] as const) {
      await page.mouse.move(x + dx, y + dy, { steps: 4 })
      await page.mouse.click(x + dx, y + dy)
    }
    const picked = page.getByRole('region', { name: 'Selected' })
    await picked.getByText(/^\d+ places$/).waitFor()
    await shoot(page, 'map-picked')
    // The click that closed it opened nothing.
    expect(page.url()).toBe(address)
    expect(await faultsOf(page)).toEqual([])
    await picked.getByRole('button', { name: 'Plan' }).click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await picked.getByRole('button', { name: 'Close' }).click()
    await picked.waitFor({ state: 'detached' })
    expect(site.complaints).toEqual([])
  })

  test('of a plan shows who would go from where to where, and who is there without it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const [plan] = await scene.rows<{ id: string }>('proposal', "state = 'open'")
    const page = await site.open(`/subjects/proposal/${plan?.id}`)
    await page.getByRole('region', { name: /^Map of the plan/ }).waitFor()
    await page.getByText(/^\d+ given by the plan$/).waitFor()
    await page.getByText('0 there already').waitFor()
    const rules = page.getByRole('radiogroup', { name: 'Which duties' })
    await rules.getByText('A responsible person for each dam section').click()
    await page.getByText('4 given by the plan').waitFor()
    await page.getByText('would have enough people').scrollIntoViewIfNeeded()
    expect(await lookOver(page, 'plan-map-en-light-1440')).toEqual([])
    await page.getByText('Before', { exact: true }).click()
    await turnTo(page, { locale: 'en-GB', scheme: 'dark', width: 390 })
    expect(await lookOver(page, 'plan-map-en-dark-390')).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('on a sheet of A3 shows all of what is looked at, and its scale', async () => {
    const page = await site.open(`/print/map?node=${COUNTY}`)
    await page.locator('img[src^=blob]').waitFor()
    const [, one] = /1 : ([\d,]+)/.exec((await page.textContent('footer:has(ul)')) ?? '') ?? []
    // The county is six kilometres wide, and the map of the sheet 400 mm.
    expect(Number(one?.replaceAll(',', ''))).toBeGreaterThan(15_000)
    expect(Number(one?.replaceAll(',', ''))).toBeLessThan(30_000)
  })

  test('where the browser cannot draw says so plainly, and has the same as a table', async () => {
    await flood(scene)
    const page = await site.open('/', { kept: { 'muster.tour': 'seen' } })
    await page.addInitScript(
      `HTMLCanvasElement.prototype.getContext = ((own) => function (kind, ...more) {
         return /webgl/.test(kind) ? null : own.call(this, kind, ...more)
       })(HTMLCanvasElement.prototype.getContext)`,
    )
    await page.reload()
    await page.getByText(/cannot draw the map/).waitFor()
    await page.getByRole('link', { name: A_PLACE }).first().waitFor()
    await shoot(page, 'map-none')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: A_PLACE }).first().click()
    await page.waitForURL('**/subjects/place/*')
  })
})

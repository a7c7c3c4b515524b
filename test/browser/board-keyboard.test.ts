import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { useSite } from '../harness/site.ts'

const scene = useScene()
const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

beforeEach(() => flood(scene))

const focused = (page: Page) =>
  page.evaluate<string>(
    'document.activeElement?.getAttribute("data-name") ?? document.activeElement?.textContent ?? ""',
  )

async function openPicture(locale: 'en-GB' | 'zh-CN' = 'en-GB'): Promise<Page> {
  const page = await site.open('/', { locale })
  await page.locator('[data-tour=next] li').first().waitFor()
  return page
}

describe('by keyboard', () => {
  test('the first act of what to do next is fewer than ten tabs from the top, and each screen part has a way to it', async () => {
    const page = await openPicture()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    const links: string[] = []
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab')
      links.push(await focused(page))
    }
    expect(links).toEqual([
      'Skip to the content',
      'Skip to what to do next',
      'Skip to the map',
      'Skip to the list of places',
    ])
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    let tabs = 2
    do {
      await page.keyboard.press('Tab')
      tabs++
    } while (tabs < 20 && !(await page.evaluate('!!document.activeElement?.closest("[data-tour=next] li")')))
    expect(tabs).toBeLessThanOrEqual(10)
  })

  test('the tree is one tab stop, walked by arrows, letters, Home and End', async () => {
    const page = await openPicture()
    const tree = page.getByRole('tree', { name: 'Where' })
    expect(await tree.locator('[tabindex="0"]').count()).toBe(1)
    expect(await tree.locator('a:not([tabindex="-1"]), button').count()).toBe(0)
    await tree.locator('[tabindex="0"]').focus()
    expect(await focused(page)).toContain('county')
    await page.keyboard.press('Home')
    expect(await focused(page)).toContain('province')
    await page.keyboard.press('End')
    const last = await focused(page)
    expect(last).toContain('township')
    const item = tree.locator(`[data-name="${last}"]`)
    expect(await item.getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('ArrowRight')
    expect(await item.getAttribute('aria-expanded')).toBe('true')
    await item.getByRole('treeitem').first().waitFor()
    expect(await item.getAttribute('aria-level')).toBe('4')
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toContain('village')
    await page.keyboard.press('ArrowLeft')
    expect(await focused(page)).toBe(last)
    await page.keyboard.press('ArrowLeft')
    expect(await item.getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.type('pref')
    expect(await focused(page)).toContain('prefecture')
    expect(await tree.locator('[tabindex="0"]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/*node=3611*')
    expect(await faultsOf(page)).toEqual([])
  })

  test('search begins anew after Esc, finds screens and acts in both languages, and asks who is away', async () => {
    const page = await openPicture()
    const input = page.locator('input[placeholder^="A name, pinyin"]')
    const ready = page.locator('input:focus[placeholder^="A name, pinyin"]')
    await page.keyboard.press('Control+KeyK')
    await input.fill('nothing is called that')
    await page.keyboard.press('Escape')
    await input.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+KeyK')
    await ready.waitFor()
    await page.keyboard.type('go to gaps')
    expect(await input.inputValue()).toBe('go to gaps')
    await page.getByRole('button', { name: 'Gaps', exact: true }).waitFor()
    await shoot(page, 'search-command')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/lists/gaps*')
    await page.keyboard.press('Control+KeyK')
    await ready.waitFor()
    await page.keyboard.type('打印')
    await page.getByRole('button', { name: 'Print', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await input.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+KeyK')
    await ready.waitFor()
    await page.keyboard.type('note an abs')
    await page.getByRole('button', { name: 'Note an absence' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByPlaceholder('Who is away?', { exact: false }).waitFor()
    await page.keyboard.type('P1-4')
    await page.getByText('P1-4', { exact: false }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Note an absence', { exact: false }).first().waitFor()
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('a moment', () => {
  test('is typed, and said in words before it is gone to', async () => {
    await scene.pass(3 * HOUR)
    const page = await openPicture()
    const bar = page.getByRole('region', { name: 'Moment shown' })
    await bar.getByRole('button', { name: /^Choose a moment/ }).click()
    const field = page.getByRole('textbox', { name: 'Choose a moment' })
    await field.fill('-1h')
    await page.getByText(/Enter goes there\.$/).waitFor()
    await shoot(page, 'moment-typed')
    expect(await faultsOf(page)).toEqual([])
    await field.fill('tomorrowish')
    await page.getByText('This cannot be read as a moment yet.').waitFor()
    await field.fill('2099-01-01 00:00')
    await page.getByText('has not come yet.', { exact: false }).waitFor()
    await field.fill('1999-01-01 00:00')
    await page.getByText('is before all that is kept here', { exact: false }).waitFor()
    await field.press('Enter')
    expect(new URL(page.url()).searchParams.has('at')).toBe(false)
    await field.fill('-1h')
    await field.press('Enter')
    await page.waitForURL((url) => url.searchParams.has('at'))
    const at = new Date(new URL(page.url()).searchParams.get('at') ?? 0)
    expect(Math.abs(at.getTime() - (scene.now().getTime() - HOUR))).toBeLessThan(2 * MINUTE)
  })

  test('is spoken by the slider, goes by hours with Page keys, and from event to event', async () => {
    await scene.pass(3 * HOUR)
    const page = await openPicture()
    const bar = page.getByRole('region', { name: 'Moment shown' })
    const slider = bar.getByRole('slider')
    expect(await slider.getAttribute('aria-valuetext')).toBe('now')
    await slider.focus()
    await page.keyboard.press('PageDown')
    await page.waitForURL((url) => url.searchParams.has('at'))
    const hour = new URL(page.url()).searchParams.get('at') ?? ''
    expect(Math.abs(new Date(hour).getTime() - (scene.now().getTime() - HOUR))).toBeLessThan(2 * MINUTE)
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/2020 \d\d:\d\d$/)
    await bar.getByRole('button', { name: /^Event before: / }).click()
    await page.waitForURL((url) => url.searchParams.get('at') !== hour)
    const event = new URL(page.url()).searchParams.get('at')
    await bar.locator('button[aria-hidden=true]').first().click()
    await page.waitForURL((url) => url.searchParams.get('at') !== event)
    await bar.getByRole('button', { name: 'No event before this' }).waitFor()
    await shoot(page, 'time-bar-events')
  })
})

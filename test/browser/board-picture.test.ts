import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { TOWNSHIP } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('the picture', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }), { maps: true })

  test('shows where, the map, what to do next and the call-out, in both languages and themes, wide and narrow', async () => {
    await flood(scene)
    const ready = async (page: Page) => {
      await page.locator('[data-tour=next] li').first().waitFor()
      await page
        .getByText(/^(Loading|正在加载)/)
        .first()
        .waitFor({ state: 'hidden' })
    }
    expect(await lookAll(site.open, '/', 'picture', ready)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

describe('the picture, whether its map is drawn or not', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  test('never shows an id, and says what a playbook calls things', async () => {
    await flood(scene)
    const page = await site.open('/', { locale: 'zh-CN' })
    await page.locator('[data-tour=next] li').first().waitFor()
    await page.getByText('防汛抗洪').first().waitFor()
    const text = await page.textContent('body')
    expect(text).not.toMatch(/household-helper|dam-section|[0-9a-f]{8}-[0-9a-f]{4}/)
  })

  test('goes down the tree, and back; the address can be sent', async () => {
    await flood(scene)
    const page = await site.open('/')
    await page.locator(`[data-tour=where] a[href*="node=${TOWNSHIP.A}"]`).first().click()
    await page.waitForURL(`**/*node=${TOWNSHIP.A}*`)
    const there = page.url()
    await page.locator('[data-tour=where] [aria-current=true]', { hasText: TOWNSHIP.A }).waitFor()
    await page.goBack()
    expect(page.url()).not.toContain('node=')
    const other = await site.open(there.slice(site.base.length))
    await other.locator('[data-tour=where] [aria-current=true]', { hasText: TOWNSHIP.A }).waitFor()
  })

  test('tells a change by itself, and what it was before at any moment of the past', async () => {
    const page = await site.open('/')
    await page.getByText('Nothing is required here now.').waitFor()
    const before = scene.now()
    await scene.pass(10 * MINUTE)
    await flood(scene)
    // Nobody asked the page to look again.
    await page.getByText('Level I', { exact: false }).first().waitFor()
    await page
      .getByText(/required/)
      .first()
      .waitFor()
    const then = await site.open(`/?at=${encodeURIComponent(before.toISOString())}`)
    await then.getByText('Nothing was required here then.').waitFor()
    await then.getByText('You look at the past', { exact: false }).waitFor()
    await then.getByRole('button', { name: 'Back to now' }).first().click()
    await then.locator('[data-tour=next] li').first().waitFor()
  })

  test('shows no figure of now under the banner of the past, or of real life under that of an exercise, while it reads', async () => {
    const before = scene.now()
    await scene.pass(10 * MINUTE)
    await flood(scene)
    const page = await site.open('/')
    const front = page.getByText('Level I', { exact: false }).first()
    await front.waitFor()
    let asked = 0
    await page.route(/\/api\/v1\/(board|overview|hazards)\?.*(at=|lane=exercise)/, () => void asked++)
    for (const look of [`at=${encodeURIComponent(before.toISOString())}`, 'lane=exercise:none']) {
      asked = 0
      await page.evaluate(`history.pushState({}, '', '/?${look}'); dispatchEvent(new PopStateEvent('popstate'))`)
      await expect.poll(() => asked).toBeGreaterThan(0)
      expect(await page.getByText('Level I', { exact: false }).count()).toBe(0)
      expect((await page.textContent('body')) ?? '').not.toMatch(/\d+ required|\d+ %/)
    }
  })

  test('goes back and on step by step', async () => {
    await flood(scene)
    await scene.pass(30 * MINUTE)
    const page = await site.open('/')
    const bar = page.getByRole('region', { name: 'Moment shown' })
    const back = bar.getByRole('button', { name: / earlier$/ })
    await back.click()
    await page.getByText('You look at the past', { exact: false }).waitFor()
    await bar.getByRole('combobox', { name: 'How much of the past the bar shows' }).selectOption({ label: '6 hrs' })
    await bar.getByRole('button', { name: / later$/ }).click()
    await page.waitForURL((url) => !url.searchParams.has('at'))
  })

  test('says since when the connection is lost, and keeps what it had', async () => {
    await flood(scene)
    const page = await site.open('/')
    await page.locator('[data-tour=next] li').first().waitFor()
    await site.stop()
    await page.getByText('Not live since', { exact: false }).waitFor()
    expect(await page.locator('[data-tour=next] li').count()).toBeGreaterThan(0)
    site.complaints.length = 0
  })

  test('invites to a walk round at the first visit, and never again', async () => {
    const page = await site.open('/', { kept: {} })
    await page.getByRole('button', { name: 'Show me round' }).click()
    for (const words of ['Where you look', 'The same, on the map', 'What to do next']) {
      await page.getByText(words, { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Next' }).click()
    }
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByRole('heading', { name: 'Do next' }).waitFor()
    expect(await page.getByRole('button', { name: 'Show me round' }).count()).toBe(0)
  })
})

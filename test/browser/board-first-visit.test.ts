import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('a board on which nothing goes on yet', () => {
  const scene = useScene()
  const site = useSite(() => ({
    db: scene.db,
    clock: scene.world.clock,
    filling: () => ({ state: 'whole' as const, households: 0, of: 0 }),
  }))
  const play = (page: Page) => page.getByRole('button', { name: 'Play the flood of July 2020' })

  test('at the first visit a strip offers a walk, covers nothing, and is closed for good', async () => {
    for (const width of [1440, 390]) {
      const page = await site.open('/', { width, kept: {} })
      const strip = page.getByRole('region', { name: 'First time here?' })
      const box = await strip.boundingBox()
      const main = await page.locator('main').boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((main?.y ?? 0) + 1)
      await play(page).waitFor()
      await strip.getByRole('button', { name: 'Not now' }).click()
      await strip.waitFor({ state: 'detached' })
      await page.reload()
      await play(page).waitFor()
      expect(await strip.count()).toBe(0)
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('menuitem', { name: 'Show me round' }).click()
      await page.getByText('Where you look').waitFor()
    }
    expect(site.complaints).toEqual([])
  })

  test('offers the flood, and reads well', async () => {
    const ready = (page: Page, locale: string) =>
      page
        .getByRole('button', { name: locale === 'zh-CN' ? '演练2020年7月洪水' : 'Play the flood of July 2020' })
        .waitFor()
    expect(await lookAll(site.open, '/', 'first-steps', ready, 3)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

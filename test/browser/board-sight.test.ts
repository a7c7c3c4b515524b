import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { shoot } from '../harness/browser.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { LOOKS, type LookAt, lookName, PATIENCE_MS, useSite } from '../harness/site.ts'

/** What moves the map and fills the sides: the board's scripts, which take seconds to read on a slow machine. */
const BOARD = '**/assets/start-*.js'
const DRAWN = 'canvas[data-sight=drawn]'
const COUNTY_VIEW = '12.60/29.02000/116.63000'

describe('the first sight of the map', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }), { maps: true })

  test.each(LOOKS.filter(({ width }) => width === 1440))(
    'is drawn before the board has come, by the states of places: $locale, $scheme',
    async (look) => {
      await flood(scene)
      const page = await site.open(`/?map=${COUNTY_VIEW}`, { ...look, without: BOARD })
      await page.locator(`#sight ${DRAWN}`).waitFor()
      await shoot(page, lookName('sight', look))
      const unheld = await pixelsOf(page, look.scheme === 'light' ? [0xc6, 0x29, 0x2f] : [0xff, 0x70, 0x70])
      const held = await pixelsOf(page, look.scheme === 'light' ? [0x2b, 0x7a, 0x5e] : [0x58, 0xb8, 0x93])
      expect([unheld > 20, held > 20], `${unheld} and ${held} pixels`).toEqual([true, true])
      expect(await page.locator('html').getAttribute('lang')).toBe(look.locale === 'zh-CN' ? 'zh-Hans' : 'en')
    },
  )

  test('is gone once the map has drawn what takes its place', async () => {
    await flood(scene)
    const page = await site.open(`/?map=${COUNTY_VIEW}`)
    await page.getByRole('region', { name: 'Legend' }).getByRole('cell', { name: /^\d/ }).first().waitFor()
    await page.locator(DRAWN).waitFor({ state: 'detached' })
    expect(await page.locator('#sight').count()).toBe(0)
    expect(site.complaints).toEqual([])
  })

  test('is not drawn where no map is looked at: on a phone, as a table, on another screen', async () => {
    await flood(scene)
    const openings: [string, LookAt['width']][] = [
      ['/', 390],
      ['/?map=table', 1440],
      ['/lists', 1440],
    ]
    for (const [path, width] of openings) {
      const page = await site.open(path, { width })
      await page.locator('#board header').waitFor()
      expect(await page.locator(DRAWN).count(), path).toBe(0)
    }
  })

  test('says nothing where there is nothing to draw, and the board comes all the same', async () => {
    const page = await site.open('/?node=nowhere', { without: '**/api/v1/map/extent*' })
    await page.locator('[data-tour=where]').waitFor({ timeout: PATIENCE_MS })
    expect(await page.locator(DRAWN).count()).toBe(0)
  })
})

/** How many pixels of the drawing are of a colour. */
function pixelsOf(page: Page, colour: readonly number[]): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector('${DRAWN}')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let found = 0
    for (let i = 0; i < data.length; i += 4) if (${colour.map((part, i) => `data[i + ${i}] === ${part}`).join(' && ')}) found++
    return found
  })()`)
}

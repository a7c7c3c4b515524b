import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf, shoot, tooWide } from '../harness/browser.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'
import { useWorld } from '../harness/world.ts'

describe('the status page', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  test('shows the flood in both languages, both themes, on a desk and on a phone, for everybody', async () => {
    await flood(scene)
    const ready = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor()
    expect(await lookAll(site.open, '/status', 'status', ready)).toEqual([])
    const narrow = await site.open('/status?lang=zh', { width: 360, height: 800 })
    expect(await tooWide(narrow)).toBe(false)
    expect(site.complaints).toEqual([])
  })

  test('speaks the language of its reader, and the words of the playbook, never ids', async () => {
    await flood(scene)
    const page = await site.open('/status', { locale: 'zh-CN' })
    expect(await page.getAttribute('html', 'lang')).toBe('zh-Hans')
    const chinese = await page.textContent('body')
    for (const words of ['防汛抗洪', '一级响应', '每户一名包户联系人', '尚未报告']) expect(chinese).toContain(words)
    await page.click('text=English')
    const english = await page.textContent('body')
    for (const words of ['Flood, Level I', 'A helper for each household', 'not yet heard', 'extreme'])
      expect(english).toContain(words)
    for (const text of [chinese, english])
      expect(text).not.toMatch(/household-helper|dam-section|[0-9a-f]{8}-[0-9a-f]{4}/)
  })

  test('goes down by its links and back up, in the language chosen', async () => {
    await flood(scene)
    const page = await site.open('/status?lang=zh')
    await page.click(`#below a[href*="node=${TOWNSHIP.A}"]`)
    expect(page.url()).toContain('lang=zh')
    expect(await page.textContent('h1')).toContain(TOWNSHIP.A)
    await page.click('.way a >> nth=0')
    expect(await page.textContent('h1')).toBe('province 36')
    expect(await page.textContent('#campaigns')).toContain(COUNTY)
  })

  test('shows a change by itself, and says so when it can not be reached', async () => {
    const page = await site.open('/status')
    await page.getByText('No campaign is open.').waitFor()
    await flood(scene)
    await page.getByText('Flood, Level I').waitFor()
    await site.stop()
    await page.getByText('No connection.').waitFor()
    expect(await page.textContent('#campaigns')).toContain('Flood, Level I')
  })

  test('an exercise can not be taken for the truth', async () => {
    await scene.warn([1], { status: 'Exercise' })
    await scene.run('exercise')
    const page = await site.open('/status?lang=en')
    expect(await page.textContent('#campaigns')).toContain('No campaign is open.')
    await page.click('nav >> text=Exercise')
    expect(await page.textContent('.banner')).toBe('This is an exercise. Nobody is really called.')
    expect(await page.textContent('#campaigns')).toContain('Flood, Level II')
    await shoot(page, 'status-exercise')
    expect(await faultsOf(page)).toEqual([])
  })

  test('an area that is not there is said plainly', async () => {
    const page = await site.open('/status?node=999&lang=en', { width: 390 })
    expect(await page.textContent('main')).toContain('No area has the code 999.')
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('before anything is loaded', () => {
  const world = useWorld()
  const site = useSite(() => ({ db: world.db, clock: world.clock }))

  test.each(['en', 'zh'])('says what will be here and how to begin (%s)', async (lang) => {
    const page = await site.open(`/status?lang=${lang}`, { width: 390 })
    await shoot(page, `status-empty-${lang}`)
    expect(await page.textContent('main')).toContain('npm run exercise')
    expect(await faultsOf(page)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

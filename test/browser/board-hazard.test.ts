import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, type LookAt, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'

const COUNTY_VIEW = '12.60/29.02000/116.63000'

describe('a hazard on the board', () => {
  const scene = useScene()
  const parts = () => ({ db: scene.db, clock: scene.world.clock })
  const next = (page: Page) => page.locator('[data-tour=next] li', { hasText: 'Sand boil' })
  const place = () => `/subjects/place/${scene.id('S01')}`

  async function tell(body: object, subject = 'S01'): Promise<string> {
    const id = newId(scene.now())
    const told = { id, kind: 'hazard', subject: scene.id(subject), toldBy: scene.id('P1-4'), occurredAt: scene.now() }
    await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, ACTUAL, [{ ...told, body: { ...body } }], afterRecords)
    return id
  }
  async function standing(): Promise<string> {
    await indexNow(scene.db, scene.now(), COUNTY)
    await scene.warn([1], { severity: 'Severe' })
    const id = await tell({ hazard: 'boil', muddy: true, chainageM: 120 })
    await tell({ hazard: 'crack' }, 'S05')
    return id
  }
  /** A page that shows a hazard, in each look of a language. */
  async function expectGoodLooks(page: Page, name: string, words: string, looks: readonly LookAt[]): Promise<void> {
    await page.getByText(words, { exact: false }).first().waitFor()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName(name, look))).toEqual([])
    }
  }
  async function saysSo(page: Page, act: string, who: string): Promise<void> {
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill(who)
    await page.getByRole('option', { name: who }).first().click()
    await dialog.getByRole('button', { name: act, exact: true }).click()
  }

  describe('where its map is drawn', () => {
    const site = useSite(parts, { maps: true })

    test('reported by keyboard, it stands on the head of its page, in do next and on the map until another confirms', async () => {
      await indexNow(scene.db, scene.now(), COUNTY)
      const page = await site.open(place())
      await page.getByRole('button', { name: 'Tell what was seen' }).focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: 'hazard' }).press('Space')
      await dialog.getByRole('combobox', { name: 'Hazard' }).press('Enter')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expect.poll(() => dialog.getByRole('combobox', { name: 'Hazard' }).inputValue()).toBe('Sand boil')
      expect(await dialog.getByRole('radio', { name: 'water not told' }).isChecked()).toBe(true)
      await dialog.getByRole('radio', { name: 'muddy' }).press('Space')
      await dialog.getByLabel('At chainage').fill('K9+999')
      await dialog.getByText('This section goes from K0+000 to K0+500.').waitFor()
      expect(await dialog.getByRole('button', { name: 'Record it' }).isDisabled()).toBe(true)
      await dialog.getByLabel('At chainage').fill('K0+120')
      await dialog.getByRole('combobox', { name: 'Told by' }).fill('P1-4')
      await page.getByRole('option', { name: 'P1-4' }).waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await dialog.getByLabel('Note').press('Enter')
      await dialog.waitFor({ state: 'detached' })

      const head = page.getByRole('region', { name: 'Hazards' })
      await head.getByText('Sand boil, muddy, K0+120').waitFor()
      await head.getByText('nobody has treated it yet').waitFor()
      await head.getByRole('button', { name: 'Treated', exact: true }).click()
      await saysSo(page, 'Treated', 'P1-2')
      await head.getByText('treated by P1-2', { exact: false }).waitFor()

      await page.goto(`${new URL(page.url()).origin}/?map=${COUNTY_VIEW}`)
      await next(page).getByText('somebody else must confirm it', { exact: false }).waitFor()
      await page.getByText('1 hazard stands').waitFor()
      const legend = page.getByRole('region', { name: /^Legend$/ })
      await legend.getByRole('row', { name: 'Hazards' }).getByRole('cell', { name: '1' }).waitFor()
      scene.world.clock.forward(MINUTE)
      await next(page).getByRole('button', { name: 'Confirm' }).click()
      await saysSo(page, 'Confirm', 'P1-2')
      await page.getByText('Who treated it cannot confirm it.').waitFor()
      await saysSo(page, 'Confirm', 'P1-3')
      await next(page).waitFor({ state: 'detached' })
      await page.getByText('1 hazard stands').waitFor({ state: 'detached' })
      expect(site.complaints.filter((c) => !c.includes('409'))).toEqual([])
    })

    test.each([...BY_LOCALE])('the picture reads well, wide and narrow (%s)', async (locale, looks) => {
      await standing()
      const page = await site.open(`/?map=${COUNTY_VIEW}`, { locale })
      await expectGoodLooks(page, 'hazard-picture', locale === 'zh-CN' ? '管涌' : 'Sand boil', looks)
      expect(site.complaints).toEqual([])
    })
  })

  describe('on pages', () => {
    const site = useSite(parts)

    test('its page tells its course, and what was written there a moment ago is taken back', async () => {
      await indexNow(scene.db, scene.now(), COUNTY)
      const id = await tell({ hazard: 'boil', muddy: true, chainageM: 120 })
      const page = await site.open(`/subjects/record/${id}`)
      await page.getByRole('button', { name: 'A mistake' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why').fill('a spring that is always there')
      await saysSo(page, 'A mistake', 'P1-3')
      await page.getByText('a mistake, says P1-3', { exact: false }).waitFor()
      await page.getByRole('listitem').filter({ hasText: 'P1-3' }).getByRole('button', { name: 'Take back' }).click()
      await page.getByText('nobody has treated it yet').waitFor()
      expect(site.complaints).toEqual([])
    })

    test('a report near one that stands is asked about, and the answer makes it more of the same', async () => {
      await indexNow(scene.db, scene.now(), COUNTY)
      const id = await tell({ hazard: 'boil', chainageM: 120 })
      const page = await site.open(place(), { width: 390 })
      await page.getByRole('button', { name: 'Tell what was seen' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: 'hazard' }).click()
      await dialog.getByRole('combobox', { name: 'Hazard' }).click()
      await page.getByRole('option', { name: 'Sand boil' }).click()
      await dialog.getByRole('radio', { name: 'muddy', exact: true }).click()
      await dialog.getByRole('radio', { name: /^Sand boil, K0\+120/ }).click()
      await dialog.getByRole('combobox', { name: 'Told by' }).fill('P1-2')
      await page.getByRole('option', { name: 'P1-2' }).click()
      await dialog.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('Sand boil, muddy, K0+120').waitFor()
      expect(await scene.rows('hazard')).toMatchObject([{ id, muddy: true, state: 'found' }])
    })

    test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
      const id = await standing()
      const boil = locale === 'zh-CN' ? '管涌' : 'Sand boil'
      const list = locale === 'zh-CN' ? boil : 'sand boil'
      for (const [name, path, words] of [
        ['hazard-place', place(), boil],
        ['hazard-record', `/subjects/record/${id}`, boil],
        ['hazard-list', `/lists/hazards?district=${COUNTY}`, list],
      ] as const) {
        await expectGoodLooks(await site.open(path, { locale }), name, words, looks)
      }
      expect(site.complaints).toEqual([])
    })
  })
})

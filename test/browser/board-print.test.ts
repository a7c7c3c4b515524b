import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

/** How many sheets of paper a page becomes. */
async function sheetsOf(page: Page): Promise<number> {
  const file = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return file.match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

describe('what is printed', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  async function flood(): Promise<string> {
    await scene.warn([1, 2], { severity: 'Extreme' })
    const [first] = await scene.rows<{ id: string; campaign: string }>('proposal', "state = 'open'")
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, first?.id ?? '', true)
    await scene.pass(5 * MINUTE)
    const period = {
      campaign: first?.campaign ?? '',
      from: new Date(scene.now().getTime() - 30 * MINUTE).toISOString(),
      to: new Date(scene.now().getTime() + 450 * MINUTE).toISOString(),
    }
    return `?${new URLSearchParams({ ...period, node: COUNTY, unit: scene.id('UA') })}`
  }

  test('every form in both languages, on the screen and on paper', async () => {
    const asked = await flood()
    for (const [nth, form] of ['ics204', 'ics211', 'ics214', 'duties'].entries()) {
      const path = `/print/${form}${asked}`
      const ready = async (page: Page, locale: string) => {
        await page.getByText(locale === 'en-GB' ? /ready to print/ : /可以打印/).waitFor()
        const text = (await page.textContent('main')) ?? ''
        expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|dam-section|household-helper|section-patrol|undefined/)
      }
      expect(await lookAll(site.open, path, `print-${form}`, ready, nth)).toEqual([])
      const page = await site.open(path)
      await ready(page, 'en-GB')
      await page.emulateMedia({ media: 'print' })
      await shoot(page, `paper-${form}-en-light-1440`)
      expect(await page.getByRole('banner').first().isVisible()).toBe(false)
      expect(await page.getByText('Signature', { exact: true }).isVisible()).toBe(true)
      expect(site.complaints, form).toEqual([])
    }
  })

  test('sections share pages, dam by dam, and no sheet is blank', async () => {
    const asked = await flood()
    const log = await site.open(`/print/ics214${asked}`)
    await log.getByText(/ready to print/).waitFor()
    expect(await log.locator('tbody tr').count()).toBeLessThan(20)
    expect(await sheetsOf(log)).toBe(1)
    const page = await site.open(`/print/ics204${asked}`)
    await page.getByText(/ready to print/).waitFor()
    const sections = await page.locator('tbody th[scope=rowgroup][rowspan]').count()
    expect(sections).toBeGreaterThan(5)
    expect(await sheetsOf(page)).toBeLessThanOrEqual(Math.ceil(sections / 3))
    expect(await page.textContent('section[aria-label^="Assignment list"]')).toContain(`south dam ${sections} sections`)
  })

  test('what was called and done is told from the beginning of the campaign until now', async () => {
    await flood()
    await scene.pass(10 * HOUR)
    const page = await site.open(`/print/ics211?node=${COUNTY}`)
    await page.getByText(/ready to print/).waitFor()
    const lines = () => page.locator('tbody tr').count()
    expect(await lines()).toBe((await scene.rows('summons')).length)
    await page.getByRole('button', { name: '8 hours' }).click()
    await page.waitForURL(/from=/)
    await page.getByText(/ready to print/).waitFor()
  })

  test('the assignment list has a line to write on where nobody is', async () => {
    const page = await site.open(`/print/ics204${await flood()}`)
    await page
      .getByText(/nobody: \d+ missing/)
      .first()
      .waitFor()
    const sheet = (await page.textContent('section[aria-label^="Assignment list"]')) ?? ''
    for (const words of ['Flood', 'Level I', 'S01', '5. Assignments', 'Prepared by']) expect(sheet).toContain(words)
  })

  test('the duty list names a unit, found by its name, and its people', async () => {
    const page = await site.open(`/print/duties${await flood()}`)
    await page.getByRole('heading', { level: 2, name: 'Unit UA · Duty list' }).waitFor()
    expect(await page.textContent('main')).toContain('secretary')
  })

  test('a sheet of no campaign says what to do', async () => {
    const page = await site.open(`/print/ics204?node=${COUNTY}`)
    await page.getByText('No campaign is in force where you look.').waitFor()
    expect(await faultsOf(page)).toEqual([])
  })
})

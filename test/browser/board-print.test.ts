import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

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

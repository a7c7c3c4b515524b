import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/proposals.ts'
import { faultsOf, shoot, tooWide } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { useSite } from '../harness/site.ts'

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

  test('each form, in both languages, on a desk and on a phone, and as it is on paper', async () => {
    const query = await flood()
    for (const lang of ['en', 'zh'] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        const page = await site.open('/lists', { scheme, kept: { 'muster.lang': lang, 'muster.tour': 'seen' } })
        for (const form of ['ics204', 'ics211', 'ics214', 'duties']) {
          await page.goto(`${site.base}/print/${form}${query}`)
          await page.getByText(lang === 'en' ? /ready to print/ : /可以打印/).waitFor()
          for (const width of [1440, 390]) {
            await page.setViewportSize({ width, height: 900 })
            await shoot(page, `board-print-${form}-${lang}-${scheme}-${width}`)
            expect(await tooWide(page), `${form} at ${width}`).toBe(false)
            if ((lang === 'en') === (scheme === 'light'))
              expect(await faultsOf(page), `${form} at ${width}`).toEqual([])
          }
          const text = (await page.textContent('main')) ?? ''
          expect(text, form).not.toMatch(
            /[0-9a-f]{8}-[0-9a-f]{4}-|dam-section|household-helper|section-patrol|undefined/,
          )
          await page.setViewportSize({ width: 1123, height: 794 })
          await page.emulateMedia({ media: 'print' })
          await shoot(page, `board-paper-${form}-${lang}`)
          expect(await page.getByRole('banner').first().isVisible()).toBe(false)
          expect(await page.getByText(lang === 'en' ? 'Signature' : '签名', { exact: true }).isVisible()).toBe(true)
          await page.emulateMedia({ media: 'screen' })
        }
      }
    }
    expect(site.complaints).toEqual([])
  }, 600_000)

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

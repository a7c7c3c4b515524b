import { describe, expect, test } from 'vitest'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('how sure the board is', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }), { maps: true })

  test('stands in front, the worst kind of place first, in both languages and themes, wide and narrow', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const address = `/?node=${COUNTY}`
    const ready = async (page: Awaited<ReturnType<typeof site.open>>) => {
      await page.locator('[data-tour=next] li').first().waitFor()
    }
    expect(await lookAll(site.open, address, 'sure', ready, 2)).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('opens each number as exactly so many rows, and shows an answer at once', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const page = await site.open(`/?node=${COUNTY}`)
    const where = page.locator('[data-tour=where]')
    const sections = where.getByRole('region', { name: 'Dam section' })
    await sections.getByText('0 of 4').first().waitFor()
    // Four sections that nobody holds are not hidden by twenty households that somebody does.
    await where.getByText('0 %').first().waitFor()
    expect(await where.getByRole('region').first().getAttribute('aria-label')).toMatch(/dam section/i)
    await sections.getByRole('link', { name: '4 with nobody' }).click()
    await page.getByText('4 rows').waitFor()
    await page.goBack()
    const households = where.getByRole('region', { name: 'Household' })
    await households.getByText('20 of 20').waitFor()
    const asked = await scene.rows<{ person: string; duties: string[] }>('summons', `asked_as = 'holder'`)
    const [first] = asked
    if (!first) throw new Error('nobody was called')
    await scene.answer(scene.county.code(first.person), 'accepted')
    await households.getByText(`${first.duties.length} of 20`).waitFor()
    await households
      .getByRole('link', { name: `${20 - first.duties.length} not yet` })
      .first()
      .click()
    await page.getByText(`${20 - first.duties.length} rows`).waitFor()
  })
})

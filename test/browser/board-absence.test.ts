import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'

describe('an absence that is noted on the board', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))
  const absences = () => scene.rows<{ kind: string; ends: Date }>('absence')

  test('with what is given up, shows on the page and ends there', async () => {
    await scene.give('S01', 'responsible', 'P1-2')
    const page = await site.open(`/subjects/person/${scene.id('P1-2')}`)
    await page.getByText('Can be counted on at any time.').waitFor()
    await page.getByRole('button', { name: 'Note an absence' }).click()
    const dialog = page.getByRole('dialog', { name: 'Note an absence' })
    await dialog.getByText('What P1-2 answers for counts as held by nobody then', { exact: false }).waitFor()
    await dialog.getByRole('checkbox', { name: /^Give up the .*dut/ }).check()
    await dialog.getByRole('button', { name: 'Note it' }).click()
    await page.getByText('Noted: P1-2.', { exact: false }).waitFor()
    const part = page.getByRole('region', { name: 'Not to be counted on' })
    await part.getByText('until further notice').waitFor()
    await page
      .getByRole('region', { name: 'What this person answers for' })
      .getByText('S01')
      .waitFor({ state: 'detached' })
    expect(await absences()).toMatchObject([{ kind: 'away' }])

    await part.getByRole('button', { name: 'Back again' }).click()
    await page.getByRole('dialog', { name: 'Back again' }).getByRole('button', { name: 'Back again' }).click()
    await page.getByText('P1-2 is counted on again').waitFor()
    await part.getByText('Can be counted on at any time.').waitFor()
    expect(site.complaints).toEqual([])
  })

  test('that is over already is refused where it is asked, and then had otherwise', async () => {
    const page = await site.open(`/subjects/person/${scene.id('P1-2')}`, { locale: 'zh-CN' })
    await page.getByRole('button', { name: '登记请假' }).click()
    const dialog = page.getByRole('dialog', { name: '登记请假' })
    await dialog.getByLabel('至').fill('2019-01-01T00:00')
    await page.keyboard.press('Enter')
    await dialog.getByText('起止时间有误。', { exact: false }).waitFor()
    expect(await absences()).toEqual([])
    await dialog.getByLabel('至').fill('')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '销假' }).waitFor()
    expect(await absences()).toHaveLength(1)
  })

  test('of who answers for a place stands in what to do next, and ends with a stand-in or with who is back', async () => {
    for (const [place, person] of [
      ['S01', 'P1-4'],
      ['S02', 'P1-5'],
    ] as const) {
      await scene.give(place, 'responsible', person)
      const input = { person, kind: 'away' as const, ends: new Date(scene.now().getTime() + DAY) }
      await noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, input)
    }
    await scene.warn([1], { severity: 'Minor' })
    const page = await site.open('/')
    const row = (person: string) => page.locator('[data-tour=next] li', { hasText: `${person} is away until` })
    await row('P1-4').getByText('S01 is without them', { exact: false }).waitFor()
    await row('P1-4').getByRole('button', { name: 'Find a stand-in' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click()
    await row('P1-4').waitFor({ state: 'detached' })
    await row('P1-5').getByRole('button', { name: 'Back again' }).click()
    await page.getByRole('dialog', { name: 'Back again' }).getByRole('button', { name: 'Back again' }).click()
    await row('P1-5').waitFor({ state: 'detached' })
    const held = await scene.rows<{ subject: string }>('requirement', `role = 'responsible' and held = needed`)
    expect(held.map((r) => scene.county.code(r.subject)).sort()).toEqual(['S01', 'S02'])
    expect(site.complaints).toEqual([])
  })

  test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
    await scene.give('S01', 'responsible', 'P1-2')
    const zh = locale === 'zh-CN'
    const page = await site.open(`/subjects/person/${scene.id('P1-2')}`, { locale })
    const open = page.getByRole('button', { name: zh ? '登记请假' : 'Note an absence' })
    await open.click()
    const dialog = page.getByRole('dialog')
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('absence-ask', look))).toEqual([])
    }
    await dialog.getByRole('radio').last().check()
    await dialog.getByRole('button', { name: zh ? '登记' : 'Note it', exact: true }).click()
    await page.getByRole('button', { name: zh ? '销假' : 'Back again' }).waitFor()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('absence', look))).toEqual([])
    }
    expect(site.complaints).toEqual([])
  })
})

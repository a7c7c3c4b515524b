import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'

describe('what is done by hand', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  const first = (page: Page) => page.locator('[data-tour=next] li', { hasText: 'responsible person' }).first()
  const given = () =>
    scene.rows('duty', "campaign is not null and proposal is null and lane = 'actual' and ends > starts")
  /** Sections of village 1 want people, and everybody can be found by name. */
  async function sections() {
    await indexNow(scene.db, scene.now(), COUNTY)
    await scene.warn([1], { severity: 'Severe' })
  }

  test('a gap is given to the nearest, who is called; a double click gives it once, and it can be undone', async () => {
    await sections()
    const page = await site.open('/')
    const call = first(page).getByRole('button', { name: 'Call the nearest' })
    await call.click()
    const dialog = page.getByRole('dialog', { name: 'Call the nearest' })
    await dialog.getByText('each is given to the nearest who can; they are called.', { exact: false }).waitFor()
    await dialog.getByText('away', { exact: false }).first().waitFor()
    await dialog.getByRole('button', { name: 'Call', exact: true }).dblclick()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('given to', { exact: false }).waitFor()
    const now = (await given()).length
    expect(now).toBeGreaterThan(0)
    await scene.run()
    expect(scene.phones.heard.length).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Who was called for', { exact: false }).waitFor()
    expect(await given()).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('given to somebody by name, found as one types; the sentence says what will happen', async () => {
    await sections()
    const page = await site.open('/')
    await first(page).getByRole('button', { name: 'Show more' }).click()
    await page.getByRole('menuitem', { name: 'Give to somebody' }).click()
    const dialog = page.getByRole('dialog', { name: 'Give to somebody' })
    await dialog.getByRole('combobox').fill('P5-9')
    await page.getByRole('option', { name: 'P5-9' }).click()
    await dialog.getByText('P5-9 is given', { exact: false }).waitFor()
    await dialog.getByText('1 telephone rings at once: P5-9.').waitFor()
    await dialog
      .getByText(/: P5-9, .* away$/)
      .first()
      .waitFor()
    await shoot(page, 'acts-give-named')
    await page.keyboard.press('Enter')
    await page.getByText('given to P5-9', { exact: false }).waitFor()
    expect(
      (await scene.rows<{ holder: string }>('duty', 'campaign is not null and proposal is null')).map((d) =>
        scene.county.code(d.holder),
      ),
    ).toContain('P5-9')
  })

  test('split among several who are chosen: the sentence says how many each, and each has their share', async () => {
    await sections()
    const page = await site.open('/')
    await first(page).getByRole('button', { name: 'Show more' }).click()
    await page.getByRole('menuitem', { name: 'Split among several' }).click()
    const dialog = page.getByRole('dialog', { name: 'Split among several' })
    await dialog.getByText('Choose two or more', { exact: false }).waitFor()
    await dialog.getByRole('checkbox').nth(0).check()
    await dialog.getByLabel('Somebody else', { exact: false }).fill('P5-9')
    await page.getByRole('option', { name: 'P5-9' }).click()
    await dialog.getByText(/are split among 2 people, \d at most each/).waitFor()
    await shoot(page, 'acts-split')
    expect(await faultsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Give', exact: true }).click()
    await page.getByText('given to', { exact: false }).waitFor()
    const holders = (await scene.rows<{ holder: string }>('duty', 'campaign is not null and proposal is null')).map(
      (d) => scene.county.code(d.holder),
    )
    expect(new Set(holders).size).toBe(2)
    expect(holders).toContain('P5-9')
  })

  test('Esc gives it up, and the focus is back where it was', async () => {
    await sections()
    const page = await site.open('/')
    const call = first(page).getByRole('button', { name: 'Call the nearest' })
    await call.click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Call the nearest')
    expect(await given()).toEqual([])
  })

  test('what somebody else did meanwhile is refused row by row, in words', async () => {
    await sections()
    const page = await site.open('/', { locale: 'zh-CN' })
    const row = page.locator('[data-tour=next] li', { hasText: '责任人' }).first()
    await row.getByRole('button', { name: '呼叫最近者' }).click()
    await page.getByRole('dialog').getByText('距离', { exact: false }).first().waitFor()
    for (const s of ['S01', 'S02', 'S03', 'S04']) await scene.give(s, 'responsible', 'P1-5')
    await page.getByRole('dialog').getByRole('button', { name: '呼叫', exact: true }).click()
    await page.getByText('未办理任何一项').waitFor()
    const text = await page.getByRole('dialog').textContent()
    expect(text).toContain('此处已不缺人')
    expect(text).not.toMatch(/Nobody is missing|[0-9a-f]{8}-[0-9a-f]{4}/)
    await shoot(page, 'acts-refused-zh')
    expect(await faultsOf(page)).toEqual([])
  })

  test('a plan is made at once, gives nothing by itself, and is accepted from where it is told', async () => {
    await sections()
    const page = await site.open('/')
    await first(page).getByRole('button', { name: 'Plan' }).click()
    const dialog = page.getByRole('dialog', { name: 'Plan' })
    await dialog.getByText('Nobody is given anything before you accept it.', { exact: false }).waitFor()
    const before = (await scene.rows('duty', 'proposal is not null')).length
    await dialog.getByRole('button', { name: 'Accept' }).click()
    await page.getByText(/\d+ dut(y|ies) given/).waitFor()
    expect((await scene.rows('duty', 'proposal is not null')).length).toBeGreaterThan(before)
  })

  test('who holds what is late is called once more: whose telephones ring is said before, and who is not called, with the reason', async () => {
    for (let n = 1; n <= 20; n++)
      await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', n === 20 ? 'P1-6' : 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.answer('P1-6', 'accepted')
    await scene.pass(2 * HOUR + 5 * MINUTE)
    const rang = () => scene.phones.heard.filter((m) => m.address === '+86 P1-4').length
    const before = rang()
    const page = await site.open('/')
    await page.getByRole('button', { name: 'Call again' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Call again' })
    await dialog.getByText('are called once more, now.', { exact: false }).waitFor()
    await dialog.getByText('1 telephone rings at once: P1-4.').waitFor()
    await dialog.getByText('P1-6: This person has answered already', { exact: false }).waitFor()
    await shoot(page, 'acts-again')
    expect(await faultsOf(page)).toEqual([])
    expect(rang()).toBe(before)
    await dialog.getByRole('button', { name: 'Call again' }).click()
    await page.getByText('Called again: P1-4').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await scene.run()
    expect(rang()).toBe(before + 1)
  })

  test('a duty is given at a place, its holder replaced, and it is ended; each stays in the register with its reason', async () => {
    await indexNow(scene.db, scene.now(), COUNTY)
    const page = await site.open(`/subjects/place/${scene.id('H1-01')}`)
    await page.getByRole('button', { name: 'Give a duty' }).click()
    const give = page.getByRole('dialog', { name: 'Give a duty' })
    await give.getByPlaceholder('Name of a person or a unit').fill('P1-4')
    await page.getByRole('option', { name: 'P1-4' }).click()
    await give.getByText('P1-4 answers for', { exact: false }).waitFor()
    await give.getByRole('button', { name: 'Give' }).click()
    await page.getByRole('link', { name: 'P1-4' }).first().waitFor()

    const more = page.getByRole('button', { name: 'What may be done about', exact: false })
    await more.click()
    await page.getByRole('menuitem', { name: 'Give to another' }).click()
    const replace = page.getByRole('dialog', { name: 'Replace' })
    await replace.getByRole('combobox').fill('P1-7')
    await page.getByRole('option', { name: 'P1-7' }).click()
    await replace.getByLabel('Why').fill('ill')
    await replace.getByRole('button', { name: 'Replace' }).click()
    await page.getByRole('link', { name: 'P1-7' }).first().waitFor()

    await more.click()
    await page.getByRole('menuitem', { name: 'End the duty' }).click()
    await page.getByRole('dialog').getByLabel('Why').fill('moved away')
    await page.keyboard.press('Enter')
    await page.getByText('P1-7: duty ended').waitFor()
    const ended = await scene.rows<{ end_reason: string }>('duty', `subject = '${scene.id('H1-01')}'`)
    expect(ended.map((d) => d.end_reason).sort()).toEqual(['ill', 'moved away'])
  })

  test('what is told by telephone is written down for whoever told it', async () => {
    await indexNow(scene.db, scene.now(), COUNTY)
    const page = await site.open(`/subjects/place/${scene.id('S01')}`)
    await page.getByRole('button', { name: 'Tell what was seen' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'hazard' }).click()
    await dialog.getByRole('combobox', { name: 'Hazard' }).click()
    await page.getByRole('option', { name: 'Sand boil' }).click()
    await dialog.getByRole('radio', { name: 'muddy' }).click()
    await dialog.getByLabel('At chainage').fill('K0+2')
    await dialog.getByText('Write it as K12+500.').waitFor()
    await dialog.getByLabel('At chainage').fill('K0+200')
    await dialog.getByRole('combobox', { name: 'Told by' }).fill('P1-4')
    await page.getByRole('option', { name: 'P1-4' }).click()
    await dialog.getByRole('button', { name: 'Record it' }).click()
    await page.getByText('Recorded', { exact: true }).waitFor()
    expect(await scene.rows('record')).toMatchObject([
      { kind: 'hazard', told_by: scene.id('P1-4'), body: { hazard: 'boil', muddy: true, chainageM: 200 } },
    ])
  })

  test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
    await sections()
    const page = await site.open('/', { locale })
    const zh = locale === 'zh-CN'
    await page
      .getByRole('button', { name: zh ? '呼叫最近者' : 'Call the nearest' })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByText(zh ? '距离' : 'away', { exact: false })
      .first()
      .waitFor()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('acts-call', look))).toEqual([])
    }
    expect(site.complaints).toEqual([])
  })
})

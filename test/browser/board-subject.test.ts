import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { refTo, useScene } from '../harness/scene.ts'
import { lookAll, PATIENCE_MS, useSite } from '../harness/site.ts'

describe('pages with a subject', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  const idOf = async (table: string, where = 'true') => (await scene.rows<{ id: string }>(table, where))[0]?.id ?? ''

  /**
   * A flood: what was planned first is accepted, some answered, whoever was to look after a section cannot, so that there is
   * a plan again; one found a boil at a section, which is returned.
   */
  async function flood(): Promise<string> {
    await scene.warn([1, 2, 4], { severity: 'Extreme' })
    const [first] = await scene.rows<{ id: string }>('proposal', "state = 'open'")
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, first?.id ?? '', true)
    await scene.run()
    await scene.pass(2 * MINUTE)
    const called = (await scene.rows<{ person: string }>('summons')).map((s) => scene.county.code(s.person))
    const [technician] = await scene.rows<{ holder: string }>('duty', "role = 'technical'")
    const cannot = scene.county.code(technician?.holder ?? '')
    const kinds = ['accepted', 'arrived', 'acknowledged', 'declined', null] as const
    for (const [i, person] of [...new Set(called)].entries()) {
      const kind = person === cannot ? 'declined' : kinds[i % 5]
      if (kind) await scene.answer(person, kind)
    }
    await scene.pass(10 * MINUTE)
    // A village more is warned, for which the plan is still open: somebody finds a boil where nobody answers yet.
    await scene.warn([5], { identifier: 'W-2', severity: 'Extreme' })
    const [gap] = await scene.rows<{ subject: string }>(
      'requirement',
      `rule like 'section-%' and held = 0 and gap_since <= '${scene.now().toISOString()}'`,
    )
    const section = gap?.subject ?? ''
    const told = { kind: 'hazard', subject: section, toldBy: scene.id('P1-4'), occurredAt: scene.now() }
    const body = { hazard: 'boil', muddy: true, chainageM: 720 }
    const record = { ...told, id: newId(scene.now()), body, at: [116.61, 29.002] as [number, number] }
    await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [record], afterRecords)
    return section
  }

  const PAGES: [kind: string, id: (section: string) => Promise<string> | string][] = [
    ['place', (section) => section],
    ['unit', () => scene.id('U1')],
    ['person', () => scene.id('P1-1')],
    ['area', () => TOWNSHIP.A],
    ['campaign', () => idOf('campaign')],
    ['warning', () => idOf('warning')],
    ['callout', () => idOf('callout')],
    ['record', () => idOf('record', "kind = 'hazard'")],
    ['proposal', () => idOf('proposal', "state = 'open'")],
  ]

  test('of every kind, in both languages and themes, on a desk and on a phone', async () => {
    const section = await flood()
    const ready = async (page: Page, locale: string) => {
      await page
        .getByRole('heading', { level: 2, exact: true, name: locale === 'en-GB' ? 'What happened' : '经过' })
        .waitFor()
      await expect.poll(() => page.locator('.mantine-Loader-root').count(), { timeout: PATIENCE_MS }).toBe(0)
      const text = (await page.textContent('main')) ?? ''
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|dam-section|household-helper|section-patrol|undefined/)
      if (locale === 'zh-CN') expect(text).not.toMatch(/\b(patrol|helper|called|boil|muddy|accepted|by|since)\b/)
    }
    for (const [nth, [kind, id]] of PAGES.entries()) {
      const path = `/subjects/${kind}/${await id(section)}`
      expect(await lookAll(site.open, path, `subject-${kind}`, ready, nth)).toEqual([])
      expect(site.complaints, kind).toEqual([])
    }
  })

  test('a section tells who answers, what is missing with the act that ends it, and what happened', async () => {
    const section = await flood()
    const page = await site.open(`/subjects/place/${section}`)
    await page.getByText('Reported: hazard').waitFor()
    for (const words of ['nobody on it', 'Who answers for it', 'Sand boil', 'Muddy: yes', 'K0+720', 'dam section'])
      await expect.poll(() => page.textContent('main'), { timeout: PATIENCE_MS }).toContain(words)
    await page.getByRole('button', { name: 'Call the nearest' }).first().click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('navigation', { name: 'Areas above it' }).getByRole('link').last().click()
    await page.waitForURL(/subjects\/area/)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: scene.county.code(section) }).waitFor()
  })

  test('history is narrowed by kind, as the address says', async () => {
    const section = await flood()
    const page = await site.open(`/subjects/place/${section}`)
    const history = page.getByRole('region', { name: 'What happened' })
    await history.getByText('Required', { exact: true }).first().waitFor()
    await history.getByText('Reports', { exact: true }).click()
    await page.waitForURL(/kinds=record/)
    await history.getByText('Required', { exact: true }).first().waitFor({ state: 'hidden' })
    expect(await history.textContent()).toContain('Reported: hazard')
  })

  test('as it stood then, nothing may be done', async () => {
    const before = scene.now()
    await scene.pass(MINUTE)
    await flood()
    const page = await site.open(`/subjects/place/${scene.id('S02')}?at=${before.toISOString()}`)
    await page.getByText('Nobody answered for it then.').waitFor()
    expect(await page.getByRole('button', { name: 'Give a duty' }).count()).toBe(0)
    expect(await page.textContent('main')).toContain('Nothing was missing then.')
  })

  test('a call-out shows its curve, also as a table, and calls chosen people again', async () => {
    await flood()
    const page = await site.open(`/subjects/callout/${await idOf('callout')}`)
    await page.getByRole('img', { name: /How answers came in/ }).waitFor()
    await page.getByText('As a table').click()
    await page.getByRole('cell', { name: /%/ }).first().waitFor()
    await page
      .getByRole('checkbox', { name: /^Choose P/ })
      .first()
      .check()
    await page.getByText('1 chosen').waitFor()
    await page.getByRole('button', { name: 'Call again' }).last().click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Can’t come', { exact: true }).last().click()
    await page.waitForURL(/who=declined/)
  })

  test('who said no and was stood down since is found among those who said no, as many as the headline says', async () => {
    await flood()
    const sent = (await scene.rows<{ sent: Date }>('warning', "identifier = 'W-1'"))[0]?.sent as Date
    await scene.warn([], { identifier: 'W-3', msgType: 'Cancel', references: refTo('W-1', sent) })
    await scene.pass(MINUTE)
    const callout = await idOf('callout')
    const no = `callout = '${callout}' and declined_at is not null and accepted_at is null`
    const [said] = await scene.rows<{ person: string }>('summons', no)
    await scene.db.write(
      scene.now(),
      (tx) => tx`update summons set stood_down_at = ${scene.now()} where person = ${said?.person ?? ''}`,
    )
    const page = await site.open(`/subjects/callout/${callout}?who=declined`)
    const rows = page.locator('tbody tr', { hasText: 'can’t come' })
    await rows.filter({ hasText: 'stood down' }).first().waitFor()
    const headline = page.locator('dl > div', { hasText: /can’t come/i }).locator('dd')
    expect((await headline.first().textContent())?.trim()).toBe(String(await rows.count()))
    const ready = (p: Page, locale: string) =>
      p
        .getByText(locale === 'zh-CN' ? '已解除' : 'stood down')
        .last()
        .waitFor()
    const path = `/subjects/callout/${callout}?who=declined`
    expect(await lookAll(site.open, path, 'callout-stood-down', ready, 0)).toEqual([])
  })

  test('a plan is read line by line, with what each would carry, and accepted in part', async () => {
    await flood()
    const page = await site.open(`/subjects/proposal/${await idOf('proposal', "state = 'open'")}`)
    await page.getByRole('columnheader', { name: 'Carries then' }).waitFor()
    await page
      .getByRole('checkbox', { name: /^Choose S/ })
      .first()
      .check()
    await page.getByRole('button', { name: 'Accept the chosen' }).click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Accept all' }).waitFor()
    await page.getByRole('button', { name: 'Refuse' }).waitFor()
  })

  test('a line of a plan tells why, and is planned again without it or round what is kept', async () => {
    await flood()
    await indexNow(scene.db, scene.now(), COUNTY)
    const before = await idOf('proposal', "state = 'open'")
    const page = await site.open(`/subjects/proposal/${before}`)
    await page.getByRole('table', { name: 'How many duties each person is given by this plan' }).waitFor()
    const ask = page.getByRole('button', { name: /^Why\?/ }).first()
    await ask.click()
    const why = page.getByRole('region', { name: /^Why .+ for .+\?$/ })
    await why.getByText('All ways together', { exact: false }).waitFor()
    const told = (await why.textContent()) ?? ''
    for (const words of ['lives', 'that are allowed', 'could not']) expect(told).toContain(words)
    expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    await why.getByRole('combobox', { name: 'What if somebody else had it?' }).fill('P6-1')
    await page.getByRole('option', { name: /^P6-1/ }).click()
    await why.getByText(/^P6-1 lives .+ away\.$/).waitFor()
    await why.getByRole('button', { name: 'Close' }).focus()
    await page.keyboard.press('Escape')
    await why.waitFor({ state: 'hidden' })
    await expect.poll(() => ask.evaluate((button) => button.matches(':focus'))).toBe(true)
    await ask.click()
    await why.getByRole('button', { name: 'Not this one' }).click()
    await page.waitForURL((url) => !url.pathname.includes(before))
    await page.getByText('Planned again', { exact: false }).waitFor()
    const second = await idOf('proposal', "state = 'open' and by_hand")
    await page
      .getByRole('checkbox', { name: /^Choose S/ })
      .first()
      .check()
    await page.getByRole('button', { name: 'Keep these and plan the rest again' }).click()
    await page.waitForURL((url) => !url.pathname.includes(second))
    const phone = await site.open(`/subjects/proposal/${await idOf('proposal', "state = 'open' and by_hand")}`, {
      width: 360,
    })
    await phone
      .getByRole('button', { name: /^Why\?/ })
      .first()
      .click()
    await phone.getByText('All ways together', { exact: false }).first().waitFor()
    expect(await phone.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(360)
  })

  test('an address of nothing says so', async () => {
    const page = await site.open(`/subjects/person/${newId(scene.now())}`)
    await page.getByRole('alert').waitFor()
    expect(await page.textContent('main')).toContain('Search by name.')
  })
})

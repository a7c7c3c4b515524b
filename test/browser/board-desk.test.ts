import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { faultsOf, shoot } from '../harness/browser.ts'
import { useScene } from '../harness/scene.ts'
import { LOOKS, lookName, lookOver, useSite } from '../harness/site.ts'

describe('a desk that telephones', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  /** All households of village 1 are P1-4's and P1-5's, who were called and say nothing. */
  async function silent(): Promise<string> {
    for (let n = 1; n <= 20; n++)
      await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', n <= 10 ? 'P1-4' : 'P1-5')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(6 * MINUTE)
    const [callout] = await scene.rows<{ id: string }>('callout')
    return (callout as { id: string }).id
  }
  const summonsOf = async (code: string) =>
    (
      await scene.rows<{ acknowledged_at: Date | null; accepted_at: Date | null; decline_reason: string | null }>(
        'summons',
        `person = '${scene.id(code)}'`,
      )
    )[0]
  const row = (page: Page) => page.locator('[data-tour=next] li', { hasText: 'Called, not heard of' }).first()

  test('who was called and not heard of is work in Do next: the number is dialled, what is said is written down and taken back', async () => {
    await silent()
    const page = await site.open('/')
    await row(page).getByRole('button', { name: 'Telephone them (2)' }).click()
    const said = row(page).getByRole('group', { name: 'What P1-4 said' })
    expect(await said.getByRole('link', { name: 'Telephone P1-4' }).getAttribute('href')).toMatch(/^tel:/)
    await said.getByRole('button', { name: 'Coming', exact: true }).click()
    await said.waitFor({ state: 'detached' })
    expect((await summonsOf('P1-4'))?.accepted_at).not.toBeNull()
    await page.getByRole('button', { name: 'Take back: P1-4, Coming' }).click()
    await row(page)
      .getByRole('button', { name: /Telephone them|Close/ })
      .waitFor()
    await said.waitFor()
    expect((await summonsOf('P1-4'))?.accepted_at).toBeNull()
    expect(await scene.rows('audit', "act = 'contact.read'")).toHaveLength(1)
    expect(site.complaints).toEqual([])
  })

  test('by keys: H writes down that it was heard; N asks why not', async () => {
    await silent()
    const page = await site.open('/')
    await row(page).getByRole('button', { name: 'Telephone them (2)' }).click()
    await row(page).getByRole('group', { name: 'What P1-5 said' }).getByRole('link').focus()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Write down what was said' })
    await dialog.getByText('ill or hurt').click()
    await shoot(page, 'desk-write')
    expect(await faultsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Write down', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await summonsOf('P1-5'))?.decline_reason).toBe('ill or hurt')
    await row(page).getByRole('group', { name: 'What P1-4 said' }).getByRole('link').focus()
    await page.keyboard.press('h')
    await row(page).waitFor({ state: 'detached' })
    expect((await summonsOf('P1-4'))?.acknowledged_at).not.toBeNull()
    expect(site.complaints).toEqual([])
  })

  test('a call-out is stopped: it says before how many people that is and how many are told', async () => {
    const callout = await silent()
    const page = await site.open(`/subjects/callout/${callout}`)
    await page.getByRole('button', { name: 'Stop the call-out' }).click()
    const dialog = page.getByRole('dialog', { name: 'Stop the call-out' })
    await dialog.getByText('2 people who have not answered are waited for no longer', { exact: false }).waitFor()
    await dialog.getByText('2 telephones ring or get a text').waitFor()
    await dialog.getByRole('textbox').fill('called by mistake')
    await shoot(page, 'desk-stop')
    expect(await faultsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Stop calling' }).click()
    await dialog.waitFor({ state: 'detached' })
    const [row] = await scene.rows<{ stop_reason: string }>('callout')
    expect(row?.stop_reason).toBe('called by mistake')
    expect(site.complaints).toEqual([])
  })

  test.each(LOOKS.map((look) => [lookName('', look), look] as const))(
    'it can be read: Do next opened, and the list of who was called (%s)',
    async (_, look) => {
      const callout = await silent()
      const wrong: string[] = []
      const page = await site.open('/', look)
      const said = page.getByRole('group', { name: look.locale === 'zh-CN' ? 'P1-4的答复' : 'What P1-4 said' })
      await page.getByRole('button', { name: look.locale === 'zh-CN' ? /打电话/ : /Telephone them/ }).click()
      await said.getByRole('link').waitFor()
      wrong.push(...(await lookOver(page, lookName('desk-next', look))))
      await page.goto(`${site.base}/subjects/callout/${callout}`)
      await said.getByRole('link').waitFor()
      await said.scrollIntoViewIfNeeded()
      wrong.push(...(await lookOver(page, lookName('desk-callout', look))))
      expect(wrong).toEqual([])
      expect(site.complaints).toEqual([])
    },
  )
})

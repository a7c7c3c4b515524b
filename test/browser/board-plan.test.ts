import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { COUNTY } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('a plan that waits', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  /** The dams of two villages are asked for at level II, and the plan for them waits. */
  async function offer(): Promise<string> {
    await scene.warn([1, 2], { severity: 'Severe' })
    await indexNow(scene.db, scene.now(), COUNTY)
    const [open] = await scene.rows<{ id: string }>('proposal', "state = 'open'")
    return open?.id ?? ''
  }

  test('is judged before and after, narrowed to one kind, and accepted in part', async () => {
    const id = await offer()
    const page = await site.open('/')
    const row = page.getByRole('listitem').filter({ hasText: 'A plan waits for your yes' })
    await row.getByText(/south dam K0–K\d.*, Level II, \d\d:\d\d/).waitFor()
    await row.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('heading', { level: 1, name: /^south dam K0–K\d.*, Level II/ }).waitFor()
    const effect = page.getByRole('table', { name: 'Before and after' })
    await effect.getByRole('columnheader', { name: 'nobody on it' }).waitFor()
    await effect
      .getByRole('img', { name: /before, 0 after$/ })
      .first()
      .waitFor()

    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('menuitem', { name: 'Requirement' }).click()
    await page.getByRole('checkbox', { name: 'A technical person for each dam section' }).check()
    await page.keyboard.press('Escape')
    const accept = page.getByRole('button', { name: /^Accept these \d+$/ })
    await accept.waitFor()
    const n = Number((await accept.textContent())?.replace(/\D/g, ''))
    await accept.click()
    const dialog = page.getByRole('dialog', { name: 'Accept the plan' })
    await dialog
      .getByText(/telephones? rings? at once/)
      .first()
      .waitFor()
    await dialog.getByText('The other lines wait on.', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Accept', exact: true }).click()
    await page.getByText(`${n} duties given`, { exact: false }).waitFor()
    await page.getByRole('heading', { name: 'Decided before' }).waitFor()
    expect(await scene.rows('duty', "role = 'technical'")).toHaveLength(n)
    expect(await scene.rows('proposal', `id = '${id}' and state = 'open'`)).toHaveLength(1)
  })

  test('gives a line to somebody else, who is chosen beside why it is as it is', async () => {
    const id = await offer()
    const page = await site.open(`/subjects/proposal/${id}?rule=section-responsible`)
    await page
      .getByRole('link', { name: /^Telephone / })
      .first()
      .waitFor()
    const ask = page.getByRole('button', { name: /^Why\?/ }).first()
    await ask.click()
    const others = page.getByRole('region', { name: 'Somebody else instead' })
    const choose = others.getByRole('button', { name: /^Choose / }).first()
    const name = ((await choose.textContent()) ?? '').replace('Choose ', '')
    await choose.click()
    await page.getByText(`${name} has it in the plan now`).waitFor()
    const lines = await scene.rows('proposal_line', `rule = 'section-responsible' and holder = '${scene.id(name)}'`)
    expect(lines).toHaveLength(1)
  })

  test('looks as it should', async () => {
    const id = await offer()
    const why = (page: Page) => page.getByRole('button', { name: /^(Why\?|为何？)/ }).first()
    const path = `/subjects/proposal/${id}`
    expect(await lookAll(site.open, path, 'plan', (page) => why(page).waitFor(), 2)).toEqual([])
    // Narrowed to one rule, with the reasons of a line; and what accepting those lines would do.
    const asked = async (page: Page) => {
      await why(page).click()
      await page
        .getByRole('button', { name: /^(Choose|选)/ })
        .first()
        .waitFor()
      await page.getByRole('button', { name: /^(Accept these|采纳这)/ }).scrollIntoViewIfNeeded()
    }
    const narrowed = `${path}?rule=section-responsible`
    expect(await lookAll(site.open, narrowed, 'plan-lines', asked, 0)).toEqual([])
    const accepting = async (page: Page) => {
      await page.getByRole('button', { name: /^(Accept these|采纳这)/ }).click()
      await page.getByRole('dialog').getByRole('table').waitFor()
    }
    expect(await lookAll(site.open, narrowed, 'plan-accept', accepting, 1)).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('playbooks', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  test('are read as sentences, level by level, in both languages and themes, wide and narrow', async () => {
    const list = (page: Page, locale: string) =>
      page.getByRole('link', { name: locale === 'zh-CN' ? '防汛抗洪' : 'Flood' }).waitFor()
    expect(await lookAll(site.open, '/playbooks', 'playbooks', list, 0)).toEqual([])
    const rules = (page: Page) => page.locator('article').first().waitFor()
    expect(await lookAll(site.open, '/playbooks/flood', 'playbook', rules, 1)).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('say of a lower level what is not asked for yet, and show their file', async () => {
    const page = await site.open('/playbooks/flood')
    await page.locator('article').first().waitFor()
    expect(await page.getByText('Not asked for at this level', { exact: false }).count()).toBe(0)
    await page.getByText('Level IV', { exact: true }).click()
    await page.getByText('Not asked for at this level', { exact: false }).first().waitFor()
    await page.getByRole('tab', { name: 'The file itself' }).click()
    await page.getByText('playbook: flood', { exact: false }).first().waitFor()
  })

  test('that were edited are checked: faults by line, or the sentences', async () => {
    const page = await site.open('/playbooks')
    const box = page.getByRole('textbox', { name: 'Check an edited one' })
    await box.fill(floodText().replace('levels:', 'levles:'))
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page
      .getByText(/Line \d+/)
      .first()
      .waitFor()
    await box.fill(floodText())
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText('No faults.', { exact: false }).waitFor()
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { endWarning } from '../../src/domain/warnings/actions.ts'
import { faultsOf } from '../harness/browser.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

describe('what was done lately', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  async function endedByMistake(): Promise<void> {
    await flood(scene)
    await endWarning(scene.db, scene.now(), CONSOLE, 'W-1', 'the wrong row')
    await scene.run()
    scene.world.clock.forward(2 * MINUTE)
  }
  const focused = (page: Page) => page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""')
  const button = (page: Page) => page.getByRole('button', { name: /^Done lately|^最近操作/ })
  const tray = (page: Page) => page.getByRole('dialog', { name: /^Done lately|^最近操作/ })
  /** One page is looked at in several looks: what is open stays open. */
  const opened = async (page: Page) => {
    if (!(await tray(page).isVisible())) await button(page).click()
    await tray(page).getByRole('listitem').first().waitFor()
  }

  test('the end of a warning is undone from the tray: it says how much comes back, and then that it has', async () => {
    await endedByMistake()
    const page = await site.open(`/?node=${COUNTY}`)
    await page.getByRole('button', { name: /Done lately: \d+ acts? may be undone/ }).click()
    const ended = tray(page).getByRole('listitem').filter({ hasText: 'Warning ended by hand' })
    await ended.getByText('Why: the wrong row').waitFor()
    await ended.getByText('8 minutes left').waitFor()
    await ended.getByRole('button', { name: /^Undo: Warning ended by hand/ }).click()
    const question = page.getByRole('dialog', { name: /^Undo: Warning ended by hand/ })
    await question.getByText(/duties are given again to those who had them/).waitFor()
    await question.getByText('All of it will be as it was.').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await question.getByRole('button', { name: 'Undo', exact: true }).click()
    await question.waitFor({ state: 'detached' })
    await scene.run()
    await button(page).click()
    await ended.getByText('Undone', { exact: true }).waitFor()
    await ended.getByText(/people are told/).waitFor()
    expect((await scene.board()).total.required).toBeGreaterThan(0)
    expect(site.complaints).toEqual([])
  })

  test('by keyboard: the tray opens and closes where one was, and a question gives the focus back', async () => {
    await endedByMistake()
    const page = await site.open(`/?node=${COUNTY}`)
    await button(page).focus()
    await page.keyboard.press('Enter')
    await tray(page).waitFor()
    await page.keyboard.press('Escape')
    await tray(page).waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toMatch(/^Done lately/)
    await page.keyboard.press('Enter')
    await tray(page)
      .getByRole('button', { name: /^Undo: Warning ended by hand/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: /^Undo:/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toMatch(/^Done lately/)
  })

  test('reads well in both languages and themes, at a desk and on a phone; empty, past, and before a warning is ended', async () => {
    const empty = async (page: Page) => {
      if (!(await tray(page).isVisible())) await button(page).click()
      await tray(page)
        .getByText(/Nothing was done by hand|没有人工操作/)
        .waitFor()
    }
    expect(await lookAll(site.open, `/?node=${COUNTY}`, 'lately-empty', empty, 0)).toEqual([])
    await flood(scene)
    const before = scene.now()
    const [warning] = await scene.rows<{ id: string }>('warning')
    const ending = async (page: Page) => {
      if (await page.getByRole('dialog').isVisible()) return
      await page
        .getByRole('button', { name: /^End the warning|^End|^结束/ })
        .first()
        .click()
      await page
        .getByRole('dialog')
        .getByText(/What the register holds otherwise stays|名册中原有职责不变/)
        .waitFor()
    }
    expect(await lookAll(site.open, `/subjects/warning/${warning?.id}`, 'lately-ending', ending, 1)).toEqual([])
    await endWarning(scene.db, scene.now(), CONSOLE, 'W-1', 'the wrong row')
    await scene.run()
    scene.world.clock.forward(2 * MINUTE)
    expect(await lookAll(site.open, `/?node=${COUNTY}`, 'lately', opened, 2)).toEqual([])
    const asked = async (page: Page) => {
      if (await page.getByRole('dialog', { name: /^Undo: |^撤销：/ }).isVisible()) return
      await opened(page)
      await tray(page)
        .getByRole('button', { name: /^Undo: |^撤销：/ })
        .first()
        .click()
      await page
        .getByRole('dialog')
        .getByText(/All of it will be as it was|可全部恢复原状/)
        .waitFor()
    }
    expect(await lookAll(site.open, `/?node=${COUNTY}`, 'lately-undo', asked, 3)).toEqual([])
    const past = `/?node=${COUNTY}&at=${encodeURIComponent(before.toISOString())}`
    expect(await lookAll(site.open, past, 'lately-past', opened, 0)).toEqual([])
    expect(site.complaints).toEqual([])
  })
})

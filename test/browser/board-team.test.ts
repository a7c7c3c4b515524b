import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { formTeam } from '../../src/domain/teams/actions.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { indexNow } from '../harness/index-names.ts'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'

describe('a team that is formed on the board', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  /** Everybody can be found by name, and some can handle boats or are of use with the sick. */
  async function skilled() {
    await indexNow(scene.db, scene.now(), COUNTY)
    await scene.db.write(scene.now(), async (tx) => {
      await tx`update person set skills = '{boat}' where code in ('P1-5', 'P2-6', 'P4-7')`
      await tx`update person set skills = '{boat,medical}' where code in ('P4-4', 'P5-5')`
    })
  }
  const teams = () => scene.rows<{ id: string; name: string; kind: string }>('unit', "kind like '%-team'")
  const sent = async (unit: string) =>
    (await scene.rows<{ person: string }>('membership', `unit = '${unit}'`))
      .map(({ person }) => scene.county.code(person))
      .sort()

  async function ask(page: Page, size: string) {
    await page.getByRole('button', { name: 'Form a team' }).click()
    const dialog = page.getByRole('dialog', { name: 'Form a team' })
    await dialog.getByLabel('People, the leader among them').fill(size)
    return dialog
  }

  test('is found for a place, had otherwise, and formed; its page shows it, and dissolves it', async () => {
    await skilled()
    const page = await site.open(`/subjects/place/${scene.id('S01')}`)
    const dialog = await ask(page, '4')
    await dialog.getByPlaceholder('Add a skill').click()
    await page.getByRole('option', { name: 'boats · 5 people have it' }).click()
    await dialog.getByLabel('How many with boats').fill('2')
    await page.keyboard.press('Enter')
    const team = dialog.getByRole('region', { name: 'The team' })
    await team.getByText('for boats').first().waitFor()
    await dialog
      .getByText('Their branches send 4 people to S01, from now until it is dissolved', { exact: false })
      .waitFor()
    await dialog.getByText('P1-1 answers for it', { exact: false }).waitFor()
    await team.getByText('boats: P', { exact: false }).waitFor()

    await team.getByRole('button', { name: 'Not P1-1' }).click()
    await dialog.getByText('P1-2 answers for it', { exact: false }).waitFor()
    await team.getByLabel('Somebody who is to come').fill('P6-9')
    await page.getByRole('option', { name: 'P6-9' }).click()
    await team.getByText('because you say so').waitFor()
    expect(await teams()).toEqual([])
    await dialog.getByRole('button', { name: 'Form the team' }).click()
    await page.getByRole('heading', { name: 'Emergency team, S01' }).waitFor()
    const [formed] = await teams()
    expect(formed).toMatchObject({ name: 'Emergency team, S01', kind: 'emergency-team' })
    expect(await sent(formed?.id ?? '')).toEqual(['P1-2', 'P1-5', expect.any(String), 'P6-9'])
    await page.getByText('leader', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Dissolve the team' }).click()
    await page.getByRole('dialog').getByLabel('Why').fill('the water has fallen')
    await page.keyboard.press('Enter')
    await page.getByText('Emergency team, S01 is dissolved').waitFor()
    await page.getByRole('button', { name: 'Dissolve the team' }).waitFor({ state: 'detached' })
    expect(site.complaints).toEqual([])
  })

  test('says what is short, lets one who was refused come again, and is asked otherwise', async () => {
    await skilled()
    const page = await site.open(`/subjects/area/${villageCode(1)}`, { locale: 'zh-CN' })
    await page.getByRole('button', { name: '组建工作队' }).click()
    const dialog = page.getByRole('dialog', { name: '组建工作队' })
    await dialog.getByPlaceholder('添加技能').click()
    await page.getByRole('option', { name: '医疗 · 有2人' }).click()
    await dialog.getByLabel('具备医疗的人数').fill('3')
    await dialog.getByRole('button', { name: '查找人选' }).click()
    await dialog.getByText('需要具备技能“医疗”的3人', { exact: false }).waitFor()
    expect(await dialog.textContent()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|medical/)
    expect(await lookOver(page, 'team-refused-zh')).toEqual([])
    await dialog.getByRole('button', { name: '修改要求' }).click()
    await dialog.getByLabel('具备医疗的人数').fill('2')
    await dialog.getByRole('button', { name: '查找人选' }).click()
    await dialog.getByRole('button', { name: '换下P5-5' }).click()
    await dialog.getByText('需要具备技能“医疗”的2人', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: '允许P5-5参加' }).click()
    await dialog.getByRole('button', { name: '换下P5-5' }).waitFor()
  })

  test('with somebody whom another was quicker to send is refused, and found anew', async () => {
    await skilled()
    const page = await site.open(`/subjects/unit/${scene.id('U1')}`)
    const dialog = await ask(page, '3')
    await dialog.getByRole('button', { name: 'Find the people' }).click()
    await dialog.getByText('as a team under Unit U1', { exact: false }).waitFor()
    await formTeam(scene.db, scene.now(), CONSOLE, COUNTY, {
      site: { place: 'S01' },
      kind: 'stationed-team',
      name: 'Quicker',
      leader: scene.id('P1-6'),
      members: [],
    })
    await dialog.getByRole('button', { name: 'Form the team' }).click()
    await dialog.getByText('P1-6 is in another team at that time: Quicker.').waitFor()
    await dialog.getByRole('button', { name: 'Find others' }).click()
    await dialog.getByRole('button', { name: 'Not P1-6' }).waitFor({ state: 'detached' })
    await dialog.getByText('answers for it', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Form the team' }).click()
    await page.getByRole('heading', { name: 'Emergency team', exact: false }).waitFor()
    expect(await teams()).toHaveLength(2)
  })

  test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
    await skilled()
    const zh = locale === 'zh-CN'
    const page = await site.open(`/subjects/place/${scene.id('S01')}`, { locale })
    await page.getByRole('button', { name: zh ? '组建工作队' : 'Form a team' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByPlaceholder(zh ? '添加技能' : 'Add a skill').click()
    await page.getByRole('option', { name: zh ? '驾船' : 'boats' }).click()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('team-ask', look))).toEqual([])
    }
    await dialog.getByRole('button', { name: zh ? '查找人选' : 'Find the people' }).click()
    await dialog.getByText('P1-1', { exact: false }).first().waitFor()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('team-found', look))).toEqual([])
    }
    expect(site.complaints).toEqual([])
  })
})

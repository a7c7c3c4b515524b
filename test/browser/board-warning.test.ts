import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { info } from '../harness/infos.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { lookAll, useSite } from '../harness/site.ts'

const SEA = '<areaDesc>South sea</areaDesc><polygon>10,116 10,117 11,117 10,116</polygon>'

describe('warnings that want somebody', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))
  const idOf = async (identifier: string) =>
    (await scene.rows<{ id: string }>('warning', `identifier = '${identifier}'`))[0]?.id ?? ''

  async function warned() {
    const t0 = scene.now()
    scene.world.clock.forward(3_600_000)
    const until = capTime(new Date(scene.now().getTime() + 7_200_000))
    const storm = {
      event: 'Thunderstorm',
      headline: 'Thunderstorms this evening; streams may flood',
      severity: 'Severe',
    }
    await scene.warn([], { identifier: 'Q-1', info: null, more: info([1], storm) })
    await scene.warn([], { identifier: 'N-1', severity: 'Minor', area: SEA })
    await scene.warn([], { identifier: 'C-1', msgType: 'Cancel', references: refTo('X-9', t0), info: null })
    const zh = { language: 'zh-CN', event: '洪水', headline: '鄱阳湖洪水红色预警', severity: 'Severe', expires: until }
    await scene.warn([], {
      identifier: 'F-1',
      info: null,
      more: info([1], zh) + info([4], { language: 'zh-CN', event: '内涝' }),
    })
  }

  test('stand in Do next and on their pages with what can be answered, in both languages and themes', async () => {
    await warned()
    const shown = (text: RegExp) => (page: Page) => page.getByText(text).first().waitFor()
    const says = {
      'Q-1': /only its headline speaks of it|仅标题提及/i,
      'N-1': /touches no area|未涉及任何已知区域/,
      'C-1': /X-9/,
      'F-1': /playbooks|预案/,
    }
    for (const [nth, [identifier, text]] of Object.entries(says).entries()) {
      const path = `/subjects/warning/${await idOf(identifier)}`
      expect(await lookAll(site.open, path, `warning-${identifier}`, shown(text), nth)).toEqual([])
    }
    expect(await lookAll(site.open, '/', 'warning-next', shown(/Is this warning ours|是否与本地有关/))).toEqual([])
    expect(site.complaints).toEqual([])
  })

  test('a coordinator puts one in force from Do next, and says that another has been seen', async () => {
    await warned()
    const page = await site.open('/')
    await page.getByText('Is this warning ours?').waitFor()
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Put it in force' }).click()
    await page.getByText('Is this warning ours?').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Seen' }).first().click()
    await page.getByText('In force, and touches no place').waitFor({ state: 'detached' })
    await scene.run()
    const [kept] = await scene.rows<{ state: string }>('warning', `identifier = 'Q-1'`)
    expect(kept?.state).toBe('in-force')
  })
})

import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/clock.ts'
import { ask, EVERYWHERE } from '../../src/db/agenda.ts'
import { putOff } from '../../src/db/claims.ts'
import { setAside } from '../../src/db/set-aside.ts'
import { noteChange } from '../../src/domain/audit/changes.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'

describe('what could not be done, on the board', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  /** One person's call makes the telephone exchange fail; everybody else is called. */
  async function callWithOneBad() {
    const bad = '+86 P1-5'
    const phone = {
      ...scene.phones.channel,
      send: async (batch: Parameters<typeof scene.phones.channel.send>[0]) => {
        if (batch.some((m) => m.address === bad)) throw new Error('the number is in a form that the exchange refuses')
        return scene.phones.channel.send(batch)
      },
    }
    await scene.give('H1-01', 'helper', 'P1-4')
    await scene.give('H1-02', 'helper', 'P1-5')
    const usual = scene.run
    scene.run = async () => {
      await runDue(scene.db, ACTUAL, scene.now(), { ...scene.gear, channels: new Map([['phone', phone]]) })
    }
    await scene.warn([1], { severity: 'Minor' }).finally(() => {
      scene.run = usual
    })
  }

  /** Faults of each kind that is shown in its own way. */
  async function several() {
    await scene.db.write(scene.now(), async (tx) => {
      const tooLong = Object.assign(new Error('index row size 2856 exceeds btree version 4 maximum 2704'), {
        code: '54000',
      })
      const silent = Object.assign(new Error('The channel phone has said nothing for 60 s.'), {
        code: 'CHANNEL_SILENT',
      })
      await setAside(tx, scene.now(), { lane: ACTUAL, step: 'index' }, [
        { district: COUNTY, item: `name person 王${'芳'.repeat(79)} d41d8cd98f00b204e9800998ecf8427e`, error: tooLong },
      ])
      await setAside(tx, scene.now(), { lane: ACTUAL, step: 'send' }, [
        { district: COUNTY, item: 'channel phone', error: silent },
      ])
      const [warning] = await tx<{ id: string }[]>`select id from warning limit 1`
      await setAside(tx, scene.now(), { lane: ACTUAL, step: 'warn' }, [
        {
          district: EVERYWHERE,
          item: `warning ${warning?.id}`,
          error: new TypeError('level is not one of the playbook'),
        },
      ])
      await ask(tx, ACTUAL, COUNTY, 'plan', scene.now())
      await tx`insert into step_run (lane, district, step) values (${ACTUAL}, ${COUNTY}, 'plan') on conflict do nothing`
      const due = { lane: ACTUAL, district: COUNTY, step: 'plan' as const }
      await putOff(tx, { due, now: scene.now(), wall: scene.now(), error: new Error('the planner gave up') })
      await noteChange(tx, ACTUAL, [COUNTY], 'faults')
    })
  }

  test('shows at once above the picture, opens as a list, and is tried again from there', async () => {
    const page = await site.open('/')
    await page.getByText('Where').first().waitFor()
    await callWithOneBad()
    await page.getByText('One thing could not be done here', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'See what' }).click()
    await page.getByRole('heading', { name: 'What could not be done' }).waitFor()
    await page.getByText('Message P1-5').waitFor()
    await page.getByText('a form that the exchange refuses', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('It is tried again.').waitFor()
    await page.getByText('Nothing is set aside here', { exact: false }).waitFor()
    await scene.run()
    expect(scene.phones.heard.map((m) => m.address)).toContain('+86 P1-5')
    expect(site.complaints).toEqual([])
  })

  test('is not in the past, where nothing can be done', async () => {
    await callWithOneBad()
    scene.world.clock.forward(20 * SECOND)
    const page = await site.open(`/?at=${encodeURIComponent(scene.now().toISOString())}`)
    await page.getByText('You look at the past', { exact: false }).waitFor()
    expect(await page.getByText('could not be done here', { exact: false }).count()).toBe(0)
  })

  test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
    await callWithOneBad()
    await several()
    const zh = locale === 'zh-CN'
    const page = await site.open('/', { locale })
    const see = page.getByRole('status').getByRole('link', { name: zh ? '查看' : 'See what' })
    for (const look of looks) {
      await turnTo(page, look)
      await see.waitFor()
      expect(await lookOver(page, lookName('faults-notice', look))).toEqual([])
    }
    await see.click()
    await page.getByText(zh ? '整个步骤 ·' : 'The whole step ·', { exact: false }).waitFor()
    for (const look of looks) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('faults', look))).toEqual([])
    }
  })
})

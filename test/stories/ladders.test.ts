import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readNext } from '../../src/domain/board/next.ts'
import { callAgain } from '../../src/domain/callouts/by-hand.ts'
import { undoDuties } from '../../src/domain/gaps/by-hand/undo.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { serve } from '../harness/serve.ts'
import { useTwoLadders } from '../harness/two-ladders.ts'

const { scene, typed, summonsOf, ways, held, storm, twoCampaigns } = useTwoLadders()

describe('each summons has the ladder of its own call-out, in one batch:', () => {
  test('its channels, its deputy, its superior', async () => {
    await twoCampaigns()
    expect([await ways('P1-4'), await ways('P5-4')]).toEqual([['call phone'], ['call mail']])
    await scene.pass(12 * MINUTE)
    expect([await ways('P1-2'), await ways('P5-6')]).toEqual([['call phone'], ['call mail']])
    expect([await ways('P5-2'), await ways('P5-1')]).toEqual([[], []])
    await scene.pass(6 * MINUTE)
    expect([await ways('P1-1'), await ways('PB-2')]).toEqual([['call phone'], ['call mail']])
  })

  test('its stand-down, where one act frees people of both', async () => {
    await undoDuties(scene.db, scene.now(), CONSOLE, COUNTY, await twoCampaigns())
    expect([await ways('P1-4'), await ways('P5-4')]).toEqual([
      ['call phone', 'stand-down phone'],
      ['call mail', 'stand-down mail'],
    ])
  })

  test('a second channel, where the first says that the address is dead', async () => {
    await storm()
    scene.phones.dead.add('+86 P1-4')
    await held(1, 'S01', 'P1-4', 'P1-5')
    const text = floodText()
      .replace('kind: redial, channel: phone', 'kind: redial, channel: mail')
      .replace('version: 1', 'version: 2')
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'flood.yaml'), text))
    await scene.warn([1], { severity: 'Minor' })
    expect(await ways('P1-4')).toEqual(['call phone', 'call mail'])
    await scene.pass(5 * MINUTE)
    expect(await ways('P1-4')).toEqual(['call phone', 'call mail', 'call mail', 'call mail'])
  })
})

describe('no ladder ends with nobody told:', () => {
  const end = (unit: string, role: string) =>
    typed(`update duty set ends = '${scene.now().toISOString()}', changed_at = '${scene.now().toISOString()}'
      where subject = '${scene.id(unit)}' and role = '${role}'`)

  test('where nobody holds the role at one level, the holder at the next is called', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    await end('U1', 'deputy')
    await end('U1', 'secretary')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(17 * MINUTE)
    expect([(await ways('PA-2'))[0], (await ways('PA-1'))[0]]).toEqual(['call phone', 'call phone'])
  })

  test('a superior who does not answer their own call is passed over', async () => {
    await scene.give('S02', 'responsible', 'P1-1')
    scene.phones.dead.add('+86 P1-1')
    await held(1, 'S01', 'P1-4', 'P1-5')
    await end('U1', 'deputy')
    await end('UA', 'deputy')
    await end('UC', 'deputy')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(HOUR)
    expect((await summonsOf('P1-4')).handed_to).toBe(scene.id('PA-1'))
  })

  test('deputy and superior in one person: after them the next level is called', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    await end('U1', 'deputy')
    await scene.give('U1', 'deputy', 'P1-1', { subjectKind: 'unit' })
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(17 * MINUTE)
    expect((await summonsOf('P1-4')).handed_to).toBe(scene.id('PA-1'))
  })

  test('units tied into a ring end the search', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    for (const unit of ['U1', 'UA', 'UC']) for (const role of ['deputy', 'secretary']) await end(unit, role)
    await typed(`update unit_parent set ends = '${scene.now().toISOString()}' where unit = '${scene.id('UC')}'`)
    await typed(`insert into unit_parent (district, unit, parent_district, parent, starts)
      values ('${COUNTY}', '${scene.id('UC')}', '${COUNTY}', '${scene.id('U1')}', '${scene.now().toISOString()}')`)
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(HOUR)
    expect((await summonsOf('P1-4')).untold_at).not.toBeNull()
  })

  test('who is a member of nothing has those above what they answer for', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    await typed(`delete from membership where person = '${scene.id('P1-4')}'`)
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(17 * MINUTE)
    expect((await summonsOf('P1-4')).handed_to).toBe(scene.id('P1-1'))
  })

  test('at the top it says so, until somebody calls them by hand', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    for (const unit of ['U1', 'UA', 'UC']) for (const role of ['deputy', 'secretary']) await end(unit, role)
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(HOUR)
    const { untold_at } = await summonsOf('P1-4')
    expect(untold_at).not.toBeNull()
    const next = async () =>
      (await scene.db.read((tx) => readNext(tx, CONSOLE, scene.now(), { tree: 'area', node: COUNTY }))).untold
    const [there] = await next()
    expect(there).toMatchObject({ n: 2, name: 'P1-4', since: untold_at })
    const app = await serve({ db: scene.db, clock: scene.world.clock })
    const list = (
      await app.inject(`/api/v1/lists/summonses?district=${COUNTY}&callout=${there?.callout}&state=untold`)
    ).json()
    expect(list.items).toHaveLength(2)
    await callAgain(scene.db, scene.now(), CONSOLE, {
      district: COUNTY,
      callout: there?.callout ?? '',
      persons: [scene.id('P1-4')],
    })
    expect(await next()).toMatchObject([{ n: 1, name: 'P1-5' }])
    await scene.answer('P1-5', 'accepted')
    expect(await next()).toEqual([])
  })
})

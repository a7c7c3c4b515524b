import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readNext } from '../../src/domain/board/next.ts'
import { callAgain } from '../../src/domain/callouts/by-hand.ts'
import { tell } from '../../src/domain/callouts/tell.ts'
import { undoDuties } from '../../src/domain/gaps/by-hand/undo.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { playedPhones, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()

type Summons = {
  person: string
  next_at: Date
  untold_at: Date | null
  handed_to: string | null
  stood_down_at: Date | null
}
type Aside = { step: string; item: string; code: string; tries: number }

const typed = (sql: string) => scene.db.write(scene.now(), (tx) => tx.unsafe(sql))
const summonsOf = async (person: string) =>
  (await scene.rows<Summons>('summons', `person = '${scene.id(person)}'`)).at(-1) as Summons
const ways = async (person: string) =>
  (
    await scene.rows<{ kind: string; channel: string; sent_at: Date | null; queued_at: Date }>(
      'message',
      `person = '${scene.id(person)}'`,
    )
  )
    .sort((a, b) => a.queued_at.getTime() - b.queued_at.getTime())
    .map((m) => `${m.kind} ${m.channel}`)

/** Everything of village `v` is these people's: the first has the dam, the second the households. */
async function held(v: number, section: string, dam: string, households: string) {
  for (let n = 1; n <= 20; n++) await scene.give(`H${v}-${String(n).padStart(2, '0')}`, 'helper', households)
  return scene.give(section, 'responsible', dam)
}

/** A second playbook, whose ladder has other channels and other roles; and e-mail, by which it calls. */
async function storm(): Promise<void> {
  const text = floodText()
    .replace('playbook: flood', 'playbook: storm')
    .replace(/^events: .*$/m, 'events: [storm]')
    .replace('deputy: deputy\n  superior: secretary', 'deputy: clerk\n  superior: chief')
    .replaceAll('channel: phone', 'channel: mail')
  await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'storm.yaml'), text))
  const { channel } = playedPhones()
  const channels = scene.gear.channels as Map<string, typeof channel>
  channels.set('mail', { ...channel, name: 'mail', contact: 'email' })
  await typed(
    `insert into contact (district, person, channel, address) select district, id, 'email', code || '@example.org' from person`,
  )
}

/** The dam of village 1 is P1-4's, of village 5 P5-4's, and each is warned of something else: two call-outs, one batch. */
async function twoCampaigns() {
  await storm()
  const first = await held(1, 'S01', 'P1-4', 'P1-5')
  const second = await held(5, 'S14', 'P5-4', 'P5-5')
  await scene.give('U5', 'clerk', 'P5-6', { subjectKind: 'unit' })
  await scene.give('UB', 'chief', 'PB-2', { subjectKind: 'unit' })
  await scene.warn([1], { severity: 'Minor' })
  await scene.warn([5], { identifier: 'W-2', severity: 'Minor', event: 'Storm', headline: 'Storm' })
  return [first.id, second.id]
}

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

describe('one bad summons never stops the others:', () => {
  const asides = () => scene.rows<Aside>('set_aside')
  const both = async () => {
    await twoCampaigns()
    const [flood] = await scene.rows<{ callout: string }>('summons', `person = '${scene.id('P1-4')}'`)
    return flood?.callout ?? ''
  }
  /** What may stand in a column of JSON that another hand has written. */
  const BROKEN: [title: string, ladder: string][] = [
    ['null', 'null'],
    ['no ladder', '{}'],
    ['steps that are no list', '{"steps": 3, "deputyRole": "deputy", "superiorRole": "secretary"}'],
    [
      'a wait that is a word',
      '{"steps": [{"kind": "call", "channel": "phone", "times": 1, "waitMs": "soon"}], "deputyRole": "d", "superiorRole": "s"}',
    ],
    [
      'a wait beyond all time',
      '{"steps": [{"kind": "call", "channel": "phone", "times": 1, "waitMs": 1e300}], "deputyRole": "d", "superiorRole": "s"}',
    ],
  ]

  test.each(BROKEN)('%s in the place of a ladder', async (_, ladder) => {
    const callout = await both()
    await typed(`update callout set ladder = '${ladder}' where id = '${callout}'`)
    await typed(
      `update summons set step = 0, tries = 0, next_at = '${scene.now().toISOString()}' where callout = '${callout}'`,
    )
    await scene.pass(2 * HOUR)
    expect((await ways('P5-6')).length).toBeGreaterThan(0)
    const there = await asides()
    expect(there.map((a) => a.item)).toContain(`summons ${callout} ${scene.id('P1-4')}`)
    // It is not tried again with each run.
    expect(new Set(there.map((a) => a.tries))).toEqual(new Set([1]))
    expect(await scene.rows('callout', 'ended_at is null')).toHaveLength(1)
  })

  test('tries that the register cannot count; mended, it goes on by hand', async () => {
    const callout = await both()
    const at = `callout = '${callout}' and person = '${scene.id('P1-4')}'`
    await typed(`update callout set ladder = jsonb_set(ladder, '{steps,1,times}', '40000') where id = '${callout}'`)
    await typed(`update summons set step = 1, tries = 32767 where ${at}`)
    await scene.pass(15 * MINUTE)
    expect(await asides()).toMatchObject([
      { step: 'climb', item: `summons ${callout} ${scene.id('P1-4')}`, code: '22003' },
    ])
    expect((await ways('P5-6')).length).toBeGreaterThan(0)
    expect((await ways('P1-5')).length).toBeGreaterThan(2)
    await typed(`update summons set tries = 0 where ${at}`)
    const before = (await ways('P1-4')).length
    await callAgain(scene.db, scene.now(), CONSOLE, { district: COUNTY, callout, persons: [scene.id('P1-4')] })
    await scene.run()
    expect([await asides(), (await ways('P1-4')).length]).toEqual([[], before + 1])
  })

  test('a call-out that is not there, a person that is not there, a channel that nobody has', async () => {
    const callout = await both()
    const other = '0190a000-0000-7000-8000-000000000001'
    await typed(`insert into summons (district, callout, person, campaign, lane, asked_as, duties, called_at, next_at)
      select district, '${other}', person, campaign, lane, asked_as, duties, called_at, called_at from summons
      where callout = '${callout}' and person = '${scene.id('P1-4')}'`)
    await typed(`insert into summons (district, callout, person, campaign, lane, asked_as, duties, called_at, next_at)
      select district, callout, '${other}', campaign, lane, asked_as, duties, called_at, called_at from summons
      where callout = '${callout}' and person = '${scene.id('P1-4')}'`)
    await typed(
      `update callout set ladder = replace(ladder::text, 'phone', 'semaphore')::jsonb where id = '${callout}'`,
    )
    await scene.pass(2 * HOUR)
    expect(await asides()).toMatchObject([{ item: `summons ${other} ${scene.id('P1-4')}`, code: 'LADDER_BROKEN' }])
    expect(
      await scene.rows('summons', `person = '${other}' and next_at = 'infinity' and handed_to is not null`),
    ).toHaveLength(1)
    expect((await ways('P5-6')).length).toBeGreaterThan(0)
  })

  test('names and kinds with odd characters are told as they are', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    const name = `S\\01 "{a,NULL}" \u{1F30A}`
    await scene.db.write(scene.now(), (tx) => tx`update place set name = ${name} where id = ${scene.id('S01')}`)
    await scene.warn([1], { severity: 'Minor' })
    expect(scene.phones.heard.find((m) => m.person === scene.id('P1-4'))?.body).toContain(name)
    expect(
      tell(
        { kinds: [{ kind: 'constructor', n: 1, first: name }], doors: 0, absent: 0, level: 'I', playbook: 'flood' },
        'actual',
      ),
    ).toContain(name)
  })

  test('a campaign whose ladder cannot be read is set aside, and another calls; mended, it calls too', async () => {
    await storm()
    await held(1, 'S01', 'P1-4', 'P1-5')
    await held(5, 'S14', 'P5-4', 'P5-5')
    await typed(`update playbook set body = body - 'callout' where id = 'flood'`)
    await scene.warn([1], { severity: 'Minor' })
    await scene.warn([5], { identifier: 'W-2', severity: 'Minor', event: 'Storm', headline: 'Storm' })
    expect([await ways('P1-4'), await ways('P5-4')]).toEqual([[], ['call mail']])
    expect(await asides()).toMatchObject([
      { step: 'call', item: expect.stringMatching(/^campaign /), code: 'LADDER_BROKEN' },
    ])
    await typed(`update playbook set body = body || jsonb_build_object('callout',
      (select s.body -> 'callout' from playbook s where s.id = 'storm')) where id = 'flood'`)
    await scene.pass(11 * MINUTE)
    expect((await ways('P1-4')).slice(0, 1)).toEqual(['call mail'])
    expect(await asides()).toEqual([])
  })

  test('somebody whom the register refuses to call stands alone, and everybody else is called', async () => {
    await held(1, 'S01', 'P1-4', 'P1-5')
    await typed(`alter table summons add constraint poison check (person <> '${scene.id('P1-4')}') not valid`)
    try {
      await scene.warn([1], { severity: 'Minor' })
      expect([await ways('P1-4'), await ways('P1-5')]).toEqual([[], ['call phone']])
      expect(await asides()).toMatchObject([{ step: 'call', code: '23514' }])
    } finally {
      await typed('alter table summons drop constraint poison')
    }
  })
})

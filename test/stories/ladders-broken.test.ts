import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { callAgain } from '../../src/domain/callouts/by-hand.ts'
import { tell } from '../../src/domain/callouts/tell.ts'
import { COUNTY } from '../harness/county.ts'
import { useTwoLadders } from '../harness/two-ladders.ts'

/** A ladder, a summons or a person that cannot be is set aside alone. */
const { scene, typed, ways, held, storm, twoCampaigns } = useTwoLadders()

type Aside = { step: string; item: string; code: string; tries: number }

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

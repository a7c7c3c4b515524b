import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { floodText, TOWNSHIP } from '../harness/county.ts'
import { helpedIn, info } from '../harness/infos.ts'
import { capTime, figures, refTo, useScene } from '../harness/scene.ts'
import { warningsOf } from '../harness/warning-states.ts'

const scene = useScene()
const { villagesHelped, warningStates, standDowns } = warningsOf(scene)
let t0: Date

beforeEach(() => {
  t0 = scene.now()
})

const asked = (rule = 'household-helper') =>
  scene.rows<{ area: string }>('requirement', `rule = '${rule}' and ends = 'infinity'`)
const zones = () => scene.rows<{ level: string; warning: string; part: number }>('campaign_zone', `ends = 'infinity'`)
const later = (ms: number) => capTime(new Date(scene.now().getTime() + ms))
/** A message of these infos. */
const send = (infos: string[], change: Record<string, string | null> = {}) =>
  scene.warn([], { info: null, more: infos.join(''), ...change })
const updateOf = (identifier: string, change: Record<string, string> = {}) => ({
  identifier: 'W-2',
  msgType: 'Update',
  references: refTo(identifier, t0),
  ...change,
})

describe('a message that says that all is over', () => {
  test.each([
    ['an Update with responseType AllClear', { responseType: 'AllClear' }],
    ['an Update of urgency Past', { urgency: 'Past' }],
  ])('%s ends what it refers to, and everybody who was called is stood down', async (_, over) => {
    await scene.warn([1], { severity: 'Minor' })
    const called = new Set(scene.phones.heard.map((m) => m.person))
    scene.world.clock.forward(HOUR)
    await send([info([1], over)], updateOf('W-1'))
    expect(figures(await scene.board())).toEqual({ required: 0, unheld: 0, late: 0 })
    expect(await warningStates()).toEqual({ 'W-1': 'over cleared', 'W-2': 'noted ends' })
    expect(await scene.rows('campaign', `ends = 'infinity'`)).toEqual([])
    expect(await scene.rows('duty', `campaign is not null and ends = 'infinity'`)).toEqual([])
    expect(new Set(standDowns().map((m) => m.person))).toEqual(called)
    expect(standDowns()).toHaveLength(called.size)
    const silent = scene.phones.heard.length
    await scene.pass(DAY)
    expect(scene.phones.heard).toHaveLength(silent)
  })

  test('heard before what it refers to, it keeps that from calling anybody', async () => {
    scene.world.clock.forward(HOUR)
    await send([info([1], { responseType: 'AllClear' })], updateOf('W-1'))
    await scene.warn([1], { severity: 'Minor', sent: capTime(t0) })
    expect(await warningStates()).toEqual({ 'W-1': 'noted cleared', 'W-2': 'noted ends' })
    expect(scene.phones.heard).toEqual([])
  })

  test.each(['Update', 'Alert'])('alone, as an %s, it is noted and calls nobody', async (msgType) => {
    await send([info([1], { responseType: 'AllClear', urgency: 'Past' })], { msgType })
    expect(await warningStates()).toEqual({ 'W-1': 'noted clear' })
    expect(scene.phones.heard).toEqual([])
  })

  test('a reference to itself is left out with a note, and does not make it refused', async () => {
    const self = refTo('W-1', t0)
    await send([info([1], { responseType: 'AllClear' })], { msgType: 'Update', references: self })
    expect(await warningStates()).toEqual({ 'W-1': 'noted clear' })
    const [row] = await scene.rows<{ parsed: { notes: string[] } }>('warning')
    expect(row?.parsed.notes).toContain('it refers to itself; that reference was left out')
  })

  test('where one of two infos is over, the other goes on', async () => {
    await scene.warn([1, 2], { severity: 'Minor' })
    scene.world.clock.forward(HOUR)
    await send([info([1], { responseType: 'AllClear' }), info([2])], updateOf('W-1'))
    expect(await villagesHelped()).toEqual([2])
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
  })
})

describe('each info is a zone of its own', () => {
  test('an info that the playbook does not answer lends neither its severity nor its area', async () => {
    await send([info([1]), info([2], { event: 'Wind', severity: 'Extreme' })])
    expect(await villagesHelped()).toEqual([1])
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['IV'])
  })

  test('two infos of two severities are two levels, each in its own area', async () => {
    await send([info([1], { severity: 'Severe' }), info([4])])
    expect((await zones()).map((z) => z.level).sort()).toEqual(['II', 'IV'])
    expect(await villagesHelped()).toEqual([1, 4])
    const graver = (await asked('section-technical')).map((r) => r.area.startsWith(TOWNSHIP.A))
    expect(new Set(graver)).toEqual(new Set([true]))
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['II'])
  })

  test('one that is over ends alone, and its people are stood down', async () => {
    await send([info([1], { expires: later(HOUR) }), info([2], { expires: later(5 * HOUR) })])
    expect(await villagesHelped()).toEqual([1, 2])
    await scene.pass(HOUR)
    expect(await villagesHelped()).toEqual([2])
    expect(await warningStates()).toEqual({ 'W-1': 'in-force' })
    expect(standDowns().length).toBeGreaterThan(0)
    await scene.pass(4 * HOUR)
    expect(await villagesHelped()).toEqual([])
    expect(await warningStates()).toEqual({ 'W-1': 'over expired' })
  })

  test('one that was over when it came asks for nothing', async () => {
    await send([info([1], { expires: later(-MINUTE) }), info([2])], { sent: later(-HOUR) })
    expect(await villagesHelped()).toEqual([2])
  })

  test('the same info in two languages is one zone', async () => {
    await send([info([1], { language: 'zh-CN', event: '洪水' }), info([1])])
    expect(await zones()).toHaveLength(1)
  })

  test('an info without an area holds where those like it do', async () => {
    const zh = { language: 'zh-CN', event: '洪水' }
    await send([
      info([1], { event: 'Crue', language: 'fr' }),
      info([], zh),
      info([2], { event: 'Vent', severity: 'Severe' }),
    ])
    expect(await villagesHelped()).toEqual([1])
  })

  test('every playbook that answers an info gets its zone', async () => {
    const storm = floodText().replace('playbook: flood', 'playbook: storm')
    const text = storm
      .replace(/events: \[.*\]/, 'events: [storm, flood]')
      .replaceAll('household-helper', 'storm-helper')
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'storm.yaml'), text))
    await send([info([1]), info([2], { event: 'Storm', severity: 'Severe' })])
    expect(await villagesHelped()).toEqual([1])
    expect(helpedIn(await asked('storm-helper'))).toEqual([1, 2])
    const levels = (await scene.board()).campaigns.map((c) => `${c.playbook} ${c.level}`)
    expect(levels.sort()).toEqual(['flood IV', 'storm II'])
  })
})

describe('times', () => {
  test('an onset that is near calls at once; one that is far, three days before it', async () => {
    await send([info([1], { onset: later(DAY) }), info([2], { onset: later(5 * DAY) })])
    expect(await villagesHelped()).toEqual([1])
    await scene.pass(2 * DAY - MINUTE)
    expect(await villagesHelped()).toEqual([1])
    await scene.pass(MINUTE)
    expect(await villagesHelped()).toEqual([1, 2])
  })

  test('one that begins later only says so, and can be ended before', async () => {
    await send([info([1], { onset: later(9 * DAY) })])
    expect(await warningStates()).toEqual({ 'W-1': 'in-force begins-later' })
    scene.world.clock.forward(HOUR)
    await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', t0), info: null })
    await scene.pass(10 * DAY)
    expect(scene.phones.heard).toEqual([])
  })

  test('an end before the onset is not believed: nobody is stood down before the water comes', async () => {
    await send([info([1], { onset: later(6 * HOUR), expires: later(3 * HOUR) })])
    await scene.pass(DAY)
    expect(await villagesHelped()).toEqual([1])
  })
})

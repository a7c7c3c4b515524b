import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { turnOf } from '../../src/domain/warnings/turning-words.ts'
import { info } from '../harness/infos.ts'
import { capTime, refTo } from '../harness/scene.ts'
import { useWarningQuestions } from '../harness/warning-questions.ts'
import { START } from '../harness/world.ts'

const { scene, villagesHelped, warningStates, standDowns, sendUpdate, openQuestions, answerQuestion } =
  useWarningQuestions()
const later = (ms: number) => capTime(new Date(scene.now().getTime() + ms))
const notes = async (identifier = 'W-1') =>
  (await scene.rows<{ parsed: { notes: string[] } }>('warning', `identifier = '${identifier}'`))[0]?.parsed.notes
const SEA = '<areaDesc>sea</areaDesc><polygon>10,116 10,117 11,117 10,116</polygon>'

describe('an Update that cannot be understood', () => {
  beforeEach(() => scene.warn([1], { severity: 'Minor' }))

  test.each([
    [
      'in a language that no playbook knows',
      [info([2], { event: 'Inundación fluvial', severity: 'Extreme' })],
      'no-playbook',
      'ours',
    ],
    ['downgraded to rain', [info([1], { event: 'Rain' })], 'no-playbook', 'ours'],
    [
      'of which only the headline has a word',
      [info([1], { event: 'Crue', headline: 'Flood goes on' })],
      'asked',
      'ours',
    ],
    ['without an info', [], 'no-info', 'ends'],
    ['without an area', [info([], { severity: 'Extreme' })], 'nowhere', 'ends'],
    ['of no area that is known', [info([], { area: SEA })], 'nowhere', 'ends'],
  ])('%s ends nothing and stands nobody down: somebody is asked', async (_, infos, why, asks) => {
    await sendUpdate(infos)
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': `noted ${why} asks ${asks} of W-1` })
    expect([await villagesHelped(), standDowns()]).toEqual([[1], []])
    expect(await openQuestions()).toMatchObject([{ asks, newest: [{ identifier: 'W-2', why, by: 'W-1' }] }])
    const [row] = await scene.rows<{ reason: string }>('warning', `identifier = 'W-2'`)
    expect(row?.reason).toContain('W-1 stays in force until then')
  })

  test('is put in force after a yes, by the playbook of what it takes the place of', async () => {
    await sendUpdate([info([2], { event: 'Inundación fluvial', severity: 'Extreme' })])
    await answerQuestion('W-2', { ours: true })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
    expect(await villagesHelped()).toEqual([2])
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['I'])
    expect(await openQuestions()).toEqual([])
  })

  test('leaves what stands after a no', async () => {
    await sendUpdate([info([1], { event: 'Rain' })])
    await answerQuestion('W-2', { ours: false })
    await scene.pass(HOUR)
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted declined' })
    expect([await villagesHelped(), standDowns(), await openQuestions()]).toEqual([[1], [], []])
  })

  test('ends what it refers to where somebody says that it is over', async () => {
    await sendUpdate([info([1], { event: 'Rain' })])
    await answerQuestion('W-2', { ours: false, ends: true })
    expect(await warningStates()).toEqual({ 'W-1': 'over cleared', 'W-2': 'noted ends' })
    expect(await villagesHelped()).toEqual([])
    expect(standDowns().length).toBeGreaterThan(0)
  })

  test.each([
    [true, 'over cleared', 'noted ends', []],
    [false, 'in-force', 'noted kept', [1]],
  ])('and has nothing to put in force ends what it refers to, or not: %s', async (ours, first, second, villages) => {
    await sendUpdate([])
    await answerQuestion('W-2', { ours })
    expect(await warningStates()).toEqual({ 'W-1': first, 'W-2': second })
    expect(await villagesHelped()).toEqual(villages)
  })

  test('asks no more once a later one says what is so', async () => {
    await sendUpdate([])
    await sendUpdate([info([2])], { identifier: 'W-3' })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'noted no-info', 'W-3': 'in-force' })
    expect(await openQuestions()).toEqual([])
  })

  test('asks no more once what it would end is over', async () => {
    await sendUpdate([])
    await sendUpdate([], { identifier: 'C', msgType: 'Cancel' })
    expect(await warningStates()).toMatchObject({ 'W-1': 'over cancelled', 'W-2': 'noted cancelled' })
    expect(await openQuestions()).toEqual([])
  })
})

test('an Update that nobody can understand and that came first asks when what it would end comes', async () => {
  await sendUpdate([info([1], { event: 'Rain' })])
  expect(await warningStates()).toEqual({ 'W-2': 'noted no-playbook' })
  await scene.warn([1], { severity: 'Minor', sent: capTime(START) })
  expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted no-playbook asks ours of W-1' })
})

describe('words that turn the meaning round', () => {
  test.each([
    ['洪水红色预警解除', null, 'lifted'],
    ['Flood', 'ALL CLEAR: Entwarnung', 'lifted'],
    ['Flood warning lifted', null, 'lifted'],
    ['Flood Warning is no longer in effect', null, 'lifted'],
    ['Flood Warning', 'CANCELLED: Flood Warning', 'lifted'],
    ['No flood expected', null, 'lifted'],
    ['Flood', 'Flooding is unlikely tonight', 'lifted'],
    ['今夜无洪水风险', '洪水', 'lifted'],
    ['Flood Warning - TEST', 'THIS IS A TEST', 'test'],
    ['洪水预警演练', null, 'test'],
    ['Flood', 'Flood exercise of the county', 'test'],
  ])('%s, %s: nobody is called without a yes', async (event, headline, why) => {
    await scene.warn([], { info: null, more: info([1], { event, headline, severity: 'Extreme' }) })
    expect(await warningStates()).toEqual({ 'W-1': `noted ${why} asks ours` })
    expect(scene.phones.heard).toEqual([])
    expect(await openQuestions()).toMatchObject([{ asks: 'ours', newest: [{ why }] }])
    await answerQuestion('W-1', { ours: true })
    expect(await warningStates()).toEqual({ 'W-1': 'in-force' })
    expect(await villagesHelped()).toEqual([1])
  })

  test('in one language hold for the others', async () => {
    await scene.warn([], { info: null, more: info([1], { event: '洪水预警解除', language: 'zh' }) + info([1]) })
    expect(await warningStates()).toEqual({ 'W-1': 'noted lifted asks ours' })
    expect(scene.phones.heard).toEqual([])
  })

  test.each([
    [{ ours: false }, 'in-force', [1]],
    [{ ours: false, ends: true }, 'over cleared', []],
    [{ ours: true }, 'over superseded', [1]],
  ])('in an Update leave what stands until somebody says so: %o', async (answer, first, villages) => {
    await scene.warn([1], { severity: 'Minor' })
    await sendUpdate([info([1], { event: '洪水红色预警解除' })])
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted lifted asks ours of W-1' })
    expect([await villagesHelped(), standDowns()]).toEqual([[1], []])
    await answerQuestion('W-2', answer)
    expect((await warningStates())['W-1']).toBe(first)
    expect(await villagesHelped()).toEqual(villages)
  })

  test('of a test in an all-clear end nothing real', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await sendUpdate([info([1], { event: 'Flood TEST', responseType: 'AllClear' })])
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted test asks ends of W-1' })
    await answerQuestion('W-2', { ours: true })
    expect(await villagesHelped()).toEqual([])
  })

  test('of a drill are no question in an exercise', async () => {
    await scene.warn([], { info: null, status: 'Exercise', more: info([1], { event: 'Flood exercise' }) })
    await scene.run('exercise')
    expect(await warningStates()).toEqual({ 'W-1': 'in-force' })
  })

  test('an all-clear that names no warning of its sender that stands ends nothing, and asks', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await scene.warn([], {
      identifier: 'W-2',
      msgType: 'Update',
      info: null,
      more: info([1], { responseType: 'AllClear' }),
    })
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted clear asks unknown' })
    expect(await openQuestions()).toMatchObject([{ asks: 'unknown' }])
  })

  test.each([
    'Latest flood warning',
    'Flash flood: not only rivers rise',
    'Flood warning, no end in sight',
    'Flood warning, contested and attested',
    'Flood warning extended; evacuation recommended',
    'Exercise caution near rivers: flood',
    'Flood: this is not a test',
    '洪水预警尚未解除',
  ])('are whole words: %s', (event) => expect(turnOf({ event, headline: null })).toBe(null))
})

describe('times that cannot be', () => {
  test('an end before it was sent is not believed: somebody is asked, and after a yes it holds until it is ended', async () => {
    const stale = { effective: later(-190 * DAY), onset: later(-190 * DAY), expires: later(-189 * DAY) }
    await scene.warn([], { info: null, more: info([1], { ...stale, severity: 'Extreme' }) })
    expect(await warningStates()).toEqual({ 'W-1': 'noted stale asks ours' })
    expect(scene.phones.heard).toEqual([])
    expect(await openQuestions()).toMatchObject([{ asks: 'ours', newest: [{ why: 'stale' }] }])
    await answerQuestion('W-1', { ours: true })
    await scene.pass(DAY)
    expect(await villagesHelped()).toEqual([1])
  })

  test('an Update with such times ends nothing', async () => {
    await scene.warn([1], { severity: 'Minor' })
    await sendUpdate([info([1], { expires: capTime(START) })])
    expect(await warningStates()).toEqual({ 'W-1': 'in-force', 'W-2': 'noted stale asks ours of W-1' })
  })

  test('the end of the event counts where it is after the end of the message', async () => {
    const until = `<parameter><valueName>eventEndingTime</valueName><value>${later(DAY)}</value></parameter>`
    const xml = info([1], { expires: later(MINUTE) }).replace('<area>', `${until}<area>`)
    await scene.warn([], { info: null, more: xml })
    await scene.pass(DAY - 1)
    expect(await villagesHelped()).toEqual([1])
    expect(await notes()).toContainEqual(expect.stringContaining('eventEndingTime is after its expires'))
    await scene.pass(1)
    expect(await villagesHelped()).toEqual([])
  })
})

describe("a sender's clock that is ahead", () => {
  const cancel = (references: string) =>
    scene.warn([], { identifier: 'C', msgType: 'Cancel', references, info: null, sent: capTime(scene.now()) })

  test.each([
    ['to the letter', 0],
    ['by its names', MINUTE],
  ])('keeps no warning from being cancelled: %s', async (_, off) => {
    const ahead = new Date(START.getTime() + 200 * DAY)
    await scene.warn([1], { severity: 'Minor', sent: capTime(ahead) })
    scene.world.clock.forward(HOUR)
    await cancel(refTo('W-1', new Date(ahead.getTime() + off)))
    expect(await warningStates()).toEqual({ 'W-1': 'over cancelled', C: 'noted ends' })
    expect(await villagesHelped()).toEqual([])
    expect(await notes('C')).toContainEqual(expect.stringContaining('a clock was wrong'))
  })

  test('lets a later Update speak, and is noted', async () => {
    const ahead = new Date(START.getTime() + 200 * DAY)
    await scene.warn([1], { severity: 'Minor' })
    await sendUpdate([info([1])], { sent: capTime(ahead) })
    expect(await notes('W-2')).toContainEqual(expect.stringContaining('ahead of the clock here'))
    scene.world.clock.forward(2 * HOUR)
    await sendUpdate([info([1])], { identifier: 'W-3' })
    expect(await warningStates()).toEqual({ 'W-1': 'over superseded', 'W-2': 'over superseded', 'W-3': 'in-force' })
  })
})

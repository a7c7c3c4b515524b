import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { villageCode } from '../harness/county.ts'
import { capTime, figures, refTo, useScene } from '../harness/scene.ts'

const scene = useScene()

type Summons = { person: string; duties: string[]; stood_down_at: Date | null }
type Kept = { identifier: string; state: string; reason: string | null }

const summonses = (where = 'true') => scene.rows<Summons>('summons', where)
const warnings = async () => Object.fromEntries((await scene.rows<Kept>('warning')).map((w) => [w.identifier, w.state]))
const calls = (kind = 'call') => scene.phones.heard.filter((m) => m.kind === kind)
const update = (villages: number[], of: [string, Date], change: Record<string, string | null> = {}) =>
  scene.warn(villages, { identifier: 'W-2', msgType: 'Update', references: refTo(...of), ...change })
/** Villages whose households are asked to be helped now. */
async function helped(): Promise<number[]> {
  const rows = await scene.rows<{ area: string }>('requirement', `rule = 'household-helper' and ends = 'infinity'`)
  return [1, 2, 3, 4, 5, 6].filter((v) => rows.filter((r) => r.area === villageCode(v)).length === 20)
}

test('an alert calls the helpers of the households it touches, each person once', async () => {
  await scene.warn([1], { severity: 'Minor' })
  expect(figures(await scene.board())).toMatchObject({ required: 24, unheld: 4 })
  expect(await helped()).toEqual([1])
  const asked = await summonses()
  expect(asked.flatMap((s) => s.duties)).toHaveLength(20)
  expect(calls()).toHaveLength(asked.length)
  expect(new Set(calls().map((m) => m.person)).size).toBe(asked.length)
})

test('an update stands down who is outside, calls who is newly inside, and leaves the rest alone', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const before = await summonses()
  const t0 = scene.now()
  scene.world.clock.forward(10 * MINUTE)
  const heard = scene.phones.heard.length
  await update([2, 3], ['W-1', t0], { severity: 'Minor' })

  expect(await helped()).toEqual([2, 3])
  expect(await warnings()).toEqual({ 'W-1': 'over', 'W-2': 'in-force' })
  const news = scene.phones.heard.slice(heard)
  const free = await summonses('stood_down_at is not null')
  expect(free.length).toBeGreaterThan(0)
  expect(new Set(news.filter((m) => m.kind === 'stand-down').map((m) => m.person))).toEqual(
    new Set(free.map((s) => s.person)),
  )
  // Whoever helps in village 2 was called before and hears nothing more of these duties.
  const village2 = (
    await scene.rows<{ holder: string }>(
      'duty',
      `role = 'helper' and ends = 'infinity' and recorded_at < '${scene.now().toISOString()}'`,
    )
  ).map((d) => d.holder)
  expect(village2.length).toBe(20)
  const again = await summonses(`called_at = '${scene.now().toISOString()}'`)
  const known = new Set(before.flatMap((s) => s.duties))
  expect(again.flatMap((s) => s.duties).filter((d) => known.has(d))).toEqual([])
  expect(again.flatMap((s) => s.duties)).toHaveLength(20)
  expect(free.filter((s) => village2.includes(s.person))).toEqual([])
})

test('an update of the same area at a higher level asks for more, and calls nobody again for what they hold', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const t0 = scene.now()
  const called = await summonses()
  scene.world.clock.forward(MINUTE)
  await update([1], ['W-1', t0], { severity: 'Severe' })
  const board = await scene.board()
  expect(board.campaigns.map((c) => c.level)).toEqual(['II'])
  expect(board.rules.find((r) => r.rule === 'section-patrol')).toMatchObject({ required: 4, unheld: 4 })
  expect(await summonses()).toEqual(called)
  expect(calls()).toHaveLength(called.length)
  expect(calls('stand-down')).toHaveLength(0)
})

test('an update that comes before its alert stands, and the alert then changes nothing', async () => {
  const t0 = scene.now()
  const t1 = scene.world.clock.forward(10 * MINUTE)
  await update([2], ['W-1', t0], { severity: 'Minor', sent: capTime(t1) })
  expect(await helped()).toEqual([2])
  const heard = scene.phones.heard.length
  scene.world.clock.forward(MINUTE)
  await scene.warn([1], { severity: 'Minor', sent: capTime(t0) })
  expect(await helped()).toEqual([2])
  expect(scene.phones.heard).toHaveLength(heard)
  expect(await warnings()).toEqual({ 'W-1': 'noted', 'W-2': 'in-force' })
})

test('a cancel without an info ends it all: nothing required, nobody held to it, everyone told once', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const t0 = scene.now()
  const called = await summonses()
  scene.world.clock.forward(HOUR)
  await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', t0), info: null })
  expect(figures(await scene.board())).toEqual({ required: 0, unheld: 0, late: 0 })
  expect(await scene.rows('campaign', `ends = 'infinity'`)).toHaveLength(0)
  expect(await scene.rows('duty', `campaign is not null and ends = 'infinity'`)).toHaveLength(0)
  expect(
    calls('stand-down')
      .map((m) => m.person)
      .sort(),
  ).toEqual(called.map((s) => s.person).sort())
  const silent = scene.phones.heard.length
  await scene.pass(DAY)
  expect(scene.phones.heard).toHaveLength(silent)
})

test('a warning is over when it says so', async () => {
  await scene.warn([1], { severity: 'Minor', expires: capTime(new Date(scene.now().getTime() + 3 * HOUR)) })
  await scene.pass(3 * HOUR - 1)
  expect((await scene.board()).total.required).toBe(24)
  await scene.pass(1)
  expect((await scene.board()).total.required).toBe(0)
  expect(await warnings()).toEqual({ 'W-1': 'over' })
})

test('a warning in three languages calls once', async () => {
  const scales = '<urgency>Immediate</urgency><severity>Minor</severity><certainty>Observed</certainty>'
  const info = (language: string, event: string) =>
    `<info><language>${language}</language><category>Met</category><event>${event}</event>${scales}
      <area><areaDesc>v</areaDesc><geocode><valueName>GB2260</valueName><value>${villageCode(1)}</value></geocode></area></info>`
  await scene.warn([], { info: null, more: info('zh-CN', '洪水') + info('en', 'Flood') + info('fr', 'Crue') })
  expect(await helped()).toEqual([1])
  expect(new Set(calls().map((m) => m.person)).size).toBe(calls().length)
  expect((await summonses()).flatMap((s) => s.duties)).toHaveLength(20)
})

test('the same message twice is one warning', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const heard = scene.phones.heard.length
  await scene.warn([1], { severity: 'Minor' })
  expect(scene.phones.heard).toHaveLength(heard)
  expect(await scene.rows('campaign_zone')).toHaveLength(1)
})

test('an exercise runs a drill in a lane of its own, and calls nobody for real', async () => {
  await scene.warn([1], { severity: 'Minor', status: 'Exercise' })
  expect(await scene.rows('campaign')).toHaveLength(0)
  await scene.run('exercise')
  expect(figures(await scene.board())).toEqual({ required: 0, unheld: 0, late: 0 })
  expect((await scene.board(undefined, { lane: 'exercise' })).total.required).toBe(24)
  expect(await summonses(`lane = 'actual'`)).toHaveLength(0)
  expect(await scene.rows('duty', `lane = 'actual' and campaign is not null`)).toHaveLength(0)
  expect(calls().length).toBeGreaterThan(0)
  expect(calls().every((m) => m.body.startsWith('EXERCISE'))).toBe(true)
})

test('an area named by its code only is found by it, with all that lies below', async () => {
  const area = `<areaDesc>township</areaDesc><geocode><valueName>GB2260</valueName><value> 361128101 </value></geocode>`
  await scene.warn([], { severity: 'Minor', area })
  expect(await helped()).toEqual([4, 5, 6])
})

test('a province named by its code warns every district in it', async () => {
  const area = `<areaDesc>province</areaDesc><geocode><valueName>GB2260</valueName><value>36</value></geocode>`
  await scene.warn([], { severity: 'Minor', area })
  expect(await helped()).toEqual([1, 2, 3, 4, 5, 6])
})

test.each([
  ['a test', { status: 'Test' }],
  ['a private message', { scope: 'Private' }],
  ['a warning of another kind', { event: 'Heat wave' }],
  [
    'a warning that was over before it came',
    { expires: '2020-07-01T00:00:00+08:00', sent: '2020-06-30T00:00:00+08:00' },
  ],
  ['a message from last winter', { sent: '2020-01-30T00:00:00+08:00' }],
])('%s is kept and noted, and calls nobody', async (_, change) => {
  await scene.warn([1], change)
  await scene.run('exercise')
  expect(await warnings()).toEqual({ 'W-1': 'noted' })
  expect(scene.phones.heard).toHaveLength(0)
})

test('two warnings that overlap stand side by side: the end of one leaves what the other asks', async () => {
  await scene.warn([1, 2], { severity: 'Minor' })
  const t0 = scene.now()
  scene.world.clock.forward(MINUTE)
  await scene.warn([2, 3], { identifier: 'X-1', severity: 'Severe' })
  expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['II'])
  scene.world.clock.forward(MINUTE)
  await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', t0), info: null })
  expect(await helped()).toEqual([2, 3])
  scene.world.clock.forward(MINUTE)
  await scene.warn([], {
    identifier: 'X-2',
    msgType: 'Cancel',
    references: refTo('X-1', new Date(t0.getTime() + MINUTE)),
    info: null,
  })
  expect(await helped()).toEqual([])
})

import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { EVERYWHERE } from '../../src/db/agenda.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { COUNTY } from '../harness/county.ts'
import { info } from '../harness/infos.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { warningsOf } from '../harness/warning-states.ts'

const scene = useScene()
const { villagesHelped } = warningsOf(scene)
let app: FastifyInstance

beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock, onWork: () => {} })
})
afterEach(() => app.close())

const warned = async (identifier = 'W-1') => {
  const { items } = (await app.inject('/api/v1/warnings')).json()
  return items.find((w: { identifier: string }) => w.identifier === identifier)
}
const decide = async (ours: boolean) => {
  const { id } = await warned()
  const answer = await app.inject({ method: 'POST', url: `/api/v1/warnings/${id}/decide`, payload: { ours } })
  await scene.run()
  return { status: answer.statusCode, body: answer.json() }
}
const NO_FLOOD = { event: 'Thunderstorm', headline: 'Thunderstorms this evening; no flooding expected' }

describe('the words of a playbook', () => {
  test.each(['山洪灾害气象风险预警', '洪水', '城市内涝', 'Flash Flood Watch', 'ＦＬＯＯＤ'])(
    'find the event %s',
    async (event) => {
      await scene.warn([], { info: null, more: info([1], { event }) })
      expect(await villagesHelped()).toEqual([1])
    },
  )

  test('are found in an event code too', async () => {
    const eventCode = '<valueName>profile:CAP-CP:Event:0.4</valueName><value>flood</value>'
    await scene.warn([], { info: null, more: info([1], { event: 'Crue', eventCode }) })
    expect(await villagesHelped()).toEqual([1])
  })
})

describe('a warning of which only the headline has a word of a playbook', () => {
  beforeEach(() => scene.warn([], { info: null, more: info([1], NO_FLOOD) }))

  test('is a question without a word that denies, too', async () => {
    const more = info([2], { event: 'Thunderstorm', headline: 'Rivers may flood this evening' })
    await scene.warn([], { info: null, identifier: 'W-2', more })
    expect(await warned('W-2')).toMatchObject({ state: 'noted', why: 'asked', asks: 'ours' })
  })

  test('begins nothing: it waits for a yes', async () => {
    expect(scene.phones.heard).toEqual([])
    expect(await scene.rows('campaign')).toEqual([])
    expect(await warned()).toMatchObject({ state: 'noted', why: 'lifted', asks: 'ours' })
  })

  test('is put in force by a coordinator, and then calls', async () => {
    expect((await decide(true)).status).toBe(200)
    expect(await villagesHelped()).toEqual([1])
    expect(await warned()).toMatchObject({ state: 'in-force', asks: null })
    const { id } = await warned()
    const acts = await scene.db.read((tx) => auditOf(tx, EVERYWHERE, id, 9))
    expect(acts.map((a) => a.act)).toContain('warning.decide')
  })

  test('is said not to be ours, once', async () => {
    await decide(false)
    expect(await warned()).toMatchObject({ state: 'noted', why: 'declined', asks: null })
    expect(await decide(true)).toMatchObject({ status: 409, body: { code: 'WARNING_DECIDED' } })
    expect(scene.phones.heard).toEqual([])
  })

  test('asks nothing any more once its sender has taken it back', async () => {
    const t0 = scene.now()
    scene.world.clock.forward(60_000)
    await scene.warn([], { identifier: 'W-2', msgType: 'Cancel', references: refTo('W-1', t0), info: null })
    expect(await warned()).toMatchObject({ state: 'noted', why: 'cancelled', asks: null })
  })
})

test('an info that the event answers is in force while a headline beside it is asked about, and stays so after the yes', async () => {
  await scene.warn([], { info: null, more: info([1]) + info([2], NO_FLOOD) })
  expect(await villagesHelped()).toEqual([1])
  expect(await warned()).toMatchObject({ state: 'in-force', asks: 'ours' })
  const calls = scene.phones.heard.length
  scene.world.clock.forward(60_000)
  await decide(true)
  expect(await villagesHelped()).toEqual([1, 2])
  expect(scene.phones.heard.length).toBeGreaterThan(calls)
  expect(scene.phones.heard.filter((m) => m.kind === 'stand-down')).toEqual([])
})

test('the page of a warning tells what it asks of each playbook', async () => {
  await scene.warn([], {
    info: null,
    more: info([1], { expires: capTime(new Date(scene.now().getTime() + 3_600_000)) }),
  })
  const { id } = await warned()
  const whole = (await app.inject(`/api/v1/warnings/${id}`)).json()
  expect(whole.parts).toMatchObject([{ playbook: 'flood', level: 'IV', state: 'in-force', fault: null, area: 0 }])
  expect(whole.area.type).toBe('MultiPolygon')
})

describe('what waits for a coordinator stands in Do next', () => {
  const next = async () => (await app.inject(`/api/v1/board/next?node=${COUNTY}`)).json().warnings
  const SEA = '<areaDesc>sea</areaDesc><polygon>10,116 10,117 11,117 10,116</polygon>'

  test('each kind with its newest, until somebody has answered', async () => {
    const t0 = scene.now()
    scene.world.clock.forward(3_600_000)
    await scene.warn([], { info: null, more: info([1], NO_FLOOD), identifier: 'Q-1' })
    await scene.warn([], { severity: 'Minor', area: SEA, identifier: 'N-1' })
    for (const n of [1, 2, 3, 4]) {
      await scene.warn([], { identifier: `C-${n}`, msgType: 'Cancel', references: refTo('X-9', t0), info: null })
    }
    const asked = await next()
    expect(asked.map((a: { asks: string; n: number }) => `${a.asks} ${a.n}`)).toEqual([
      'ours 1',
      'no-place 1',
      'unknown 4',
    ])
    expect(asked[2].newest).toHaveLength(3)
    expect(asked[2].newest[0]).toMatchObject({ by: 'X-9' })
    for (const { newest } of asked)
      for (const { id } of newest)
        await app.inject({ method: 'POST', url: `/api/v1/warnings/${id}/decide`, payload: { ours: false } })
    await scene.run()
    expect((await next()).map((a: { asks: string; n: number }) => `${a.asks} ${a.n}`)).toEqual(['unknown 1'])
    const { items } = (await app.inject('/api/v1/lists/warnings?asks=unknown')).json()
    expect(items.map((i: { cells: { reason: string; cause: string } }) => [i.cells.reason, i.cells.cause])).toEqual([
      ['unknown', 'X-9'],
    ])
  })
})

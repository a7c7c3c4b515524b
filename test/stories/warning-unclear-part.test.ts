import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { COUNTY } from '../harness/county.ts'
import { helpedIn, info } from '../harness/infos.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'

/** An Update of which one info is clear and another is not: what stands where only the other speaks stays until somebody decides. */

const scene = useScene()
let app: FastifyInstance
let t0: Date

beforeEach(async () => {
  t0 = scene.now()
  app = await makeServer({ db: scene.db, clock: scene.world.clock, onWork: () => {} })
})

const helped = async () =>
  helpedIn(await scene.rows<{ area: string }>('requirement', `rule = 'household-helper' and ends = 'infinity'`))
const kept = async () => {
  const rows = await scene.rows<{ identifier: string; state: string; why: string | null; asks: string; by: string }>(
    'warning',
  )
  return Object.fromEntries(
    rows.map((w) => [w.identifier, [w.state, w.why, w.asks && `asks ${w.asks} of ${w.by}`].filter(Boolean).join(' ')]),
  )
}
const standDowns = () => scene.phones.heard.filter((m) => m.kind === 'stand-down')
const next = async (): Promise<{ asks: string; newest: { identifier: string; why: string; by: string | null }[] }[]> =>
  (await app.inject(`/api/v1/board/next?node=${COUNTY}`)).json().warnings
const decide = async (identifier: string, answer: { ours: boolean; ends?: boolean }) => {
  const [row] = await scene.rows<{ id: string }>('warning', `identifier = '${identifier}'`)
  const url = `/api/v1/warnings/${row?.id}/decide`
  expect((await app.inject({ method: 'POST', url, payload: answer })).statusCode).toBe(200)
  await scene.run()
}
/** An Update of W-1, an hour after it. */
async function update(infos: string[], change: Record<string, string | null> = {}) {
  scene.world.clock.forward(HOUR)
  const kind = { identifier: 'W-2', msgType: 'Update', references: refTo('W-1', t0) }
  await scene.warn([], { ...kind, info: null, more: infos.join(''), ...change })
}
const CLEAR = info([1], { severity: 'Extreme' })

describe('where one info is in words that no playbook knows, of an area where something stands', () => {
  beforeEach(async () => {
    await scene.warn([1, 2], { severity: 'Minor' })
    await update([CLEAR, info([2], { event: 'Inundación fluvial', language: 'es' })])
  })

  test('what is clear is in force, what stood stays, and somebody is asked', async () => {
    expect(await kept()).toEqual({ 'W-1': 'in-force', 'W-2': 'in-force part-in-doubt asks ours of W-1' })
    expect([await helped(), standDowns()]).toEqual([[1, 2], []])
    expect((await scene.board()).campaigns.map((c) => c.level)).toEqual(['I'])
    expect(await next()).toMatchObject([
      { asks: 'ours', newest: [{ identifier: 'W-2', why: 'part-in-doubt', by: 'W-1' }] },
    ])
  })

  test('after a yes the other info is in force as well, in the place of what stood', async () => {
    await decide('W-2', { ours: true })
    expect(await kept()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
    expect([await helped(), standDowns(), await next()]).toEqual([[1, 2], [], []])
    const parts = await scene.rows<{ warning: string; level: string; state: string }>(
      'warning_part',
      `warning = (select id from warning where identifier = 'W-2')`,
    )
    expect(parts.map((p) => [p.level, p.state])).toEqual([
      ['I', 'in-force'],
      ['IV', 'in-force'],
    ])
  })

  test('what stood is over where somebody says so', async () => {
    await decide('W-2', { ours: false, ends: true })
    expect(await kept()).toEqual({ 'W-1': 'over superseded', 'W-2': 'in-force' })
    expect(await helped()).toEqual([1])
    expect(standDowns().length).toBeGreaterThan(0)
  })

  test('what stood stays where somebody says so, and nobody is asked again', async () => {
    await decide('W-2', { ours: false })
    await scene.warn([5], { identifier: 'X', severity: 'Minor' })
    await scene.pass(DAY)
    expect(await kept()).toMatchObject({ 'W-1': 'in-force', 'W-2': 'in-force' })
    expect([await helped(), await next()]).toEqual([[1, 2, 5], []])
  })

  test('nobody is asked any more once a later message says what is so', async () => {
    await update([info([1, 2], { severity: 'Minor' })], {
      identifier: 'W-3',
      references: `${refTo('W-1', t0)} ${refTo('W-2', scene.now())}`,
    })
    expect(await kept()).toEqual({ 'W-1': 'over superseded', 'W-2': 'over superseded', 'W-3': 'in-force' })
    expect(await next()).toEqual([])
  })

  test('nobody is asked any more once what stood is over', async () => {
    await update([], { identifier: 'C', msgType: 'Cancel' })
    expect((await kept())['W-1']).toBe('over cancelled')
    expect(await next()).toEqual([])
  })
})

describe('where one info is in doubt by itself', () => {
  test.each<[string, () => Record<string, string>]>([
    ['its words say that it is lifted', () => ({ event: '洪水预警解除' })],
    ['only its headline speaks of floods', () => ({ event: 'Crue', headline: 'Flood goes on' })],
    ['it expires before it was sent', () => ({ expires: capTime(t0) })],
  ])('what stands there stays: %s', async (_, change) => {
    await scene.warn([1, 2], { severity: 'Minor' })
    await update([CLEAR, info([2], change())])
    expect((await kept())['W-1']).toBe('in-force')
    expect((await kept())['W-2']).toContain('asks ours')
    expect(await helped()).toEqual([1, 2])
    await decide('W-2', { ours: false, ends: true })
    expect((await kept())['W-1']).toBe('over superseded')
    expect(await helped()).toEqual([1])
  })
})

test.each([
  ['is of the same area as the clear one', [CLEAR, info([1], { event: 'Inundación', language: 'es' })]],
  ['is of an area where nothing stands', [CLEAR, info([5], { event: 'Inundación', language: 'es' })]],
  ['says that all is over there', [CLEAR, info([2], { event: 'Inundación', responseType: 'AllClear' })]],
])('nothing is asked where the info that nobody knows %s', async (_, infos) => {
  await scene.warn([1, 2], { severity: 'Minor' })
  await update(infos)
  expect(await kept()).toMatchObject({ 'W-1': 'over superseded', 'W-2': 'in-force' })
  expect(await helped()).toEqual([1])
})

test('of an older message that comes after it, it is asked then', async () => {
  await update([CLEAR, info([2], { event: 'Inundación', language: 'es' })])
  expect(await kept()).toEqual({ 'W-2': 'in-force' })
  scene.world.clock.forward(MINUTE)
  await scene.warn([1, 2], { severity: 'Minor', sent: capTime(t0) })
  expect(await kept()).toEqual({ 'W-1': 'in-force', 'W-2': 'in-force part-in-doubt asks ours of W-1' })
})

test('a sibling of which a part is not clear ends no other where only that part is', async () => {
  await scene.warn([1, 2, 3], { severity: 'Minor' })
  await update([info([1, 2])], { identifier: 'U1' })
  await update([info([1]), info([2], { event: 'Inundación', language: 'es' })], { identifier: 'U2' })
  expect(await kept()).toMatchObject({ U1: 'in-force', U2: 'in-force part-in-doubt asks ours of U1' })
  expect(await helped()).toEqual([1, 2])
})

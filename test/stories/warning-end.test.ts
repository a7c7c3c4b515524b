import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { EVERYWHERE } from '../../src/db/agenda.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { COUNTY } from '../harness/county.ts'
import { capTime, figures, refTo, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance
let woken = 0

beforeEach(async () => {
  woken = 0
  app = await serve({ db: scene.db, clock: scene.world.clock, onWork: () => woken++ })
})

type Kept = { id: string; identifier: string; state: string; reason: string | null; msgType: string; source: string }

async function warnings(lane = 'actual'): Promise<Kept[]> {
  return (await app.inject(`/api/v1/warnings?lane=${lane}`)).json().items
}
async function idOf(identifier: string, lane?: string): Promise<string> {
  return (await warnings(lane)).find((w) => w.identifier === identifier)?.id ?? ''
}
/** A coordinator ends a warning; the status of the answer and its body. */
async function end(id: string, reason = 'the water has fallen') {
  const answer = await app.inject({ method: 'POST', url: `/api/v1/warnings/${id}/end`, payload: { reason } })
  return { status: answer.statusCode, body: answer.json() }
}
const standDowns = () => scene.phones.heard.filter((m) => m.kind === 'stand-down').map((m) => m.person)
const page = async () => (await app.inject(`/status?node=${COUNTY}&lang=en`)).body

test('a warning that names no end stands until it is ended by hand, which acts as a Cancel would', async () => {
  await scene.warn([1], { severity: 'Minor', expires: null })
  await scene.pass(48 * HOUR)
  expect((await scene.board()).total.required).toBe(24)
  expect(await page()).toContain('in force, stands until cancelled')
  const called = new Set(scene.phones.heard.map((m) => m.person))
  const id = await idOf('W-1')
  const { status, body } = await end(id)
  expect([status, body.state, body.reason, woken]).toEqual([200, 'over', 'ended by hand: the water has fallen', 1])
  await scene.run()
  expect(figures(await scene.board())).toEqual({ required: 0, unheld: 0, late: 0 })
  expect(await scene.rows('campaign', `ends = 'infinity'`)).toEqual([])
  expect(await scene.rows('callout', 'ended_at is null')).toEqual([])
  expect(new Set(standDowns())).toEqual(called)
  expect(standDowns()).toHaveLength(called.size)
  const [act] = await scene.db.read((tx) => auditOf(tx, EVERYWHERE, id, 1))
  expect(act).toMatchObject({
    act: 'warning.end',
    actor: 'console:console',
    detail: { reason: 'the water has fallen' },
  })
  expect(await warnings()).toMatchObject([
    { msgType: 'Cancel', source: 'by hand', state: 'noted' },
    { identifier: 'W-1', state: 'over' },
  ])
})

test('what is over already, or unknown, or ended for no reason, is refused', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const id = await idOf('W-1')
  expect(await end(id, '  ')).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } })
  const both = await Promise.all([end(id), end(id)])
  expect(both.map((a) => a.status).sort()).toEqual([200, 409])
  expect(await end(id)).toMatchObject({ status: 409, body: { code: 'WARNING_OVER' } })
  expect(await end(newId(scene.now()))).toMatchObject({ status: 404, body: { code: 'WARNING_UNKNOWN' } })
})

test('an Update that was sent before the end comes too late; one sent after it calls again', async () => {
  const t0 = scene.now()
  await scene.warn([1], { severity: 'Minor' })
  const before = scene.world.clock.forward(MINUTE)
  scene.world.clock.forward(MINUTE)
  await end(await idOf('W-1'))
  await scene.run()
  const update = { msgType: 'Update', references: refTo('W-1', t0), severity: 'Minor' }
  await scene.warn([1], { ...update, identifier: 'W-2', sent: capTime(before) })
  expect((await scene.board()).total.required).toBe(0)
  scene.world.clock.forward(MINUTE)
  await scene.warn([2], { ...update, identifier: 'W-3' })
  expect((await scene.board()).total.required).toBeGreaterThan(0)
  const states = Object.fromEntries((await warnings()).map((w) => [w.identifier, w.state]))
  expect(states).toMatchObject({ 'W-1': 'over', 'W-2': 'noted', 'W-3': 'in-force' })
})

test('of two warnings over one village, the other goes on asking', async () => {
  await scene.warn([1], { severity: 'Minor' })
  await scene.warn([1], { identifier: 'X-1', severity: 'Minor' })
  await end(await idOf('W-1'))
  await scene.run()
  expect((await scene.board()).total.required).toBe(24)
  expect(standDowns()).toEqual([])
})

test("a sender's clock that is ahead of ours keeps no warning alive", async () => {
  await scene.warn([1], { severity: 'Minor', sent: capTime(new Date(scene.now().getTime() + 10 * MINUTE)) })
  await end(await idOf('W-1'))
  await scene.pass(HOUR)
  expect((await scene.board()).total.required).toBe(0)
})

test('one that the engine has not looked at yet never calls anybody', async () => {
  const run = scene.run
  scene.run = async () => {}
  await scene.warn([1], { severity: 'Minor' })
  scene.run = run
  expect((await end(await idOf('W-1'))).status).toBe(200)
  await scene.run()
  expect(scene.phones.heard).toEqual([])
})

test('a drill is ended in its own lane, and leaves the real warning be', async () => {
  await scene.warn([1], { severity: 'Minor' })
  await scene.warn([1], { severity: 'Minor', status: 'Exercise' })
  await scene.run('exercise')
  await end(await idOf('W-1', 'exercise'))
  await scene.run('exercise')
  await scene.run()
  expect((await scene.board(COUNTY, { lane: 'exercise' })).total.required).toBe(0)
  expect((await scene.board()).total.required).toBe(24)
})

import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { servingChecks } from '../../src/apps/cli/doctor/flow.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { MINUTE, wallClock } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { startEngine } from '../../src/engine/run.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { capTime, useScene } from '../harness/scene.ts'

/** A database that has no room left: every table refuses rows with the code that PostgreSQL has for it. */

const scene = useScene()
let app: FastifyInstance
let url = ''

/** What is written by acts and steps alike. */
const TABLES = ['record', 'warning', 'summons', 'message', 'requirement', 'duty', 'coverage_delta', 'step_run']
let full = false

async function fill(lack: '53100' | '53200'): Promise<void> {
  full = true
  await scene.db.write(scene.now(), async (tx) => {
    await tx.unsafe(`
      create function no_room() returns trigger language plpgsql as $$
      begin
        raise exception 'could not extend file "base/5/16405": No space left on device' using errcode = '${lack}';
      end $$`)
    for (const table of TABLES) {
      await tx.unsafe(`
        create trigger no_room before insert or update on ${table} for each row execute function no_room()`)
    }
  })
}
async function makeRoom(): Promise<void> {
  full = false
  await scene.db.write(scene.now(), (tx) => tx.unsafe('drop function no_room() cascade'))
}

beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  await scene.give('S01', 'responsible', 'P1-4')
  await scene.warn([1], { severity: 'Minor' })
})
afterEach(async () => {
  await app.close()
  if (full) await makeRoom()
})

async function post(path: string, payload: string | object, type = 'application/json') {
  const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers: { 'content-type': type }, payload })
  return { status: answer.statusCode, body: answer.json(), retry: answer.headers['retry-after'] }
}
const record = (id: string) => ({
  id,
  kind: 'evacuation',
  subject: scene.id('H1-01'),
  toldBy: scene.id('P1-5'),
  occurredAt: scene.now().toISOString(),
  body: {},
})
const area = (village: number) => `<areaDesc>v</areaDesc><polygon>${polygonOf(village)}</polygon>`
const message = (village: number) =>
  cap({ identifier: `W-${village}`, sent: capTime(scene.now()), severity: 'Minor', area: area(village) })
const health = async () => (await app.inject('/api/v1/health')).json().database
const rowsOf = async () => {
  const counts: number[] = []
  for (const table of [...TABLES, 'audit', 'agenda', 'change']) counts.push((await scene.rows(table)).length)
  return counts
}

describe.each([
  ['53100', 'disk space'],
  ['53200', 'memory'],
] as const)('a database without room (%s)', (lack, what) => {
  test('refuses what arrives with a code, keeps nothing of it, and takes the same once there is room', async () => {
    const [summons] = await scene.rows<{ callout: string }>('summons', `person = '${scene.id('P1-4')}'`)
    const records = `/districts/${COUNTY}/records`
    const answers = `/districts/${COUNTY}/callouts/${summons?.callout}/answers`
    const id = newId(scene.now())
    const sent = [
      () => post(records, record(id)),
      () => post(answers, { person: scene.id('P1-4'), kind: 'accepted' }),
      () => post('/warnings', message(2), 'application/xml'),
    ]
    expect(await health()).toMatchObject({ state: 'open', lacks: null })
    await fill(lack)
    const before = await rowsOf()
    for (const send of sent) {
      const { status, body, retry } = await send()
      expect([status, body.code, retry]).toEqual([503, 'DB_SHORT', '5'])
      expect(body.says).toContain(`is short of ${what}`)
    }
    expect(await rowsOf()).toEqual(before)
    expect(await health()).toMatchObject({ state: 'short', lacks: { what } })
    const [server] = await servingChecks(url)
    expect(server).toMatchObject({ name: 'server', status: 'warn', says: expect.stringContaining(what) })
    // It can be read, and a look that writes nothing does not make it look well.
    expect((await app.inject(`/api/v1/board?node=${COUNTY}`)).statusCode).toBe(200)
    await scene.db.write(scene.now(), (tx) => tx`select 1`)
    expect((await health()).state).toBe('short')

    await makeRoom()
    for (const send of sent) expect((await send()).status).toBeLessThan(300)
    expect(await health()).toMatchObject({ state: 'open', lacks: null })
    expect(await scene.rows('record', `id = '${id}'`)).toHaveLength(1)
    await scene.run()
    expect(await scene.rows('warning', `state = 'in-force'`)).toHaveLength(2)
  })

  test('sets nothing aside, and the engine goes on by itself once there is room', async () => {
    await post('/warnings', message(2), 'application/xml')
    await fill(lack)
    const faults: unknown[] = []
    const engine = startEngine(
      scene.db,
      [ACTUAL],
      scene.world.clock,
      { ...scene.gear, wall: wallClock },
      (error) => {
        faults.push((error as { code?: string }).code)
      },
      20,
    )
    try {
      await expect.poll(() => faults.length).toBeGreaterThan(2)
      expect(new Set(faults)).toEqual(new Set(['DB_SHORT']))
      await makeRoom()
      // A step that failed in the moment before is tried again after a minute.
      scene.world.clock.forward(MINUTE)
      const inForce = () => scene.rows('campaign_zone', `ends = 'infinity'`)
      await expect.poll(async () => (await inForce()).length).toBe(2)
    } finally {
      await engine.stop()
    }
    expect(await scene.rows('set_aside')).toEqual([])
  })
})

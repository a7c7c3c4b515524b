import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { beginExercise, giveUpLost, PLAYER } from '../../src/apps/exercise/control.ts'
import { keepPace } from '../../src/apps/exercise/pace.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { HOUR, MINUTE, wallClock } from '../../src/base/clock.ts'
import { endExercise } from '../../src/domain/audit/exercises.ts'
import { laneNow } from '../../src/domain/audit/lanes.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance
const from = new Date('2020-07-08T13:00:00+08:00')
const LANE = 'exercise-1'

beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: wallClock })
})
afterEach(() => app.close())

const begin = (lane = LANE, speed: number | null = null) =>
  beginExercise(scene.db, wallClock.now(), PLAYER, {
    lane,
    district: COUNTY,
    seed: 1,
    from,
    to: new Date(from.getTime() + HOUR),
    speed,
  })

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}

const stateOf = async () => (await ask('GET', '/exercises/last')).body.state
const minutes = (n: number) => new Date(from.getTime() + n * MINUTE)

describe('an exercise', () => {
  test('moves the clock of its lane, and no other', async () => {
    await begin()
    const pace = keepPace(scene.db, { lane: LANE, from, wall: wallClock })
    expect(await pace.reach(minutes(3))).toBe('on')
    pace.end()
    const now = (lane: string) => scene.db.read((tx) => laneNow(tx, lane, scene.now()))
    expect([await now(LANE), await now('actual'), await now('exercise')]).toEqual([
      minutes(3),
      scene.now(),
      scene.now(),
    ])
    const board = await ask('GET', `/board?node=${COUNTY}&lane=${LANE}`)
    expect(board.body).toMatchObject({ at: minutes(3).toISOString(), now: true })
    const lane = await ask('GET', `/lanes/${LANE}`)
    expect(lane.body).toMatchObject({ from: from.toISOString(), now: minutes(3).toISOString(), state: 'running' })
  })

  test('waits while it is paused, goes on, and stops, whoever runs it', async () => {
    await begin()
    const pace = keepPace(scene.db, { lane: LANE, from, wall: wallClock })
    expect((await ask('POST', `/exercises/${LANE}/pause`)).status).toBe(202)
    const reached = pace.reach(minutes(3))
    await vi.waitFor(async () => expect(await stateOf()).toBe('paused'), { timeout: 10_000 })
    expect((await ask('GET', '/exercises/last')).body.at).toBe(from.toISOString())
    await ask('POST', `/exercises/${LANE}/resume`)
    expect([await reached, await stateOf()]).toEqual(['on', 'running'])
    await ask('POST', `/exercises/${LANE}/stop`)
    expect(await pace.reach(minutes(6))).toBe('stop')
    pace.end()
  })

  test('that crawls is made to run', async () => {
    await begin(LANE, 0.001)
    const pace = keepPace(scene.db, { lane: LANE, from, wall: wallClock })
    const reached = pace.reach(minutes(3))
    expect((await ask('PUT', `/exercises/${LANE}/speed`, { speed: null })).body.speed).toBeNull()
    expect(await reached).toBe('on')
    pace.end()
  })

  test('is the only one, and is listed with those before it, newest first', async () => {
    await begin()
    await expect(begin('exercise-2')).rejects.toMatchObject({ code: 'EXERCISE_RUNNING' })
    await scene.db.write(wallClock.now(), (tx) =>
      endExercise(tx, wallClock.now(), LANE, { state: 'stopped', report: null, fault: null }),
    )
    await begin('exercise-2')
    const first = await ask('GET', '/exercises?limit=1')
    expect(first.body.items).toMatchObject([{ lane: 'exercise-2', state: 'running' }])
    const second = await ask('GET', `/exercises?limit=1&after=${first.body.next}`)
    expect(second.body).toMatchObject({ items: [{ lane: LANE, state: 'stopped' }], next: null })
    expect(await ask('POST', `/exercises/${LANE}/pause`)).toMatchObject({
      status: 409,
      body: { code: 'EXERCISE_OVER' },
    })
    expect(await ask('POST', '/exercises/none/stop')).toMatchObject({ status: 404, body: { code: 'EXERCISE_UNKNOWN' } })
  })

  test('whose process died has failed, and says of what', async () => {
    await begin()
    expect(await giveUpLost(scene.db, wallClock.now())).toEqual([])
    const later = new Date(wallClock.now().getTime() + MINUTE)
    expect(await giveUpLost(scene.db, later)).toEqual([LANE])
    expect((await ask('GET', '/exercises/last')).body).toMatchObject({
      state: 'failed',
      fault: { code: 'EXERCISE_LOST', says: expect.stringContaining('ended in the middle') },
    })
    await begin('exercise-2')
  })

  test.each([
    ['that ends before it begins', 0],
    ['of 10,000 years', 10_000 * 365 * 86_400_000],
    ['of 32 days', 32 * 86_400_000],
  ])('of a span %s is refused before anything is made', async (_, ms) => {
    await expect(
      beginExercise(scene.db, wallClock.now(), PLAYER, {
        lane: LANE,
        district: COUNTY,
        seed: 1,
        from,
        to: new Date(from.getTime() + ms),
        speed: null,
      }),
    ).rejects.toMatchObject({ code: 'EXERCISE_SPAN' })
  })
})

describe('a lane', () => {
  test('of real life reaches from its first campaign to now, with what is worth looking at', async () => {
    const began = scene.now()
    await scene.warn([1])
    const { body } = await ask('GET', '/lanes/actual')
    expect(body).toMatchObject({ from: began.toISOString(), state: 'live' })
    expect(body.marks.map((m: { kind: string }) => m.kind)).toEqual(
      expect.arrayContaining(['warning', 'campaign', 'callout']),
    )
    expect(body.marks.find((m: { kind: string }) => m.kind === 'callout').n).toBeGreaterThan(0)
  })

  test('in which nothing ever happened is unknown', async () => {
    expect(await ask('GET', '/lanes/nowhere')).toMatchObject({ status: 404, body: { code: 'LANE_UNKNOWN' } })
    expect((await ask('GET', '/lanes/exercise')).body).toMatchObject({ marks: [], state: 'live' })
  })
})

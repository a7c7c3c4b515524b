import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { curveOf } from '../../src/domain/callouts/curve.ts'
import { nextStep } from '../../src/domain/callouts/next-step.ts'
import type { Ladder } from '../../src/domain/playbooks/model.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
})
afterEach(() => app.close())

const get = async (path: string) => (await app.inject({ url: `/api/v1${path}` })).json()
const overview = (query: string) => get(`/overview?${query}`)
const called = async () => {
  const rows = await scene.rows<{ person: string; callout: string; called_at: Date }>(
    'summons',
    'cardinality(duties) > 0',
  )
  return rows.map((r) => scene.county.code(r.person))
}

describe('the overview', () => {
  test('tells what is in force, who is being called, and what came in, from any node', async () => {
    await scene.warn([1])
    const county = await overview(`area=${COUNTY}`)
    expect(county).toMatchObject({
      campaigns: [{ district: COUNTY, playbook: 'flood', level: 'II' }],
      warnings: [{ identifier: 'W-1', state: 'in-force' }],
      exercise: null,
    })
    expect(county.campaigns[0].required).toBe((await get(`/board?node=${COUNTY}`)).total.required)
    for (const area of ['36', '3611', TOWNSHIP.B, villageCode(6)]) {
      expect((await overview(`area=${area}`)).campaigns).toEqual(county.campaigns)
    }
  })

  test('of a moment past knows nothing of what came later', async () => {
    await scene.warn([1])
    const first = scene.now()
    const people = (await called()).length
    scene.world.clock.forward(MINUTE)
    await scene.answer((await called())[0] ?? '', 'accepted')
    scene.world.clock.forward(MINUTE)
    const quiet = await overview(`area=${COUNTY}&at=${new Date(first.getTime() - MINUTE).toISOString()}`)
    expect([quiet.campaigns, quiet.callouts, quiet.warnings]).toEqual([[], [], []])
    const then = await overview(`area=${COUNTY}&at=${first.toISOString()}`)
    expect(then.callouts[0]).toMatchObject({ counts: { called: people, accepted: 0 }, next: null })
    const now = await overview(`area=${COUNTY}`)
    expect(now.callouts[0].counts).toMatchObject({ called: people, accepted: 1, acknowledged: 1 })
  })
})

describe('a call-out as it goes', () => {
  test('has its curve, its units, and what it does next', async () => {
    await scene.warn([1])
    const people = await called()
    scene.world.clock.forward(2 * MINUTE)
    await scene.answer(people[0] ?? '', 'accepted')
    await scene.answer(people[1] ?? '', 'acknowledged')
    const [{ id }] = (await overview(`area=${COUNTY}`)).callouts
    const progress = await get(`/districts/${COUNTY}/callouts/${id}/progress`)
    expect(progress.curve[0]).toMatchObject({ heard: 0, coming: 0, there: 0 })
    expect(progress.curve.at(-1)).toMatchObject({ heard: 2, coming: 1, there: 0 })
    const sum = (key: string) => progress.units.reduce((n: number, u: Record<string, number>) => n + (u[key] ?? 0), 0)
    expect([sum('called'), sum('heard'), sum('coming')]).toEqual([people.length, 2, 1])
    expect(progress.units.map((u: { name: string }) => u.name)).toEqual(expect.arrayContaining(['Unit UA']))
    expect(progress.next).toMatchObject({ kind: 'redial', n: people.length - 2 })
  })

  test('follows its answers at once, and asks for no moment in between', async () => {
    await scene.warn([1])
    const [person = ''] = await called()
    const [{ id }] = (await overview(`area=${COUNTY}`)).callouts
    const progress = async () => (await get(`/districts/${COUNTY}/callouts/${id}/progress`)).counts.arrived
    expect(await progress()).toBe(0)
    await scene.answer(person, 'arrived')
    expect(await progress()).toBe(1)
  })
})

describe('a curve', () => {
  const Minutes = fc
    .uniqueArray(fc.nat(20_000), { maxLength: 400 })
    .chain((minutes) =>
      fc.tuple(
        ...minutes
          .sort((a, b) => a - b)
          .map((minute) =>
            fc.record({ minute: fc.constant(minute), heard: fc.nat(9), coming: fc.nat(9), there: fc.nat(9) }),
          ),
      ),
    )

  test('never falls, loses nobody, and has few points', () => {
    const start = new Date('2020-07-09T00:00:00Z')
    fc.assert(
      fc.property(Minutes, (minutes) => {
        const curve = curveOf(start, minutes)
        expect(curve.length).toBeLessThanOrEqual(120)
        expect(curve[0]).toEqual({ at: start, heard: 0, coming: 0, there: 0 })
        for (const [i, p] of curve.entries()) {
          const before = curve[i - 1]
          if (before) expect(p.at > before.at && p.heard >= before.heard && p.there >= before.there).toBe(true)
        }
        expect(curve.at(-1)?.heard).toBe(minutes.reduce((n, m) => n + m.heard, 0))
      }),
    )
  })
})

describe('the next step', () => {
  const ladder: Ladder = {
    steps: [
      { kind: 'call', channel: 'phone', waitMs: 1, times: 2 },
      { kind: 'deputy', channel: 'phone', waitMs: 1, times: 1 },
      { kind: 'superior', channel: 'phone', waitMs: 1, times: 1 },
    ],
    deputyRole: 'deputy',
    superiorRole: 'secretary',
    arriveWithinMs: 1,
  }
  const at = (minute: number) => new Date(minute * MINUTE)
  const standing = (step: number, tries: number, n: number, minute: number, unreachable = false) => ({
    step,
    tries,
    n,
    at: at(minute),
    unreachable,
  })

  test('is the first to come, with all that come to the same', () => {
    expect(nextStep([standing(0, 2, 3, 5), standing(0, 0, 1, 4, true)], ladder)).toEqual({
      kind: 'deputy',
      at: at(4),
      n: 4,
    })
    expect(nextStep([standing(0, 1, 3, 5), standing(1, 1, 7, 9)], ladder)).toEqual({ kind: 'redial', at: at(5), n: 3 })
    expect(nextStep([standing(0, 0, 2, 1)], ladder)).toEqual({ kind: 'call', at: at(1), n: 2 })
    expect(nextStep([standing(2, 1, 2, 1)], ladder)).toEqual({ kind: 'end', at: at(1), n: 2 })
    expect(nextStep([], ladder)).toBeNull()
  })
})

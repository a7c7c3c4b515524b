import { beforeEach, describe, expect, test } from 'vitest'
import { planWorks } from '../../src/apps/server/planning/works.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { wallClock } from '../../src/base/clock.ts'
import { MusterError } from '../../src/base/errors.ts'
import { type Filling, fill } from '../../src/domain/gaps/fill.ts'
import { leftOf } from '../../src/domain/gaps/filled.ts'
import type { Opening } from '../../src/domain/gaps/openings.ts'
import { UNSTEERED } from '../../src/domain/gaps/steer.ts'
import { NO_DIVIDERS } from '../../src/domain/gaps/window-problem.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const NOW = new Date('2020-07-09T00:00:00Z')

/** Households in a row with people beside them: more than are planned without a thread. */
function households(count: number): Filling {
  const rule = loadPlaybook(floodText(), 'flood.yaml').rules.find((r) => r.id === 'household-helper')
  if (!rule) throw new Error('the flood playbook has no helpers')
  const openingOf = (_: unknown, i: number): Opening => {
    const place = {
      subject: `h${i}`,
      lon: 116 + i / 100_000,
      lat: 29,
      unit: null,
      people: null,
      lengthM: null,
      risk: 0.7,
      missing: 1,
    }
    return { ...place, rule: rule.id, begins: NOW, starts: NOW, ends: null }
  }
  const [first, ...others] = Array.from({ length: count }, openingOf)
  const people = Array.from({ length: Math.ceil(count / 10) }, (_, i) => ({
    id: `p${i}`,
    at: [116 + i / 10_000, 29.001] as [number, number],
    kinds: ['member'],
    skills: [],
  }))
  const none = { carried: new Map(), held: [], tired: new Set<string>(), absent: new Map(), dividers: NO_DIVIDERS }
  const window = { rule, open: [first as Opening, ...others] as const, tied: { from: NOW, to: NOW }, ...none }
  return { windows: [window], rosters: [], people, steer: UNSTEERED }
}

describe('a plan in the making', () => {
  const works = planWorks(wallClock)

  test('comes to the same in a thread, and tells how far it is', async () => {
    const filling = households(600)
    const made = works.under(COUNTY, 'key-number-1')(filling)
    expect(works.at(COUNTY, 'key-number-1')).toMatchObject({ done: 0, of: null, stopping: false })
    expect(await made).toEqual(fill(filling, leastCost))
    expect(() => works.at(COUNTY, 'key-number-1')).toThrow(MusterError)
  })

  test('stopped, keeps what was found and tells what it did not come to', async () => {
    const filling = households(600)
    const made = works.under(COUNTY, 'key-number-2')(filling)
    expect(works.stop(COUNTY, 'key-number-2')).toMatchObject({ stopping: true })
    const { lines, unplanned } = await made
    expect(lines.length + unplanned.length).toBe(600)
  })

  test('sent again under its key is the same one', async () => {
    const filling = households(600)
    const [one, other] = [works.under(COUNTY, 'key-number-3')(filling), works.under(COUNTY, 'key-number-3')(filling)]
    expect(await other).toBe(await one)
  })

  test('refuses in a thread what it refuses without one', async () => {
    const filling = households(600)
    const twice: Filling = { ...filling, people: [...filling.people, ...filling.people] }
    await expect(Promise.resolve(works.under(COUNTY, undefined)(twice))).rejects.toMatchObject({ code: 'PLAN_INVALID' })
  })

  test('stopped between two windows, leaves the second as it is', () => {
    const { windows, ...rest } = households(5)
    const [first] = windows
    if (!first) throw new Error('no window')
    let stop = false
    const told: number[] = []
    const onProgress = (done: number) => {
      told.push(done)
      stop = done > 0
    }
    const filled = fill({ ...rest, windows: [first, first] }, leastCost, { stop: () => stop, onProgress })
    expect(told).toEqual([0, 5, 5])
    expect([filled.lines.length, filled.unplanned.length]).toEqual([5, 5])
    expect(leftOf(filled)).toEqual([{ rule: 'household-helper', reason: 'not-planned', n: 5 }])
  })
})

describe('over HTTP', () => {
  const scene = useScene()
  beforeEach(() => scene.warn([1], { severity: 'Severe' }))

  test('a plan is asked for under a key, once; when it is done there is nothing to follow', async () => {
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const ask = () =>
      app.inject({
        method: 'POST',
        url: `/api/v1/districts/${COUNTY}/campaigns/${campaign?.id}/plan`,
        headers: { 'idempotency-key': 'a-key-of-mine' },
        payload: { rules: ['section-technical'] },
      })
    const first = await ask()
    expect(first.json()).toMatchObject({ lines: 4, left: [] })
    expect((await ask()).json()).toEqual(first.json())
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/stop'],
    ] as const) {
      const url = `/api/v1/districts/${COUNTY}/planning/a-key-of-mine${path}`
      const answer = await app.inject({ method, url })
      expect(answer.json()).toMatchObject({ code: 'PLANNING_UNKNOWN' })
    }
    await app.close()
  })
})

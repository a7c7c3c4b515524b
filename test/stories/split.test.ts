import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { split } from '../../src/domain/gaps/by-hand/split.ts'
import type { Opening } from '../../src/domain/gaps/openings.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const at = new Date('2020-07-09T08:00:00+08:00')
const opening = (i: number): Opening =>
  ({
    subject: `place-${i}`,
    rule: 'helper',
    lon: 116 + i / 1000,
    lat: 29,
    starts: at,
    begins: at,
    risk: 0.5,
  }) as Opening
const person = (i: number, known: boolean) => ({
  district: COUNTY,
  id: `person-${i}`,
  code: `P${i}`,
  name: `P${i}`,
  skills: [],
  home: known ? ([116 + i / 1000, 29] as [number, number]) : null,
})

describe('splitting places among people', () => {
  test('gives each place to one of them, and none more than one place above another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        (n, known) => {
          const open = Array.from({ length: n }, (_, i) => opening(i))
          const people = known.map((k, i) => person(i, k))
          const given = split(open, people, nearestFirst)
          expect(given.map((g) => g.opening.subject).sort()).toEqual(open.map((o) => o.subject).sort())
          const loads = people.map((p) => given.filter((g) => g.holder === p.id).length)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        },
      ),
      { seed: 2020 },
    )
  })
})

describe('over HTTP', () => {
  const scene = useScene()
  let app: FastifyInstance
  beforeEach(async () => {
    app = await serve({ db: scene.db, clock: scene.world.clock })
  })
  async function give(holder: string[]) {
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const open = await scene.rows<{ subject: string; rule: string; starts: Date }>(
      'requirement',
      "rule = 'section-responsible' and gap_since is not null",
    )
    const gaps = open.map(({ subject, rule, starts }) => ({ subject, rule, starts }))
    const url = `/api/v1/districts/${COUNTY}/gaps/give`
    const answer = await app.inject({ method: 'POST', url, payload: { campaign: campaign?.id, gaps, holder } })
    return { status: answer.statusCode, body: answer.json(), n: gaps.length }
  }

  test('sections of a village are split between two who are named, and both are called', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const { status, body, n } = await give([scene.id('P1-4'), scene.id('P1-5')])
    expect([status, n, body.given.length, body.refused]).toEqual([200, 4, 4, []])
    expect(body.to.map((t: { name: string; n: number }) => [t.name, t.n])).toEqual([
      ['P1-4', 2],
      ['P1-5', 2],
    ])
    await scene.run()
    const called = scene.phones.heard.map((m) => m.address)
    for (const person of ['P1-4', 'P1-5']) expect(called).toContain(`+86 ${person}`)
  })

  test('somebody who is not known refuses all of it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const { status, body } = await give([scene.id('P1-4'), scene.id('S01')])
    expect([status, body.code]).toEqual([404, 'PERSON_UNKNOWN'])
    expect(await scene.rows('duty', "role = 'responsible'")).toEqual([])
  })
})

import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import type { PlanProblem } from '../../src/domain/planner/model.ts'
import { why } from '../../src/domain/planner/why.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

describe('why a pair is in a plan', () => {
  /** Places and holders along a line, a hundredth of a degree apart. */
  const along = (places: number[], holders: [at: number, capacity: number][]): PlanProblem => ({
    places: places.map((at, i) => ({ id: `place-${i}`, at: [116 + at / 100, 29], need: 1, risk: 0.5 })),
    holders: holders.map(([at, capacity], i) => ({ id: `holder-${i}`, at: [116 + at / 100, 29], capacity })),
    withinM: null,
  })
  const hundredth = 972.5

  test('who would have it, and what all would lose: whoever takes it leaves a place of their own', () => {
    const problem = along(
      [0, 1],
      [
        [0, 1],
        [1, 1],
        [5, 1],
      ],
    )
    const found = why(problem, { place: 'place-0', holder: 'holder-0' }, leastCost)
    expect(found).toMatchObject({ distanceM: 0, next: { holder: 'holder-1' }, without: { missing: 0 }, insist: null })
    expect(found.without.metres / hundredth).toBeCloseTo(2, 1)
  })

  test('where nobody else has room, the place is missing', () => {
    const found = why(along([0], [[0, 1]]), { place: 'place-0', holder: 'holder-0' }, leastCost)
    expect(found).toMatchObject({ next: null, without: { missing: 1, metres: 0 } })
  })

  test('to insist on somebody costs never less than the next best, whoever it is', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        numbers,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 5 }),
        (places, homes) => {
          const problem = along(
            places,
            homes.map((at) => [at, places.length]),
          )
          const [pair] = leastCost(problem).pairs
          const other = problem.holders.find((h) => h.id !== pair?.holder)
          if (!pair || !other) throw new Error('nobody was given anything')
          const { without, insist } = why(problem, pair, leastCost, other)
          expect(without.metres).toBeGreaterThanOrEqual(0)
          expect(insist?.metres).toBeGreaterThanOrEqual(without.metres)
        },
      ),
      { seed: 2020 },
    )
  })

  test('whoever is insisted on need not be among the holders, and takes nothing else', () => {
    const problem = along([0, 3], [[0, 2]])
    const stranger = { id: 'stranger', at: [116.04, 29] as [number, number] }
    const { insist } = why(problem, { place: 'place-0', holder: 'holder-0' }, leastCost, stranger)
    expect((insist?.metres ?? 0) / hundredth).toBeCloseTo(4, 1)
  })
})

describe('over HTTP', () => {
  const scene = useScene()
  let app: FastifyInstance
  beforeEach(async () => {
    app = await serve({ db: scene.db, clock: scene.world.clock })
    await scene.warn([1], { severity: 'Severe' })
  })
  const get = async (path: string) => {
    const answer = await app.inject({ method: 'GET', url: `/api/v1/districts/${COUNTY}${path}` })
    return { status: answer.statusCode, body: answer.json() }
  }
  async function lineOf(rule: string) {
    const [open] = await scene.rows<{ id: string }>('proposal', "state = 'open'")
    const { items } = (await get(`/proposals/${open?.id}/lines?limit=200`)).body
    const line = items.find((l: { rule: string }) => l.rule === rule)
    return { line, items, path: `/proposals/${open?.id}/why?line=${line.duty}` }
  }

  test('how far, how much they carry, who would be next, and what it costs without them', async () => {
    const { line, items, path } = await lineOf('section-responsible')
    const { status, body } = await get(path)
    expect([status, body.name, body.distanceM]).toEqual([200, line.person, Math.round(line.distanceM)])
    const theirs = items.filter((l: typeof line) => l.rule === line.rule && l.holder === line.holder)
    expect(body.carries).toBe(theirs.length)
    expect(body.may).toBeGreaterThanOrEqual(body.carries)
    expect(body.next.person).not.toBe(line.holder)
    expect(body.without.missing).toBe(0)
    expect(body.without.metres).toBeGreaterThanOrEqual(0)
    expect(body.insist).toBeNull()
  })

  test('what it would cost to insist on somebody, and what stands against it', async () => {
    const { path, line } = await lineOf('section-technical')
    const of = async (code: string) => (await get(`${path}&holder=${scene.id(code)}`)).body.insist
    const far = line.person === 'P6-3' ? 'P3-3' : 'P6-3'
    expect(await of(far)).toMatchObject({ name: far, missing: 0, fits: { qualified: true, room: true, willing: true } })
    expect(await of('P1-5')).toMatchObject({ name: 'P1-5', fits: { qualified: false } })
    expect((await of(far)).metres).toBeGreaterThanOrEqual((await get(path)).body.without.metres)
  })

  test('nothing is told of a line that is not there, nor of one whose gap was filled', async () => {
    const { path, line } = await lineOf('section-responsible')
    expect((await get(path.replace(line.duty, line.holder))).body.code).toBe('LINE_UNKNOWN')
    expect((await get(`${path}&holder=${line.holder}`)).body.code).toBe('BAD_INPUT')
    expect((await get(`${path}&holder=${line.subject}`)).body.code).toBe('PERSON_UNKNOWN')
    await scene.give(line.place, 'responsible', 'P6-9')
    expect((await get(path)).body.code).toBe('GAP_FILLED')
  })
})

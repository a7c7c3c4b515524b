import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance
let woken = 0

beforeEach(async () => {
  woken = 0
  app = await serve({ db: scene.db, clock: scene.world.clock, onWork: () => woken++ })
})

async function ask(method: 'GET' | 'POST', path: string, body?: object, key?: string) {
  const answer = await app.inject({
    method,
    url: `/api/v1/districts/${COUNTY}${path}`,
    headers: key ? { 'idempotency-key': key } : {},
    ...(body && { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const post = (path: string, body: object, key?: string) => ask('POST', path, body, key)
const site = { place: 'S01' }

test('the skills of a district are told with how many have each', async () => {
  expect(await ask('GET', '/skills')).toEqual({ status: 200, body: { items: [{ skill: 'hydraulic', people: 6 }] } })
})

test('a team is picked, formed once under a key, and dissolved; the engine is woken by what it has to index', async () => {
  const found = await post('/teams/plan', { site, size: 3, skills: [{ skill: 'hydraulic', count: 1 }] })
  expect(found).toMatchObject({
    status: 200,
    body: { site: { name: 'S01' }, under: { name: 'Unit U1' }, until: null, wishes: [{ skill: null }, { count: 1 }] },
  })
  const [leader, ...members] = found.body.members.map((m: { person: string }) => m.person)
  const until = new Date(scene.now().getTime() + 86_400_000).toISOString()
  const body = { site, kind: 'emergency-team', name: 'Boats', leader, members, until }
  const formed = await post('/teams', body, 'key-12345')
  expect(formed).toMatchObject({ status: 200, body: { code: 'U1-T1', people: 3, until } })
  expect(await post('/teams', body, 'key-12345')).toEqual(formed)
  expect(woken).toBe(2)
  const page = await app.inject(`/api/v1/subjects/unit/${formed.body.unit}`)
  expect(page.json()).toMatchObject({
    title: 'Boats',
    may: expect.arrayContaining([{ action: 'dissolve-team', ids: { district: COUNTY, unit: formed.body.unit } }]),
  })
  const dissolved = await post('/teams/U1-T1/dissolve', { reason: 'over' }, 'key-67890')
  expect(dissolved).toMatchObject({ status: 200, body: { unit: formed.body.unit, people: 3, duties: 1 } })
  expect(await post('/teams/U1-T1/dissolve', { reason: 'over' }, 'key-67890')).toEqual(dissolved)
  expect(await post('/teams/U1-T1/dissolve', { reason: 'over' })).toMatchObject({
    status: 409,
    body: { code: 'TEAM_OVER' },
  })
})

test.each([
  ['a skill that nobody has', { size: 2, skills: [{ skill: 'boat', count: 1 }] }, 409, 'TEAM_SKILL'],
  ['no size', { size: 0 }, 400, 'BAD_INPUT'],
  ['more of a skill than people', { size: 1, skills: [{ skill: 'hydraulic', count: 2 }] }, 400, 'PLAN_INVALID'],
  ['a place of another district', { site: { area: '36' }, size: 1 }, 404, 'AREA_UNKNOWN'],
  ['a place and an area', { site: { place: 'S01', area: villageCode(1) }, size: 1 }, 400, 'BAD_INPUT'],
])('a team with %s is refused by name', async (_, change, status, code) => {
  expect(await post('/teams/plan', { site, ...change })).toMatchObject({ status, body: { code } })
})

test('pages offer to form a team for a place, an area and a unit in real life, and nowhere else', async () => {
  const offered = async (page: string, query = '') =>
    (await app.inject(`/api/v1/subjects/${page}${query}`))
      .json()
      .may.filter(({ action }: { action: string }) => action === 'form-team')
      .map(({ ids }: { ids: object }) => ids)
  const [district, unit] = [COUNTY, scene.id('U1')]
  expect(await offered(`place/${scene.id('S01')}`)).toEqual([{ district, place: scene.id('S01') }])
  expect(await offered(`area/${villageCode(1)}`)).toEqual([{ district, area: villageCode(1) }])
  expect(await offered(`unit/${unit}`)).toEqual([{ district, area: villageCode(1), unit }])
  expect(await offered('area/36')).toEqual([])
  expect(await offered(`area/${villageCode(1)}`, '?at=2020-07-08T00:00:00Z')).toEqual([])
  expect(await offered(`area/${villageCode(1)}`, '?lane=exercise')).toEqual([])
})

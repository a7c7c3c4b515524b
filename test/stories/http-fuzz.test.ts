import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { type Description, hostile } from '../harness/hostile.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance
beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
})
afterEach(() => app.close())

/** MUSTER_FUZZ=20000 sends that many; MUSTER_SEED another sample. */
const REQUESTS = Number(process.env.MUSTER_FUZZ ?? 700)
const SEED = Number(process.env.MUSTER_SEED ?? 14)

test(`of ${REQUESTS} hostile requests made from the description none is answered 5xx, and the server goes on`, async () => {
  await flood(scene)
  const api = (await app.inject('/api/openapi.json')).json<Description>()
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  const [callout] = await scene.rows<{ id: string }>('callout')
  const [proposal] = await scene.rows<{ id: string }>('proposal')
  const person = scene.id('P1-4')
  const known = {
    district: COUNTY,
    code: COUNTY,
    node: COUNTY,
    area: COUNTY,
    lane: 'actual',
    list: 'places',
    kind: 'place',
    id: scene.id('S01'),
    subject: scene.id('S01'),
    subjects: scene.id('S01'),
    place: 'S01',
    person,
    persons: person,
    toldBy: person,
    holder: person,
    leader: person,
    unit: 'U1',
    campaign: campaign?.id ?? '',
    callout: callout?.id ?? '',
    proposal: proposal?.id ?? '',
    rule: 'section-patrol',
    starts: '2020-07-09T08:00:00Z',
    z: '10',
    x: '842',
    y: '425',
    q: 'S01',
    state: 'new',
    line: 'x',
    key: 'abcdefgh',
  }
  const faults: string[] = []
  let refused = 0
  for (const request of hostile(api, REQUESTS, SEED, known)) {
    const answer = await app.inject({
      ...request,
      method: request.method as 'GET',
      headers: { 'content-type': 'application/json' },
    })
    if (answer.statusCode >= 500 || answer.body.includes('VALUE_UNFIT'))
      faults.push(
        `${answer.statusCode} ${request.method} ${request.url} ${request.payload ?? ''} ${answer.body}`.slice(0, 600),
      )
    if (answer.statusCode >= 400) refused++
  }
  expect(faults).toEqual([])
  expect(refused).toBeGreaterThan(REQUESTS / 2)
  expect((await app.inject('/api/v1/health')).statusCode).toBe(200)
  expect((await app.inject('/health')).json()).toMatchObject({
    engine: expect.any(String),
    upSince: expect.any(String),
  })
})

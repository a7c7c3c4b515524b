import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { newId } from '../../src/base/ids.ts'
import { COUNTY } from '../harness/county.ts'
import { flood } from '../harness/flood.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
let app: FastifyInstance
beforeEach(async () => {
  app = await makeServer({ db: scene.db, clock: scene.world.clock })
})
afterEach(() => app.close())

interface Receipt {
  id: string | null
  kept: string
  fault: { code: string } | null
}

async function send(path: string, payload: unknown) {
  const headers = { 'content-type': 'application/json' }
  const url = `/api/v1/districts/${COUNTY}${path}`
  const answer = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(payload) })
  return { status: answer.statusCode, body: answer.json() }
}
const get = async (path: string) => (await app.inject({ method: 'GET', url: `/api/v1${path}` })).json()
const told = async (...records: unknown[]) => {
  const { status, body } = await send('/records', records)
  return [status, ...(body.items as Receipt[]).map((r) => (r.fault ? `${r.kept} ${r.fault.code}` : r.kept))]
}
const patrol = (change: object = {}) => ({
  id: newId(scene.now()),
  kind: 'patrol',
  subject: scene.id('S01'),
  toldBy: scene.id('P1-4'),
  occurredAt: scene.now().toISOString(),
  body: { finding: 'all well' },
  ...change,
})
const stranger = () => newId(scene.now())
const recordsOf = async (place: string) => (await get(`/places/${place}/records`)).items

describe('a list of records', () => {
  test('one that is wrong holds up none of the other 49, and says why', async () => {
    const good = Array.from({ length: 49 }, () => patrol())
    const bad = patrol({ body: { says: 'water \ud83c' } })
    expect(await told(...good, bad)).toEqual([207, ...good.map(() => 'new'), 'refused BAD_INPUT'])
    expect(await recordsOf('S01')).toHaveLength(49)
    expect(await told(...good)).toEqual([200, ...good.map(() => 'before')])
  })

  test.each([
    ['a NUL', { body: { 'a\0': 1 } }],
    ['a body of many levels', { body: { x: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) } }],
    ['a body of 100,000 characters', { body: { x: 'x'.repeat(100_000) } }],
    ['a body of 10,000 values', { body: { x: Array.from({ length: 10_000 }, () => 1) } }],
    ['a body that is no object', { body: 'x' }],
    ['the year 0', { occurredAt: '0000-01-01T00:00:00Z' }],
    ['no time', { occurredAt: undefined }],
    ['a field that there is not', { colour: 'red' }],
    ['a place off the globe', { at: [181, 0] }],
    ['no id of a device', { id: 'x' }],
    ['a subject that is no id', { subject: "' or 1=1--" }],
  ])('a record with %s is refused alone', async (_, change) => {
    expect(await told(patrol(change), patrol())).toEqual([207, 'refused BAD_INPUT', 'new'])
  })

  test.each([[null], ['x'], [7], [[]]])('what is no record at all, %j, is refused alone', async (item) => {
    expect(await told(item, patrol())).toEqual([207, 'refused BAD_INPUT', 'new'])
  })

  test('of one record by itself the receipt is the same', async () => {
    const record = patrol()
    expect((await send('/records', record)).body.items).toEqual([{ id: record.id, kept: 'new', fault: null }])
    expect(await told({ ...record, id: record.id.toUpperCase() })).toEqual([200, 'before'])
    expect(await told({ ...record, kind: 'hazard' })).toEqual([207, 'refused RECORD_OTHER'])
  })

  test('more than a thousand at once are refused together', async () => {
    const { status, body } = await send(
      '/records',
      Array.from({ length: 1_001 }, () => patrol()),
    )
    expect([status, body.code]).toEqual([400, 'BAD_INPUT'])
  })

  test('a hazard whose particulars are of another kind is kept, and hides none of the others', async () => {
    await told(patrol({ kind: 'hazard', body: { hazard: 7, muddy: 'perhaps', chainageM: 'far' } }))
    scene.world.clock.forward(1_000)
    await told(patrol({ kind: 'hazard', body: { hazard: 'boil', muddy: true, chainageM: 120 } }))
    const { hazards } = await get(`/board/next?node=${COUNTY}`)
    expect(hazards).toMatchObject([
      { kind: 'boil', muddy: true, chainageM: 120 },
      { kind: null, muddy: null, chainageM: null },
    ])
  })
})

describe('a record of what the register does not know', () => {
  test('is kept aside with its receipt, counted nowhere, and shown', async () => {
    await flood(scene)
    const before = await get(`/board?node=${COUNTY}`)
    const records = [patrol({ subject: stranger() }), patrol({ toldBy: stranger() }), patrol({ kind: 'selfie' })]
    const receipts = ['aside PLACE_UNKNOWN', 'aside PERSON_UNKNOWN', 'aside RECORD_KIND']
    expect(await told(...records)).toEqual([200, ...receipts])
    expect(await told(...records)).toEqual([200, ...receipts])
    expect(await told({ ...records[0], body: {} })).toEqual([207, 'refused RECORD_OTHER'])
    expect(await recordsOf('S01')).toEqual([])
    expect(await get(`/board?node=${COUNTY}`)).toEqual(before)

    const next = await get(`/board/next?node=${COUNTY}`)
    const why = new Map(next.asides.map((a: { id: string; why: string[] }) => [a.id, a.why]))
    expect(records.map((r) => why.get(r.id))).toEqual([['PLACE_UNKNOWN'], ['PERSON_UNKNOWN'], ['RECORD_KIND']])
    const { items } = await get(`/lists/asides?district=${COUNTY}`)
    expect(items).toHaveLength(3)
    const third = items.find((i: { id: string }) => i.id === records[2]?.id)
    expect(third.cells).toMatchObject({ state: 'waits', why: ['RECORD_KIND'], subject: { name: 'S01' } })
  })

  test('a place as teller, or what lies in another district, is not known here', async () => {
    const place = scene.id('S01')
    expect(await told(patrol({ toldBy: place }))).toEqual([200, 'aside PERSON_UNKNOWN'])
    expect(await told(patrol({ subject: scene.id('P1-4') }))).toEqual([200, 'new'])
  })

  test('is tied to what is meant and counts from then on; sent again it has the same receipt', async () => {
    const record = patrol({ subject: stranger() })
    await told(record)
    const tie = (body: object) => send(`/records/aside/${record.id}/tie`, body)
    expect((await tie({ subject: stranger() })).body.code).toBe('PLACE_UNKNOWN')
    scene.world.clock.forward(60_000)
    expect((await tie({ subject: scene.id('S01') })).body).toMatchObject({ id: record.id, subject: scene.id('S01') })
    expect(await recordsOf('S01')).toMatchObject([{ id: record.id, receivedAt: scene.now().toISOString() }])
    expect((await tie({ subject: scene.id('S01') })).body.code).toBe('ASIDE_SETTLED')
    expect(await told(record)).toEqual([200, 'aside PLACE_UNKNOWN'])
    expect((await get(`/board/next?node=${COUNTY}`)).asides).toEqual([])
  })

  test('is dropped with a reason, and stays to be read', async () => {
    const record = patrol({ subject: stranger() })
    await told(record)
    expect((await send(`/records/aside/${record.id}/drop`, { reason: ' ' })).body.code).toBe('BAD_INPUT')
    expect((await send(`/records/aside/${record.id}/drop`, { reason: 'a test of the telephone' })).status).toBe(200)
    expect((await get(`/board/next?node=${COUNTY}`)).asides).toEqual([])
    const { items } = await get(`/lists/asides?district=${COUNTY}&state=dropped`)
    expect(items).toMatchObject([{ id: record.id, cells: { state: 'dropped', reason: 'a test of the telephone' } }])
    expect((await send(`/records/aside/${stranger()}/drop`, { reason: 'x' })).body.code).toBe('ASIDE_UNKNOWN')
  })
})

describe('a list of answers', () => {
  test('each has its own receipt: taken, known already, or refused with its reason', async () => {
    await flood(scene)
    const [campaign] = (await get(`/districts/${COUNTY}/campaigns`)).items
    const [callout] = (await get(`/districts/${COUNTY}/campaigns/${campaign.id}/callouts`)).items
    const path = `/callouts/${callout.id}/answers`
    const [first, second] = (await get(`/districts/${COUNTY}${path.replace('answers', 'silent')}`)).items
    const answer = (person: unknown, kind: unknown, more: object = {}) => ({ person, kind, ...more })
    const { status, body } = await send(path, [
      answer(first.person, 'accepted'),
      answer(first.person, 'accepted'),
      answer(first.person, 'declined', { reason: 'half \ud800' }),
      answer(second.person, 'declined', { reason: 'abroad' }),
      answer(scene.id('P6-9'), 'accepted'),
      answer(second.person, 'perhaps'),
    ])
    expect(status).toBe(207)
    expect(body.items.map((i: { taken: string; fault: { code: string } | null }) => [i.taken, i.fault?.code])).toEqual([
      ['taken', undefined],
      ['before', undefined],
      ['refused', 'BAD_INPUT'],
      ['taken', undefined],
      ['refused', 'SUMMONS_UNKNOWN'],
      ['refused', 'BAD_INPUT'],
    ])
    const again = await send(path, [answer(first.person, 'accepted'), answer(second.person, 'accepted')])
    expect([again.status, again.body.items.map((i: { taken: string }) => i.taken)]).toEqual([200, ['before', 'taken']])
  })
})

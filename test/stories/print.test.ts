import type { FastifyInstance } from 'fastify'
import { beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance
let campaign: string

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
  await scene.warn([1])
  await scene.give('S01', 'responsible', 'P1-5')
  await scene.pass(MINUTE)
  campaign = (await scene.rows<{ id: string }>('campaign'))[0]?.id ?? ''
})

async function sheet(form: string, query: Record<string, string>) {
  const answer = await app.inject({ url: `/api/v1/print/${form}`, query })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

test('the assignment list has each section in its order, who is on it with a telephone, and what nobody took', async () => {
  const { head, items, next } = await sheet('ics204', { district: COUNTY, campaign, line: 'south dam' })
  expect(head).toMatchObject({
    district: { name: `county ${COUNTY}` },
    campaign: { name: 'Flood' },
    level: 'II',
    lane: 'actual',
    utcOffset: 480,
    from: scene.now().toISOString(),
    to: new Date(scene.now().getTime() + 8 * HOUR).toISOString(),
  })
  expect(items.map((s: { place: { name: string } }) => s.place.name)).toEqual([
    'S01',
    'S02',
    'S03',
    'S04',
    'S05',
    'S06',
    'S07',
    'S08',
    'S09',
    'S10',
  ])
  expect(items[0].assignments).toMatchObject([
    {
      role: 'responsible',
      person: { name: 'P1-5' },
      unit: { name: 'Unit U1' },
      contact: { channel: 'phone', address: '+86 P1-5' },
      answer: 'called',
    },
  ])
  expect(new Set(items[0].missing.map((m: { rule: string }) => m.rule))).toEqual(
    new Set(['section-patrol', 'section-technical']),
  )
  expect(next).toBeNull()
  const first = await sheet('ics204', { district: COUNTY, campaign, limit: '3' })
  const second = await sheet('ics204', { district: COUNTY, campaign, limit: '3', after: first.next })
  expect(second.items.map((s: { place: { name: string } }) => s.place.name)).toEqual(['S14', 'S15', 'S16'])
})

test('the check-in list has everybody who was called, and when each thing was known of them', async () => {
  await scene.answer('P1-5', 'accepted')
  await scene.answer('P1-5', 'arrived')
  const { items } = await sheet('ics211', {
    district: COUNTY,
    campaign,
    from: new Date(scene.now().getTime() - HOUR).toISOString(),
  })
  const mine = items.find((c: { person: { name: string } }) => c.person.name === 'P1-5')
  expect(mine).toMatchObject({
    askedAs: 'holder',
    arrivedAt: scene.now().toISOString(),
    declinedAt: null,
    contact: { address: '+86 P1-5' },
  })
  expect(mine.assigned[0]).toMatchObject({ role: expect.any(String), subject: { kind: 'place' } })
  expect(items.length).toBe((await scene.rows('summons')).length)
})

test('the activity log is read from the beginning of the period on, whole or of a unit', async () => {
  const record = {
    id: newId(scene.now()),
    kind: 'patrol',
    subject: scene.id('S01'),
    toldBy: scene.id('P1-4'),
    occurredAt: scene.now(),
    body: { water: 'clear' },
  }
  await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [record], afterRecords)
  const from = new Date(scene.now().getTime() - HOUR).toISOString()
  const { items } = await sheet('ics214', { district: COUNTY, campaign, from })
  const acts = items.map((e: { act: string }) => e.act)
  expect(acts).toEqual(expect.arrayContaining(['duty.give', 'callout.start', 'record.patrol']))
  const times = items.map((e: { at: string }) => e.at)
  expect(times).toEqual([...times].sort())
  const read: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = await sheet('ics214', { district: COUNTY, campaign, from, limit: '2', ...(after ? { after } : {}) })
    read.push(...page.items.map((e: { id: string }) => e.id))
    after = page.next
  }
  expect(read).toEqual(items.map((e: { id: string }) => e.id))
  const unit = await sheet('ics214', { district: COUNTY, from, unit: 'U1' })
  expect(unit.items.map((e: { act: string }) => e.act)).toEqual(['record.patrol'])
  expect((await sheet('ics214', { district: COUNTY, from, unit: 'U4' })).items).toEqual([])
})

test("a unit's duty list names every one of its people, with or without a duty", async () => {
  const { unit, items } = await sheet('duties', { unit: 'U1' })
  expect(unit.name).toBe('Unit U1')
  expect(items.map((m: { person: { name: string } }) => m.person.name)).toEqual(
    Array.from({ length: 9 }, (_, i) => `P1-${i + 1}`),
  )
  expect(items[4].duties).toContainEqual(
    expect.objectContaining({ role: 'responsible', subject: expect.objectContaining({ name: 'S01' }) }),
  )
  expect((await sheet('duties', { unit: 'UA', limit: '200' })).items).toHaveLength(29)
})

test('a period that ends before it begins, and a campaign that is not there, are refused', async () => {
  const refused = async (query: Record<string, string>) => {
    const answer = await app.inject({ url: '/api/v1/print/ics204', query: { district: COUNTY, ...query } })
    return [answer.statusCode, answer.json().code]
  }
  expect(await refused({ campaign, to: '2019-01-01T00:00:00Z' })).toEqual([400, 'BAD_INPUT'])
  expect(await refused({ campaign: newId(scene.now()) })).toEqual([404, 'CAMPAIGN_UNKNOWN'])
})

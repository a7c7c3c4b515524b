import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { EventPage, SubjectShape } from '../../src/apps/client/subjects.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { info } from '../harness/infos.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

type Page = z.input<typeof SubjectShape>
type History = z.input<typeof EventPage>

async function get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const answer = await app.inject({ url: `/api/v1/subjects/${path}`, query })
  const body = answer.json()
  expect(answer.statusCode, JSON.stringify(body)).toBe(200)
  return body as T
}

const page = (path: string, query = {}) => get<Page>(path, query)
const what = (p: Page, key: string) => p.what.find((f) => f.key === key)?.value
const acts = async (path: string, query = {}) => (await get<History>(`${path}/history`, query)).items.map((e) => e.act)

/** Every page opens its counts in a list, and the list has as many rows as it says. */
async function expectCountsToOpen(p: Page): Promise<void> {
  for (const about of p.about) {
    const answer = await app.inject({
      url: `/api/v1/lists/${about.list}`,
      query: { ...about.filter, lane: p.lane, limit: '200' },
    })
    expect(answer.json().items?.length, `${p.kind}: ${about.key} ${answer.body.slice(0, 200)}`).toBe(about.n)
  }
}

async function report(subject: string, by: string, body: Record<string, unknown>, corrects?: string): Promise<string> {
  const id = newId(scene.now())
  const record = { id, kind: 'patrol', subject: scene.id(subject), toldBy: scene.id(by), occurredAt: scene.now(), body }
  const more = corrects === undefined ? record : { ...record, corrects }
  await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [more], afterRecords)
  return id
}

describe('a place', () => {
  test('says what it is, where, who answers, what is missing, and what may be done', async () => {
    await scene.warn([1])
    const duty = await scene.give('S01', 'responsible', 'P1-5')
    await scene.pass(MINUTE)
    const p = await page(`place/${scene.id('S01')}`)
    expect(p).toMatchObject({ kind: 'place', title: 'S01', state: 'unheld', now: true, district: COUNTY })
    expect(p.where.map((r) => r.name)).toEqual([
      'province 36',
      'prefecture 3611',
      `county ${COUNTY}`,
      `township ${COUNTY}100`,
      `village ${villageCode(1)}`,
      'Unit U36',
      'Unit U3611',
      'Unit UC',
      'Unit UA',
      'Unit U1',
    ])
    expect(p.answers).toMatchObject([
      {
        duty: duty.id,
        role: 'responsible',
        holder: { name: 'P1-5' },
        unit: { name: 'Unit U1' },
        answer: { state: 'called' },
      },
    ])
    expect(p.missing.map((g) => g.rule).sort()).toEqual(['section-patrol', 'section-technical'])
    expect(p.missing[0]).toMatchObject({ place: 'S01', areaName: `village ${villageCode(1)}`, playbook: 'flood' })
    expect(p.at?.bbox[0]).toBeCloseTo(116.602)
    expect(p.may.map((m) => m.action)).toEqual(
      expect.arrayContaining(['give-duty', 'add-record', 'plan', 'replace', 'end-duty', 'call-again']),
    )
    await expectCountsToOpen(p)
  })

  test('is told as it stood then, when nothing may be done any more', async () => {
    const before = scene.now()
    await scene.pass(MINUTE)
    await scene.give('S01', 'responsible', 'P1-5')
    await scene.pass(MINUTE)
    const then = await page(`place/${scene.id('S01')}`, { at: before.toISOString() })
    expect(then).toMatchObject({ state: 'free', now: false, answers: [], may: [], asOf: before.toISOString() })
    expect((await page(`place/${scene.id('S01')}`)).answers).toHaveLength(1)
  })

  test('has a history, newest first, read by page and by kind', async () => {
    await scene.warn([1])
    const first = await report('S01', 'P1-4', { water: 'clear' })
    await scene.pass(MINUTE)
    await scene.give('S01', 'responsible', 'P1-5')
    await scene.pass(MINUTE)
    await report('S01', 'P1-4', { water: 'muddy' }, first)
    const { items } = await get<History>(`place/${scene.id('S01')}/history`)
    expect(items.map((e) => e.act)).toEqual(
      expect.arrayContaining(['record.patrol', 'duty.begin', 'requirement.begin']),
    )
    const times = items.map((e) => e.at)
    expect(times).toEqual([...times].sort().reverse())
    expect(items[0]).toMatchObject({ act: 'record.patrol', by: { name: 'P1-4', ref: { kind: 'person' } } })
    expect(items.find((e) => e.act === 'duty.begin')?.about).toMatchObject({ kind: 'person', name: 'P1-5' })
    const read: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const part: History = await get(`place/${scene.id('S01')}/history`, { limit: '2', ...(after ? { after } : {}) })
      read.push(...part.items.map((e) => e.id))
      after = part.next
    }
    expect(read).toEqual(items.map((e) => e.id))
    expect(new Set(await acts(`place/${scene.id('S01')}`, { kinds: 'record' }))).toEqual(new Set(['record.patrol']))
  })
})

describe('every other subject', () => {
  test('a unit and a person', async () => {
    await scene.warn([1])
    await scene.pass(MINUTE)
    const unit = await page('unit/U1')
    expect(unit).toMatchObject({ title: 'Unit U1', code: 'U1' })
    expect(unit.answers.map((a) => [a.role, a.holder.name])).toEqual([
      ['deputy', 'P1-2'],
      ['secretary', 'P1-1'],
    ])
    expect(what(unit, 'required')).toBeGreaterThan(20)
    expect(unit.missing.length).toBeGreaterThan(0)
    await expectCountsToOpen(unit)
    const called = (await scene.rows<{ person: string }>('summons')).find((s) =>
      /^P1/.test(scene.county.code(s.person)),
    )
    const person = await page(`person/${called?.person}`)
    expect(what(person, 'phone')).toMatch(/^\+86 P1-/)
    expect(person.answers[0]?.answer).toMatchObject({ state: 'called' })
    expect(person.where.at(-1)).toMatchObject({ kind: 'unit', name: 'Unit U1' })
    await expectCountsToOpen(person)
    await scene.answer(person.code ?? '', 'accepted')
    expect(await acts(`person/${called?.person}`)).toEqual(
      expect.arrayContaining([
        'summons.called',
        'summons.acknowledged',
        'summons.accepted',
        'membership.begin',
        'duty.begin',
      ]),
    )
    expect(await acts('unit/U1')).toEqual(expect.arrayContaining(['tree.under', 'membership.begin', 'duty.begin']))
  })

  test('an area, from the province to a village', async () => {
    await scene.warn([1])
    const village = await page(`area/${villageCode(1)}`)
    expect(village.answers.map((a) => a.role)).toEqual(['deputy', 'secretary'])
    expect(village.missing.length).toBeGreaterThan(0)
    await expectCountsToOpen(village)
    const county = await page(`area/${COUNTY}`)
    expect(what(county, 'campaign')).toMatchObject({ kind: 'campaign', name: 'Flood', names: { zh: '防汛抗洪' } })
    await expectCountsToOpen(county)
    expect(await page('area/36')).toMatchObject({
      title: 'province 36',
      missing: [],
      answers: [{ role: 'secretary' }].slice(1),
    })
    expect(await acts(`area/${COUNTY}`)).toEqual(
      expect.arrayContaining(['campaign.begin', 'zone.begin', 'callout.start']),
    )
  })

  test('a warning of two infos tells as its own only what both agree on', async () => {
    const both = [info([1], { severity: 'Minor' }), info([2], { severity: 'Extreme' })].join('')
    await scene.warn([], { info: null, more: both })
    const [warning] = await scene.rows<{ id: string }>('warning')
    const told = await page(`warning/${warning?.id}`)
    expect(what(told, 'urgency')).toBe('Immediate')
    expect([what(told, 'severity'), what(told, 'areas')]).toEqual([undefined, undefined])
  })

  test('a campaign, its warning, its call-out, its proposal, and a record', async () => {
    await scene.warn([1])
    await scene.pass(MINUTE)
    const one = async (table: string) =>
      (await scene.rows<{ id: string }>(table, table === 'proposal' ? "state = 'open'" : 'true'))[0]?.id ?? ''
    const record = await report('S01', 'P1-4', { water: 'muddy', deep: 2 })
    for (const kind of ['campaign', 'warning', 'callout', 'proposal'] as const) {
      const p = await page(`${kind}/${await one(kind)}`)
      expect([p.kind, p.title], kind).toEqual([
        kind,
        expect.stringMatching(kind === 'proposal' ? /, Level I+, \d\d:\d\d$/ : /^flood/i),
      ])
      await expectCountsToOpen(p)
      expect((await acts(`${kind}/${await one(kind)}`)).length, kind).toBeGreaterThan(0)
      // Found in its district, and in no other.
      if (kind !== 'warning') {
        await page(`${kind}/${await one(kind)}`, { district: COUNTY })
        const elsewhere = await app.inject({
          url: `/api/v1/subjects/${kind}/${await one(kind)}`,
          query: { district: '36' },
        })
        expect(elsewhere.statusCode).toBe(404)
      }
    }
    expect((await page(`proposal/${await one('proposal')}`)).may.map((m) => m.action)).toContain('accept')
    expect((await page(`warning/${await one('warning')}`)).may).toEqual([
      { action: 'end-warning', ids: { warning: await one('warning') } },
    ])
    const told = await page(`record/${record}`)
    expect(what(told, 'says water')).toBe('muddy')
    expect(what(told, 'subject')).toMatchObject({ kind: 'place', name: 'S01' })
    expect(await acts(`record/${record}`)).toEqual(expect.arrayContaining(['record.occurred', 'record.received']))
    const correction = await report('S01', 'P1-4', { water: 'clear' }, record)
    expect(what(await page(`record/${record}`), 'correctedBy')).toMatchObject({ id: correction })
    expect(await acts(`record/${record}`)).toContain('record.corrected')
  })

  test('who is not there is told by name', async () => {
    for (const [path, code] of [
      ['place/x', 'PLACE_UNKNOWN'],
      ['person/x', 'PERSON_UNKNOWN'],
      [`record/${newId(scene.now())}`, 'RECORD_UNKNOWN'],
      ['area/x/history', 'AREA_UNKNOWN'],
      [`callout/${newId(scene.now())}/history`, 'CALLOUT_UNKNOWN'],
    ] as const) {
      const answer = await app.inject({ url: `/api/v1/subjects/${path}` })
      expect([answer.statusCode, answer.json().code]).toEqual([404, code])
    }
  })
})

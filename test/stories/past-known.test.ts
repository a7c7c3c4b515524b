import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { COUNTY } from '../harness/county.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'
import {
  type Asking,
  type Board,
  expectSameRow,
  LISTS,
  type Listed,
  type Progress,
  type Taken,
  takeMoment,
} from '../harness/take-moment.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

async function get<T>(path: string, query: Record<string, string>): Promise<T> {
  const answer = await app.inject({ url: `/api/v1${path}`, query })
  return answer.json() as T
}

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload: body })
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json() as T
}

const asking: Asking = { scene, get }

/** That the headline of each call-out counts what its rows say, filter by filter. */
async function expectHeadlinesAsRows(): Promise<void> {
  for (const { id } of await scene.rows<{ id: string }>('callout')) {
    const { counts } = await get<Progress>(`/districts/${COUNTY}/callouts/${id}/progress`, {})
    const n = async (state: string) =>
      (await get<Listed>('/lists/summonses', { district: COUNTY, callout: id, state, limit: '200' })).items.length
    const [declined, arrived, stoodDown] = [await n('declined'), await n('arrived'), await n('stood-down')]
    expect([counts.declined, counts.arrived, counts.stoodDown]).toEqual([declined, arrived, stoodDown])
    expect((counts.called ?? 0) - (counts.acknowledged ?? 0)).toBe(await n('called,untold,away-not-called,no-address'))
    expect(counts.accepted).toBe(await n('accepted,arrived'))
  }
}

const person = async (nth: number) => {
  const called = await scene.rows<{ callout: string; person: string }>(
    'summons',
    `stood_down_at is null and acknowledged_at is null`,
  )
  return called[nth] as { callout: string; person: string }
}

describe('a moment past', () => {
  test('shows the rows, cells and counts that were shown then, also where answers, ends and evidence came later', async () => {
    const takes: { at: string; taken: Taken }[] = []
    const take = async () => {
      await scene.run()
      takes.push({ at: scene.now().toISOString(), taken: await takeMoment(asking, null) })
      scene.world.clock.forward(SECOND)
    }
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.pass(MINUTE)
    await scene.warn([1, 2], { severity: 'Severe' })
    const sent = scene.now()
    await take()
    for (const p of await scene.db.read((tx) => openProposals(tx, 'actual')))
      await decideProposal(scene.db, scene.now(), CONSOLE, p.district, p.id, true)
    await scene.pass(2 * MINUTE)
    await take()

    const answer = async (kind: string, minutesAgo = 0, nth = 0) => {
      const { callout, person: who } = await person(nth)
      const at = new Date(scene.now().getTime() - minutesAgo * MINUTE).toISOString()
      await post(`/districts/${COUNTY}/callouts/${callout}/answers`, [{ person: who, kind, at }])
      return scene.county.code(who)
    }
    await scene.pass(4 * MINUTE)
    await answer('accepted')
    await answer('declined', 3)
    await answer('arrived', 2)
    await answer('acknowledged')
    await take()

    const report = async (subject: string, minutesAgo: number, more = {}) => {
      const occurredAt = new Date(scene.now().getTime() - minutesAgo * MINUTE)
      const record = {
        id: newId(scene.now()),
        kind: 'patrol',
        subject: scene.id(subject),
        toldBy: scene.id('P1-4'),
        occurredAt,
      }
      await post(`/districts/${COUNTY}/records`, [{ ...record, body: { water: 'clear' }, ...more }])
    }
    await report('S01', 1)
    await scene.pass(HOUR)
    await take()
    await report('S01', 20)
    await report('S02', 0, { kind: 'hazard', body: { hazard: 'boil', muddy: true } })
    await scene.pass(20 * MINUTE)
    await take()

    const [duty] = await scene.rows<{ id: string }>(
      'duty',
      `campaign is not null and ends > starts and lane = 'actual'`,
    )
    const away = { person: 'P1-3', kind: 'away', starts: scene.now().toISOString() }
    const noted = await post<{ absence: { id: string } }>(`/districts/${COUNTY}/absences`, {
      ...away,
      ends: new Date(scene.now().getTime() + 48 * HOUR).toISOString(),
    })
    await scene.pass(MINUTE)
    await take()
    await post(`/duties/${COUNTY}/${duty?.id}/end`, { reason: 'moved away' })
    await post(`/districts/${COUNTY}/absences/${noted.absence.id}/end`, {})
    await scene.warn([1, 2], {
      identifier: 'W-2',
      msgType: 'Update',
      severity: 'Extreme',
      references: refTo('W-1', sent),
    })
    await scene.pass(10 * MINUTE)
    await take()
    await expectHeadlinesAsRows()
    const second = scene.now()
    await scene.warn([], {
      identifier: 'W-3',
      msgType: 'Cancel',
      references: refTo('W-2', await sentOf('W-2')),
      sent: capTime(second),
    })
    await scene.pass(10 * MINUTE)
    await expectHeadlinesAsRows()
    expect((await scene.rows('summons', 'stood_down_at is not null')).length).toBeGreaterThan(3)

    const compared = new Map<string, number>()
    for (const { at, taken } of takes) {
      const then = await takeMoment(asking, at)
      for (const [key, { kind, rows }] of taken) {
        const found = then.get(key)?.rows ?? new Map()
        expect.soft([...found.keys()].sort(), `${at} ${key}`).toEqual([...rows.keys()].sort())
        for (const [id, cells] of rows) {
          const same = found.get(id)
          if (same) expectSameRow(`${at} ${key} ${id}`, cells, same, kind)
        }
        compared.set(kind, (compared.get(kind) ?? 0) + rows.size)
      }
    }
    for (const kind of [
      ...LISTS,
      'summonses',
      'progress',
      'person',
      'place',
      'callout',
      'answers',
      'missing',
      'history',
    ])
      expect.soft(compared.get(kind), kind).toBeGreaterThan(kind === 'absences' ? 0 : 3)
  })

  test('between two looks of the engine counts what it had counted, in rows, panel and map alike', async () => {
    await scene.warn([1], { severity: 'Extreme' })
    for (const p of await scene.db.read((tx) => openProposals(tx, 'actual')))
      await decideProposal(scene.db, scene.now(), CONSOLE, p.district, p.id, true)
    await scene.pass(MINUTE)
    // Time goes on, and the engine does not look: what falls due meanwhile nobody has counted.
    scene.world.clock.forward(3 * HOUR)
    const between = scene.now().toISOString()
    const before = await lateOf({})
    scene.world.clock.forward(MINUTE)
    await scene.run()
    const after = await lateOf({})
    expect(after.panel).toBeGreaterThan(before.panel)
    for (const each of [before, await lateOf({ at: between }), after]) {
      expect(each.rows).toBe(each.panel)
      expect(each.map).toBeLessThanOrEqual(each.panel)
    }
    expect(await lateOf({ at: between })).toEqual(before)
  })
})

async function sentOf(identifier: string): Promise<Date> {
  const [warning] = await scene.rows<{ sent: Date }>('warning', `identifier = '${identifier}'`)
  if (!warning) throw new Error(`no warning ${identifier}`)
  return warning.sent
}

/** How much evidence is late: by the counts, by the rows, and by places as the map shows them. */
async function lateOf(then: Record<string, string>): Promise<{ panel: number; rows: number; map: number }> {
  const { total } = await get<Board>('/board', { node: COUNTY, ...then })
  let rows = 0
  for (let after: string | null = ''; after !== null; ) {
    const page: Listed = await get('/lists/gaps', {
      district: COUNTY,
      kind: 'late',
      limit: '200',
      ...then,
      ...(after ? { after } : {}),
    })
    rows += page.items.length
    after = page.next
  }
  const { items } = await get<Listed>('/lists/places', { district: COUNTY, limit: '200', ...then })
  return { panel: total.late, rows, map: items.filter((r) => r.cells.state === 'late').length }
}

test('how many held a place is told as of then, though nothing that is counted had moved', async () => {
  await scene.warn([1], { severity: 'Severe' })
  const until = (hours: number) => ({ starts: scene.now(), ends: new Date(scene.now().getTime() + hours * HOUR) })
  await scene.give('S01', 'patrol', 'P1-4', until(1))
  await scene.give('S01', 'patrol', 'P1-5', until(5))
  await scene.run()
  const held = async (at?: Date) => {
    const { gaps } = await scene.board(COUNTY, { at, gaps: 500 })
    return gaps.filter((g) => g.subject === scene.id('S01') && g.rule === 'section-patrol').map((g) => g.held)
  }
  expect(await held()).toEqual([2])
  await scene.pass(HOUR)
  const then = scene.now()
  expect(await held()).toEqual([1])
  await scene.pass(HOUR)
  expect(await held(then)).toEqual([1])
})

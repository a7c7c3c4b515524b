import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { ListDefs, RowPage } from '../../src/apps/client/lists.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { afterRecords } from '../../src/domain/gaps/actions.ts'
import { noteAbsence } from '../../src/domain/gaps/by-hand/absence.ts'
import { takeRecords } from '../../src/domain/records/actions.ts'
import { RecordInput } from '../../src/domain/records/model.ts'
import { receiveRecords } from '../../src/domain/records/receive.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

type Page = z.input<typeof RowPage>
type Cells = Page['items'][number]['cells']

async function get<T = Page>(path: string, query: Record<string, string> = {}): Promise<{ status: number; body: T }> {
  const answer = await app.inject({ url: `/api/v1${path}`, query })
  return { status: answer.statusCode, body: answer.json() as T }
}

async function list(name: string, query: Record<string, string> = {}): Promise<Page> {
  const { status, body } = await get(`/lists/${name}`, query)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** Every row of a list, read by pages of `limit`; pages that are empty and not the last are gone through. */
async function whole(name: string, query: Record<string, string>, limit: number): Promise<Page['items']> {
  const rows: Page['items'] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Page = await list(name, { ...query, limit: String(limit), ...(after ? { after } : {}) })
    rows.push(...page.items)
    after = page.next
  }
  return rows
}

const name = (cell: Cells[string] | undefined) => (cell as { name: string } | null)?.name

/** The flood over village 1, its helpers called, one of them heard; a patrol reported. */
async function flood(): Promise<void> {
  await scene.warn([1])
  await scene.pass(MINUTE)
  const [called] = await scene.rows<{ person: string }>('summons')
  if (called) await scene.answer(scene.county.code(called.person), 'accepted')
  const record = {
    id: newId(scene.now()),
    kind: 'patrol',
    subject: scene.id('S01'),
    toldBy: scene.id('P1-4'),
    occurredAt: scene.now(),
    body: { water: 'clear', note: '=by the willow' },
  }
  await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [record], afterRecords)
  const taking = { now: scene.now(), actor: CONSOLE, district: COUNTY, lane: 'actual' }
  const sent = { items: [{ ...record, id: newId(scene.now()), kind: 'selfie' }], read: RecordInput.safeParse }
  await receiveRecords(scene.db, taking, sent, afterRecords)
}

describe('every list', () => {
  test('says what it can be asked, names an index for each order, and is read page by page, each row once', async () => {
    await flood()
    for (let n = 1; n < 10; n++) {
      const input = { person: `P6-${n}`, kind: n % 2 ? 'away' : 'rather-not' } as const
      await noteAbsence(scene.db, scene.now(), CONSOLE, COUNTY, input)
    }
    const boil = { kind: 'hazard', subject: scene.id('S01'), toldBy: scene.id('P1-4'), occurredAt: scene.now() }
    for (let n = 0; n < 9; n++) {
      const record = { ...boil, id: newId(scene.now()), body: { hazard: 'boil', chainageM: n } }
      await takeRecords(scene.db, scene.now(), CONSOLE, COUNTY, 'actual', [record], afterRecords)
    }
    const { body } = await get<z.input<typeof ListDefs>>('/lists')
    const indexes = new Set((await scene.rows<{ indexname: string }>('pg_indexes')).map((r) => r.indexname))
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const [proposal] = await scene.rows<{ id: string }>('proposal')
    const [callout] = await scene.rows<{ id: string }>('callout')
    const given: Record<string, Record<string, string>> = {
      summonses: { callout: callout?.id ?? '' },
      lines: { proposal: proposal?.id ?? '' },
    }
    expect(campaign).toBeDefined()
    for (const def of body.items) {
      for (const sort of def.sorts) {
        expect([...indexes], `${def.list} by ${sort.key}`).toContain(sort.index)
        const query = { district: COUNTY, sort: sort.key, ...given[def.list] }
        const rows = await whole(def.list, query, 7)
        const { items } = await list(def.list, { ...query, limit: '200' })
        expect(rows.length, def.list).toBeGreaterThan(0)
        expect(new Set(rows.map((r) => r.id)).size, def.list).toBe(rows.length)
        expect(
          rows.slice(0, 200).map((r) => r.id),
          `${def.list} by ${sort.key}`,
        ).toEqual(items.map((r) => r.id))
        const keys = def.columns.map((c) => c.key).sort()
        for (const row of items) {
          expect(Object.keys(row.cells).sort(), def.list).toEqual(keys)
          // Nothing that points is without a name for people to read.
          for (const cell of Object.values(row.cells))
            if (cell !== null && typeof cell === 'object' && !Array.isArray(cell))
              expect(cell.name, def.list).not.toBe('')
        }
      }
    }
  })

  test('tells what it cannot be asked', async () => {
    const refused = async (path: string, query: Record<string, string>) => {
      const { status, body } = await get<{ code: string }>(path, query)
      return [status, body.code]
    }
    expect(await refused('/lists/gaps', {})).toEqual([400, 'LIST_NEEDS'])
    expect(await refused('/lists/gaps', { district: COUNTY, kind: 'odd' })).toEqual([400, 'LIST_FILTER'])
    expect(await refused('/lists/gaps', { district: COUNTY, colour: 'red' })).toEqual([400, 'LIST_FILTER'])
    expect(await refused('/lists/people', { district: COUNTY, sort: 'rank' })).toEqual([400, 'LIST_SORT'])
    expect(await refused('/lists/people', { area: '36' })).toEqual([400, 'LIST_TOO_WIDE'])
    expect(await refused('/lists/people', { area: '99' })).toEqual([404, 'AREA_UNKNOWN'])
    expect(await refused('/lists/people', { district: COUNTY, after: 'x' })).toEqual([400, 'BAD_CURSOR'])
    expect(await refused('/lists/duties', { district: COUNTY, holder: 'Zhang' })).toEqual([400, 'LIST_FILTER'])
    expect((await get('/lists/nothing', {})).status).toBe(400)
  })
})

describe('gaps', () => {
  test('of an area, a unit, a rule, a place: the same rows as the whole list has of them', async () => {
    await flood()
    const all = await whole('gaps', { district: COUNTY }, 50)
    const ids = (rows: Page['items']) => rows.map((r) => r.id).sort()
    expect(all.length).toBeGreaterThan(5)
    // The warning also touches a section that lies in village 2.
    const village = all.filter((r) => (r.cells.area as { id: string }).id === villageCode(1))
    expect(village.length).toBeLessThan(all.length)
    expect(ids(await whole('gaps', { area: villageCode(1) }, 3))).toEqual(ids(village))
    expect(ids(await whole('gaps', { unit: 'U1' }, 3))).toEqual(ids(village))
    expect(ids(await whole('gaps', { unit: 'UA' }, 3))).toEqual(ids(all))
    expect(await whole('gaps', { area: TOWNSHIP.B }, 3)).toEqual([])
    expect(await whole('gaps', { unit: 'UB' }, 3)).toEqual([])
    const patrols = all.filter((r) => r.cells.rule === 'section-patrol')
    expect(ids(await whole('gaps', { district: COUNTY, rule: 'section-patrol' }, 2))).toEqual(ids(patrols))
    const at = all.filter((r) => name(r.cells.place) === 'S01')
    expect(ids(await whole('gaps', { district: COUNTY, place: scene.id('S01') }, 1))).toEqual(ids(at))
  })

  test('are read as they stood at a moment past', async () => {
    await flood()
    const then = scene.now()
    const before = await whole('gaps', { district: COUNTY, at: then.toISOString() }, 4)
    const now = await whole('gaps', { district: COUNTY }, 50)
    expect(before.map((r) => r.id).sort()).toEqual(now.map((r) => r.id).sort())
    await scene.pass(MINUTE)
    await scene.give('S01', 'responsible', 'P1-5')
    const held = (rows: Page['items']) =>
      rows.some((r) => name(r.cells.place) === 'S01' && r.cells.rule === 'section-responsible')
    expect(held(await whole('gaps', { district: COUNTY }, 50))).toBe(false)
    expect(held(await whole('gaps', { district: COUNTY, at: then.toISOString() }, 50))).toBe(true)
  })
})

describe('the register', () => {
  test('places tell how they stand and who is on them; dams go by chainage', async () => {
    await flood()
    await scene.give('S01', 'responsible', 'P1-5')
    const sections = await list('places', { area: villageCode(1), kind: 'dam-section' })
    expect(sections.items.map((r) => [name(r.cells.place), r.cells.state, name(r.cells.holder)])).toContainEqual([
      'S01',
      'unheld',
      'P1-5',
    ])
    const elsewhere = await list('places', { area: villageCode(5), kind: 'household' })
    expect(new Set(elsewhere.items.map((r) => r.cells.state))).toEqual(new Set(['free']))
    const north = await whole('places', { district: COUNTY, line: 'north dam', sort: 'chainage' }, 3)
    expect(north.map((r) => r.cells.fromM)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500])
    const township = await whole('places', { area: TOWNSHIP.A }, 9)
    expect(township).toHaveLength(70)
  })

  test('people of a unit are those of the units below it too, now and as of then', async () => {
    const codes = async (query: Record<string, string>) =>
      (await whole('people', query, 4)).map((r) => r.cells.code as string)
    expect(await codes({ unit: 'U2' })).toEqual([
      'P2-1',
      'P2-2',
      'P2-3',
      'P2-4',
      'P2-5',
      'P2-6',
      'P2-7',
      'P2-8',
      'P2-9',
    ])
    expect(await codes({ unit: 'UA' })).toHaveLength(29)
    expect(await codes({ area: villageCode(2), skill: 'hydraulic' })).toEqual(['P2-3'])
    expect(await codes({ district: COUNTY, membership: 'official', sort: 'name' })).toHaveLength(18)
    expect(await codes({ unit: 'U2', at: '2018-01-01T00:00:00Z' })).toEqual([])
  })

  test('units are compared by what is uncovered and by nothing else', async () => {
    await flood()
    const { items } = await list('units', { district: COUNTY, sort: 'unheld' })
    expect(items.slice(0, 3).map((r) => r.cells.code)).toEqual(['UA', 'UC', 'U1'])
    expect(items[0]?.cells).toMatchObject({ secretary: { name: 'PA-1' }, above: { name: 'Unit UC' }, members: 2 })
    expect((await list('units', { unit: 'UB' })).items.map((r) => r.cells.code)).toEqual(['U4', 'U5', 'U6', 'UB'])
  })

  test('duties by subject, holder, unit and state', async () => {
    const given = await scene.give('S12', 'responsible', 'P4-5')
    const mine = await list('duties', { district: COUNTY, holder: scene.id('P4-5') })
    expect(mine.items.map((r) => [r.id, name(r.cells.subject), r.cells.state])).toEqual([[given.id, 'S12', 'in-force']])
    const posts = await list('duties', { unit: 'U4', role: 'secretary,deputy' })
    expect(posts.items.map((r) => name(r.cells.holder)).sort()).toEqual(['P4-1', 'P4-2'])
    expect((await list('duties', { district: COUNTY, subject: scene.id('S12'), state: 'over' })).items).toEqual([])
    expect((await list('duties', { area: villageCode(4) })).items.map((r) => r.id)).toEqual([given.id])
  })

  test('those called: the silent are found by what they said, as it was known then', async () => {
    await scene.warn([1])
    await scene.pass(MINUTE)
    const [callout] = await scene.rows<{ id: string }>('callout')
    const query = { district: COUNTY, callout: callout?.id ?? '' }
    const called = await whole('summonses', query, 2)
    expect(called.length).toBeGreaterThan(1)
    const before = scene.now()
    await scene.pass(MINUTE)
    const first = name(called[0]?.cells.person) ?? ''
    await scene.answer(first, 'accepted')
    const silent = await list('summonses', { ...query, state: 'called' })
    expect(silent.items).toHaveLength(called.length - 1)
    expect(silent.items.map((r) => name(r.cells.person))).not.toContain(first)
    expect((await list('summonses', { ...query, state: 'called', at: before.toISOString() })).items).toHaveLength(
      called.length,
    )
    const own = await list('summonses', { district: COUNTY, person: scene.id(first) })
    expect(own.items.map((r) => r.cells.state)).toEqual([['accepted']])
  })

  test('campaigns and warnings are told for a whole province', async () => {
    await flood()
    for (const area of ['36', '3611', COUNTY]) {
      expect((await list('campaigns', { area })).items.map((r) => r.cells.playbook)).toEqual(['flood'])
      expect((await list('warnings', { area, state: 'in-force' })).items).toHaveLength(1)
    }
    expect((await list('campaigns', { lane: 'exercise' })).items).toEqual([])
    // What belongs to no district stands under a name of its own.
    expect((await list('acts', { district: '*', act: 'warning' })).items.map((r) => r.cells.act)).toContain(
      'warning.enter',
    )
  })
})

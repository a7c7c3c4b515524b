import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { openProposals } from '../../src/domain/gaps/proposals.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { capTime, refTo, useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

type Json = undefined | null | string | number | boolean | Json[] | { [key: string]: Json }
type Cells = Record<string, Json>
interface Row {
  id: string
  cells: Cells
}
interface Listed {
  items: Row[]
  next: string | null
}
/** What is read here of answers, each as it comes. */
interface Progress {
  counts: Record<string, number>
  endedAt: string | null
  curve: Json[]
}
interface Board {
  total: Cells & { late: number }
  rules: Record<'required' | 'unheld' | 'late', number>[]
  campaigns: Json
  below: Json
  gaps: Cells[]
}
interface Overview {
  callouts: Cells[]
  campaigns: Json
  warnings: Cells[]
}
interface Page {
  what?: { key: string; value: Json }[]
  about: { key: string; n: number }[]
  state: Json
  answers: Cells[]
  missing: Cells[]
}

async function get<T>(path: string, query: Record<string, string>): Promise<T> {
  const answer = await app.inject({ url: `/api/v1${path}`, query })
  return answer.json() as T
}

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload: body })
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json() as T
}

const LISTS = [
  'gaps',
  'places',
  'people',
  'units',
  'duties',
  'absences',
  'records',
  'warnings',
  'campaigns',
  'callouts',
  'proposals',
  'acts',
]

/** What was not kept of a moment: the past tells what was shown then, or nothing. */
const OR_NOTHING: Readonly<Record<string, readonly string[]>> = {
  // When a shift was to end, once it was called off; of a duty that was ended sooner.
  gaps: ['ends'],
  duties: ['ends'],
  answers: ['ends'],
  missing: ['ends'],
  // How far the ladder was.
  summonses: ['step', 'tries', 'nextAt', 'unreachable', 'handedTo'],
  // Why it ended, and what was asked of it.
  warnings: ['reason', 'cause', 'asks'],
  warning: ['reason', 'cause'],
}
/** Told of the past by another rule: since when it was required, not since when it was a gap. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = { gaps: ['since'], missing: ['since'] }

/** A row of now and the same of then: the same in each column, but for what was not kept, which is the same or nothing. */
function expectSameRow(what: string, now: Record<string, Json>, then: Record<string, Json>, kind: string): void {
  for (const [key, value] of Object.entries(now)) {
    if (OTHERWISE[kind]?.includes(key)) continue
    if (OR_NOTHING[kind]?.includes(key) && (then[key] ?? null) === null) continue
    expect.soft(then[key], `${what}: ${key}`).toEqual(value)
  }
}

/** Everything that is looked at of one moment, by a key. */
async function takenNow(
  at: string | null,
): Promise<Map<string, { kind: string; rows: Map<string, Record<string, Json>> }>> {
  const then = at ? { at } : ({} as Record<string, string>)
  const taken = new Map<string, { kind: string; rows: Map<string, Record<string, Json>> }>()
  const keep = (key: string, kind: string, rows: readonly (readonly [string, Record<string, Json>])[]) =>
    taken.set(key, { kind, rows: new Map(rows) })
  for (const list of LISTS) {
    const { items } = await get<Listed>(`/lists/${list}`, { district: COUNTY, limit: '200', ...then })
    keep(
      list,
      list,
      items.map((r) => [r.id, r.cells]),
    )
  }
  for (const { id } of await scene.rows<{ id: string }>('callout')) {
    const { items = [] } = await get<Partial<Listed>>('/lists/summonses', {
      district: COUNTY,
      callout: id,
      limit: '200',
      ...then,
    })
    keep(
      `summonses ${id}`,
      'summonses',
      items.map((r) => [r.id, r.cells]),
    )
    const progress = await get<Progress>(`/districts/${COUNTY}/callouts/${id}/progress`, then)
    if (items.length > 0)
      keep(`progress ${id}`, 'progress', [
        ['', { counts: progress.counts, ended: progress.endedAt, curve: progress.curve.at(-1) }],
      ])
  }
  for (const node of [COUNTY, villageCode(1)]) {
    const { total, rules, campaigns, below, gaps } = await get<Board>('/board', { node, ...then })
    keep(`board ${node}`, 'board', [['', { total, rules: nothingLeftOut(rules), campaigns, below }]])
    keep(
      `board gaps ${node}`,
      'gaps',
      gaps.map((g) => [`${g.subject} ${g.rule} ${g.starts}`, g]),
    )
  }
  const { callouts, campaigns, warnings } = await get<Overview>('/overview', { area: COUNTY, ...then })
  keep('overview', 'overview', [
    [
      '',
      {
        campaigns,
        warnings: warnings.map((w) => [w.id, w.state]),
        callouts: callouts.map((c) => [c.id, c.counts, c.endedAt]),
      },
    ],
  ])
  for (const path of await pagesOf()) {
    const page = await get<Page>(`/subjects/${path}`, then)
    if (!page.what) continue
    const facts = Object.fromEntries(page.what.map((f) => [f.key, f.value]))
    const about = Object.fromEntries(page.about.map((a) => [a.key, a.n]))
    keep(path, path.split('/')[0] ?? '', [['', { ...facts, ...about, state: page.state }]])
    keep(
      `${path} answers`,
      'answers',
      page.answers.map((a) => [String(a.duty), a]),
    )
    keep(
      `${path} missing`,
      'missing',
      page.missing.map((g) => [`${g.subject} ${g.rule} ${g.starts}`, g]),
    )
    const { items } = await get<{ items: Cells[] }>(`/subjects/${path}/history`, { limit: '200', ...then })
    keep(
      `${path} history`,
      'history',
      items.map((e) => [String(e.id), e]),
    )
  }
  return taken
}

/** A rule that has come to nothing is left out of a list or stands in it with zeros, which is the same. */
const nothingLeftOut = (rules: Board['rules']) => rules.filter((r) => r.required + r.unheld + r.late > 0)

async function pagesOf(): Promise<string[]> {
  const ids = async (table: string, where = 'true') => (await scene.rows<{ id: string }>(table, where)).map((r) => r.id)
  const people = ['P1-3', 'P1-4'].map((code) => `person/${scene.id(code)}`)
  return [
    ...people,
    ...['S01', 'S02'].map((code) => `place/${scene.id(code)}`),
    `unit/${scene.id('U1')}`,
    `area/${villageCode(1)}`,
    ...(await ids('campaign')).map((id) => `campaign/${id}`),
    ...(await ids('callout')).slice(0, 2).map((id) => `callout/${id}`),
    ...(await ids('proposal')).slice(0, 2).map((id) => `proposal/${id}`),
    ...(await ids('warning')).map((id) => `warning/${id}`),
  ]
}

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
    const takes: { at: string; taken: Awaited<ReturnType<typeof takenNow>> }[] = []
    const take = async () => {
      await scene.run()
      takes.push({ at: scene.now().toISOString(), taken: await takenNow(null) })
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
      const then = await takenNow(at)
      for (const [key, { kind, rows }] of taken) {
        const found = then.get(key)?.rows ?? new Map<string, Record<string, Json>>()
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
  return { panel: total.late, rows, map: (items as Row[]).filter((r) => r.cells.state === 'late').length }
}

import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { RowPage } from '../../src/apps/client/lists.ts'
import type { Decided, PlanEffectShape } from '../../src/apps/client/plans.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

type Page = z.input<typeof RowPage>
type Effect = z.input<typeof PlanEffectShape>
type Row = Page['items'][number]

const scene = useScene()
let app: FastifyInstance

beforeEach(async () => {
  app = await serve({ db: scene.db, clock: scene.world.clock })
})

async function ask<T>(method: 'GET' | 'POST', path: string, payload?: object, key?: string) {
  const headers = key ? { 'idempotency-key': key } : {}
  const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() as T }
}
const get = async <T>(path: string) => (await ask<T>('GET', path)).body
const query = (of: Record<string, string>) => new URLSearchParams(of).toString()
const lines = (proposal: string, filter: Record<string, string> = {}) =>
  get<Page>(`/lists/lines?${query({ district: COUNTY, proposal, limit: '200', ...filter })}`)
const effect = (proposal: string, filter: Record<string, string> = {}) =>
  get<Effect>(`/districts/${COUNTY}/proposals/${proposal}/effect?${query(filter)}`)
const decide = async (proposal: string, what: 'accept' | 'refuse', payload?: object, key?: string) =>
  (await ask<z.input<typeof Decided>>('POST', `/districts/${COUNTY}/proposals/${proposal}/${what}`, payload, key)).body
const ref = (row: Row | undefined, column: string) => row?.cells[column] as { id: string; name: string }
const code = (row: Row | undefined, column: string) => scene.county.code(ref(row, column).id)
const pair = (row: Row) => `${code(row, 'place')} ${row.cells.rule} ${code(row, 'holder')} ${row.cells.starts}`
const next = (node: string, tree = 'area') =>
  get<{ proposals: { id: string; names: Record<string, string>; duties: number; people: number; within: unknown }[] }>(
    `/board/next?${query({ node, tree })}`,
  )

/** The dam of village 1 is asked for at level II, and the plan for it waits. */
async function offer(): Promise<string> {
  await scene.warn([1], { severity: 'Severe' })
  return offered()
}
async function offered(): Promise<string> {
  const open = await scene.rows<{ id: string }>('proposal', "state = 'open'")
  expect(open).toHaveLength(1)
  return open[0]?.id ?? ''
}

describe('a plan that waits', () => {
  test('is called by where and when it is, the same wherever it is named, in both languages', async () => {
    const id = await offer()
    const names = {
      en: expect.stringMatching(/^south dam K0–K\d(\+\d{3})?, Level II, \d\d:\d\d$/),
      zh: expect.stringMatching(/^south dam K0–K\d(\+\d{3})?，二级响应，\d\d:\d\d$/),
    }
    const [told] = (await next(COUNTY)).proposals
    expect(told).toMatchObject({ id, names })
    const page = await get<{ names: object }>(`/subjects/proposal/${id}`)
    expect(page.names).toEqual(told?.names)
    const [row] = (await get<Page>(`/lists/proposals?district=${COUNTY}&state=open`)).items
    expect(row?.ref?.names).toEqual(told?.names)
    const file = async (lang: string) =>
      (await app.inject({ url: `/api/v1/lists/proposals?district=${COUNTY}&format=csv&lang=${lang}` })).payload
    expect(await file('en')).toContain(`"${told?.names.en}"`)
    expect(await file('zh')).toContain(told?.names.zh)
  })

  test('is read in any order, and narrowed to what one wants to judge, with all of it counted', async () => {
    const id = await offer()
    const all = (await lines(id)).items
    const { open } = await effect(id)
    expect(all).toHaveLength(open)
    const keys: Record<string, (row: Row) => string | number> = {
      place: (r) => `${r.cells.line} ${String(r.cells.fromM).padStart(6, '0')}`,
      township: (r) => code(r, 'place').length && ref(r, 'township').id,
      branch: (r) => ref(r, 'unit').name,
      person: (r) => ref(r, 'holder').name,
      distance: (r) => Number(r.cells.metres),
      hours: (r) => String(r.cells.starts),
    }
    for (const [sort, keyOf] of Object.entries(keys)) {
      const read: Row[] = []
      for (let after = ''; ; ) {
        const page = await lines(id, { sort, limit: '7', ...(after && { after }) })
        read.push(...page.items)
        if (page.next === null) break
        after = page.next
      }
      expect(read.map(pair).sort(), sort).toEqual(all.map(pair).sort())
      const found = read.map(keyOf)
      expect(found, sort).toEqual([...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    }
    const [first] = all
    const filters: [Record<string, string>, (row: Row) => boolean][] = [
      [{ rule: 'section-technical' }, (r) => r.cells.rule === 'section-technical'],
      [{ line: 'south dam' }, () => true],
      [{ line: 'north dam' }, () => false],
      [{ placeKind: 'household' }, () => false],
      [{ unit: scene.id('UA') }, (r) => ['UA', 'U1', 'U2', 'U3'].includes(code(r, 'unit'))],
      [{ unit: scene.id('U2') }, (r) => code(r, 'unit') === 'U2'],
      [{ area: villageCode(1) }, (r) => ref(r, 'area').id === villageCode(1)],
      [{ area: TOWNSHIP.B }, () => false],
      [{ holder: ref(first, 'holder').id }, (r) => code(r, 'holder') === code(first, 'holder')],
      [{ text: 's02' }, (r) => code(r, 'place') === 'S02'],
      [{ carries: 'none' }, (r) => r.cells.before === 0],
      [{ carries: 'some' }, (r) => Number(r.cells.before) > 0],
    ]
    for (const [filter, holds] of filters) {
      const expected = all.filter(holds).map(pair).sort()
      const found = (await lines(id, filter)).items.map(pair)
      expect(found.sort(), JSON.stringify(filter)).toEqual(expected)
      const { lines: n } = await effect(id, filter)
      expect(n, JSON.stringify(filter)).toBe(expected.length)
    }
  })

  test('says how it stands before and after, as the board counts it then', async () => {
    const id = await offer()
    const stand = (b: Awaited<ReturnType<typeof scene.board>>) =>
      Object.fromEntries(
        b.rules.map((r) => [r.rule, { named: r.required - r.unheld, few: r.unheld - r.nobody, nobody: r.nobody }]),
      )
    const told = await effect(id)
    const own = (all: ReturnType<typeof stand>) => Object.fromEntries(told.rules.map(({ rule }) => [rule, all[rule]]))
    const before = await scene.board()
    expect(Object.fromEntries(told.rules.map((r) => [r.rule, r.before]))).toEqual(own(stand(before)))
    expect(told.rules.some((r) => r.before.nobody > r.after.nobody)).toBe(true)
    await decide(id, 'accept')
    const after = await scene.board()
    expect(Object.fromEntries(told.rules.map((r) => [r.rule, r.after]))).toEqual(own(stand(after)))
    const left = (await effect(id)).left.map(({ rule, now }) => [rule, now])
    expect(left.filter(([, now]) => Number(now) > 0)).toEqual(
      told.left.filter((l) => l.now > 0).map(({ rule, now }) => [rule, now]),
    )
  })

  test('no longer counts what somebody was given meanwhile', async () => {
    const id = await offer()
    const whole = await effect(id)
    await scene.give('S01', 'responsible', 'P6-9')
    const now = await effect(id)
    expect([now.open, now.filled]).toEqual([whole.open - 1, 1])
    expect((await next(COUNTY)).proposals).toMatchObject([{ id, duties: now.open, people: now.people }])
    const [row] = (await get<Page>(`/lists/proposals?district=${COUNTY}&state=open`)).items
    expect(row?.cells).toMatchObject({ duties: now.open, people: now.people })
    expect((await lines(id, { state: 'to-give' })).items).toHaveLength(now.open)
    expect((await lines(id, { state: 'filled' })).items.map(pair)).toEqual([
      expect.stringMatching(/^S01 section-responsible /),
    ])
  })

  test('is seen by every unit that has a say in it, with what is theirs', async () => {
    const id = await offer()
    const { open } = await effect(id)
    const at = async (unit: string) => (await next(scene.id(unit), 'unit')).proposals
    expect(await at('UC')).toMatchObject([{ id, duties: open, within: null }])
    expect(await at('UA')).toMatchObject([{ id, duties: open, within: { area: TOWNSHIP.A, duties: open } }])
    expect(await at('UB')).toEqual([])
    expect((await next(TOWNSHIP.B)).proposals).toEqual([])
    const { lines: here } = await effect(id, { area: villageCode(1) })
    expect(here).toBeLessThan(open)
    expect((await next(villageCode(1))).proposals).toMatchObject([{ id, duties: open, within: { duties: here } }])
  })
})

describe('some lines of a plan', () => {
  test('are accepted by what they are, with how many telephones ring; the rest waits on', async () => {
    const id = await offer()
    const whole = await effect(id)
    const filter = { rule: 'section-technical' }
    const size = await effect(id, filter)
    const wanted = (await lines(id, filter)).items
    const people = new Set(wanted.map((r) => code(r, 'holder')))
    expect(size).toMatchObject({ lines: wanted.length, people: people.size, rings: people.size, later: 0 })
    expect(size.names.every((name) => people.has(name))).toBe(true)

    const done = await decide(id, 'accept', { filter }, 'accept-technical')
    expect(done).toMatchObject({ given: size.lines, overtaken: 0, lines: size.lines, rest: whole.open - size.lines })
    expect(await decide(id, 'accept', { filter }, 'accept-technical')).toEqual(done)
    const given = await scene.rows<{ role: string }>('duty', `proposal = '${done.part}'`)
    expect(given.map((d) => d.role)).toEqual(given.map(() => 'technical'))
    expect(given).toHaveLength(size.lines)
    expect(await scene.rows('audit', `act = 'proposal.accept' and subject = '${done.part}'`)).toMatchObject([
      { detail: { given: size.lines, overtaken: 0, of: id } },
    ])

    const rest = await effect(id)
    expect(rest).toMatchObject({ open: done.rest, filled: 0 })
    expect(rest.parts).toMatchObject([{ id: done.part, state: 'accepted', lines: size.lines, given: size.lines }])
    expect((await next(COUNTY)).proposals).toMatchObject([{ id, duties: done.rest }])
    const heard = scene.phones.heard.length
    await scene.run()
    expect(scene.phones.heard.slice(heard).length).toBeGreaterThan(0)
    const last = await decide(id, 'accept')
    expect(last).toMatchObject({ part: id, given: done.rest, rest: 0 })
    expect((await scene.board()).gaps.filter((g) => g.kinds.includes('unheld') && g.starts <= scene.now())).toEqual([])
  })

  test('are refused in part, and those people are not offered for those places again', async () => {
    const id = await offer()
    const filter = { text: 'S02' }
    const refused = (await lines(id, filter)).items
    expect(refused.length).toBeGreaterThan(0)
    const done = await decide(id, 'refuse', { filter })
    expect(done).toMatchObject({ given: 0, lines: refused.length })
    expect(await scene.rows('duty', `role <> 'helper' and proposal is not null`)).toEqual([])
    expect((await lines(id)).items.map((r) => code(r, 'place'))).not.toContain('S02')
    await scene.pass(11 * MINUTE)
    const again = await offered()
    expect(again).not.toBe(id)
    const place = (r: Row) => `${code(r, 'place')} ${r.cells.rule} ${code(r, 'holder')}`
    const pairs = (await lines(again)).items.map(place)
    expect(pairs.some((p) => p.startsWith('S02'))).toBe(true)
    for (const row of refused) expect(pairs).not.toContain(place(row))
  })

  test('are none where nothing is of that kind, and a plan that was decided stays so', async () => {
    const id = await offer()
    const none = await decide(id, 'accept', { filter: { rule: 'household-helper' } })
    expect(none).toMatchObject({ code: 'LINES_NONE' })
    expect(await decide(id, 'accept', { filter: { rule: 'section-technical' } }, 'same-key')).toMatchObject({
      given: 4,
    })
    const other = await decide(id, 'accept', { filter: { rule: 'section-patrol' } }, 'same-key')
    expect(other).toMatchObject({ code: 'KEY_USED' })
    await decide(id, 'refuse')
    const late = await decide(id, 'accept', { filter: { rule: 'section-patrol' } })
    expect(late).toMatchObject({ code: 'PROPOSAL_DECIDED' })
    expect(await decide(newId(scene.now()), 'accept', { filter: { text: 'S' } })).toMatchObject({
      code: 'PROPOSAL_UNKNOWN',
    })
  })

  test('of two who accept the same at once, each line is given once', async () => {
    const id = await offer()
    const filter = { rule: 'section-technical' }
    const both = await Promise.all([decide(id, 'accept', { filter }), decide(id, 'accept', { filter })])
    expect(both.filter((d) => 'given' in d)).toHaveLength(1)
    expect(await scene.rows('duty', `role = 'technical'`)).toHaveLength(4)
  })
})

describe('somebody else instead', () => {
  const instead = (proposal: string, line: string, holder: string) =>
    ask<{ code?: string; holder?: string }>(
      'POST',
      `/districts/${COUNTY}/proposals/${proposal}/lines/${line}/instead`,
      { holder },
    )
  const others = (proposal: string, line: string) =>
    get<{ items: { person: string; distanceM: number }[] }>(
      `/districts/${COUNTY}/proposals/${proposal}/lines/${line}/others?limit=20`,
    )

  test('is chosen among those who could, and has the duty when the plan is accepted', async () => {
    const id = await offer()
    const [line] = (await lines(id, { rule: 'section-responsible' })).items
    const before = await lines(id)
    const { items } = await others(id, line?.id ?? '')
    expect(items.length).toBeGreaterThan(1)
    expect(items.map((o) => o.distanceM)).toEqual(items.map((o) => o.distanceM).sort((a, b) => a - b))
    expect(items.map((o) => o.person)).not.toContain(ref(line, 'holder').id)
    const [chosen] = items
    expect((await instead(id, line?.id ?? '', chosen?.person ?? '')).status).toBe(200)
    expect((await instead(id, line?.id ?? '', chosen?.person ?? '')).status).toBe(200)
    const after = await lines(id)
    const moved = after.items.filter((r) => !before.items.some((b) => pair(b) === pair(r)))
    expect(moved.map((r) => [r.id, ref(r, 'holder').id])).toEqual([[line?.id, chosen?.person]])
    expect(await scene.rows('audit', `act = 'proposal.swap'`)).toHaveLength(1)
    await decide(id, 'accept')
    expect(await scene.rows('duty', `id = '${line?.id}'`)).toMatchObject([{ holder: chosen?.person }])
  })

  test('is refused whom the rule does not let have it', async () => {
    const id = await offer()
    const [line] = (await lines(id, { rule: 'section-technical' })).items
    const lay = await instead(id, line?.id ?? '', scene.id('P1-9'))
    expect([lay.status, lay.body.code]).toEqual([409, 'HOLDER_UNFIT'])
    // Who has as much as the rule allows with the rest of the plan has no room for more.
    const patrols = (await lines(id, { rule: 'section-patrol' })).items
    const [first] = patrols
    const busy = patrols.find(
      (r) => code(r, 'holder') !== code(first, 'holder') && r.cells.starts === first?.cells.starts,
    )
    const full = await instead(id, first?.id ?? '', ref(busy, 'holder').id)
    expect([full.status, full.body.code]).toEqual([409, 'HOLDER_UNFIT'])
    const unknown = await instead(id, newId(scene.now()), scene.id('P1-9'))
    expect(unknown.body.code).toBe('LINE_UNKNOWN')
    await decide(id, 'refuse')
    expect((await instead(id, first?.id ?? '', scene.id('P1-9'))).body.code).toBe('PROPOSAL_DECIDED')
  })
})

test('a rise of level takes a small offer’s place in the same step', async () => {
  await scene.warn([1], { severity: 'Minor' })
  const small = await offered()
  const had = (await lines(small)).items
  expect(had.length).toBeGreaterThan(0)
  scene.world.clock.forward(MINUTE)
  await scene.warn([1, 2], { identifier: 'X-1', severity: 'Severe' })
  const now = scene.now()
  const large = await offered()
  expect(large).not.toBe(small)
  expect(await scene.rows('proposal', `id = '${small}'`)).toMatchObject([
    { state: 'overtaken', decided_at: now, overtaken_by: large, level: 'IV' },
  ])
  const all = (await lines(large)).items
  expect(all.length).toBeGreaterThan(had.length)
  const places = new Set(all.map((r) => `${code(r, 'place')} ${r.cells.rule}`))
  for (const row of had) expect(places).toContain(`${code(row, 'place')} ${row.cells.rule}`)
  const page = await get<{ what: { key: string; value: { id: string } }[] }>(`/subjects/proposal/${small}`)
  expect(page.what.find((f) => f.key === 'overtakenBy')?.value.id).toBe(large)
})

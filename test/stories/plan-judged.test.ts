import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { type LinePage, type LineRow, useOfferedPlan } from '../harness/offered-plan.ts'

const { scene, app, get, lines, effect, decide, ref, code, pair, next, offer, offered } = useOfferedPlan()

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
    const [row] = (await get<LinePage>(`/lists/proposals?district=${COUNTY}&state=open`)).items
    expect(row?.ref?.names).toEqual(told?.names)
    const file = async (lang: string) =>
      (await app().inject({ url: `/api/v1/lists/proposals?district=${COUNTY}&format=csv&lang=${lang}` })).payload
    expect(await file('en')).toContain(`"${told?.names.en}"`)
    expect(await file('zh')).toContain(told?.names.zh)
  })

  test('is read in any order, and narrowed to what one wants to judge, with all of it counted', async () => {
    const id = await offer()
    const all = (await lines(id)).items
    const { open } = await effect(id)
    expect(all).toHaveLength(open)
    const keys: Record<string, (row: LineRow) => string | number> = {
      place: (r) => `${r.cells.line} ${String(r.cells.fromM).padStart(6, '0')}`,
      township: (r) => code(r, 'place').length && ref(r, 'township').id,
      branch: (r) => ref(r, 'unit').name,
      person: (r) => ref(r, 'holder').name,
      distance: (r) => Number(r.cells.metres),
      hours: (r) => String(r.cells.starts),
    }
    for (const [sort, keyOf] of Object.entries(keys)) {
      const read: LineRow[] = []
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
    const filters: [Record<string, string>, (row: LineRow) => boolean][] = [
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
    const [row] = (await get<LinePage>(`/lists/proposals?district=${COUNTY}&state=open`)).items
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

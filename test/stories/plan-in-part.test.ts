import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { COUNTY } from '../harness/county.ts'
import { type LineRow, useOfferedPlan } from '../harness/offered-plan.ts'

const { scene, ask, get, lines, effect, decide, ref, code, pair, next, offer, offered } = useOfferedPlan()

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
    const place = (r: LineRow) => `${code(r, 'place')} ${r.cells.rule} ${code(r, 'holder')}`
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

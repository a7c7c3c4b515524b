import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { type Gap, keyOf, useActs } from '../harness/acts.ts'
import { COUNTY, TOWNSHIP } from '../harness/county.ts'

const { scene, get, post, campaignNow, gapsOf } = useActs()
const nearest = (gap: Gap, more = '') =>
  get(`/gaps/nearest?subject=${gap.subject}&rule=${gap.rule}&starts=${encodeURIComponent(gap.starts)}${more}`)
const codes = (people: { person: string }[]) => people.map((p) => scene.county.code(p.person))
const first = <T>(list: T[]): T => {
  if (list[0] === undefined) throw new Error('there is none')
  return list[0]
}

describe('who could take a gap', () => {
  test('the nearest who may and can, nearest first, with how far and how much they carry', async () => {
    await scene.give('S02', 'responsible', 'P1-1')
    await scene.warn([1], { severity: 'Severe' })
    const [gap] = (await gapsOf('section-responsible')).filter((g) => g.place === 'S01')
    const { status, body } = await nearest(gap as Gap)
    expect([status, body.none, body.items.length]).toEqual([200, null, 5])
    expect(codes(body.items)).toEqual(['P1-1', 'P1-2', 'P1-3', 'P1-4', 'P1-5'])
    expect(body.items[0]).toMatchObject({ name: 'P1-1', unit: { name: 'Unit U1' }, load: 1 })
    const far = body.items.map((p: { distanceM: number }) => p.distanceM)
    expect(far).toEqual(far.toSorted((a: number, b: number) => a - b))
    expect(far[0]).toBeGreaterThan(1000)
  })

  test('only those with the skill, and nobody who has declined it', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gap = first(await gapsOf('section-technical'))
    const skilled = codes((await nearest(gap)).body.items)
    expect(skilled).toContain('P1-3')
    expect(skilled.filter((code) => !code.endsWith('-3'))).toEqual([])
    await post('/gaps/give', { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id('P1-3') })
    await scene.run()
    await scene.answer('P1-3', 'declined')
    expect(codes((await nearest(gap)).body.items)).not.toContain('P1-3')
  })

  test('where there is nobody, why', async () => {
    await scene.db.write(scene.now(), (tx) => tx`update person set skills = '{}'`)
    await scene.warn([1], { severity: 'Severe' })
    const gap = first(await gapsOf('section-technical'))
    expect((await nearest(gap)).body).toEqual({ items: [], none: 'nobody-qualified' })
    const gone = await nearest({ ...gap, rule: 'no-such-rule' })
    expect(gone).toMatchObject({ status: 409, body: { code: 'GAP_FILLED' } })
  })
})

describe('giving', () => {
  test('a gap is given by name, shows as held at once, and its holder is called', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gap = first(await gapsOf('section-responsible'))
    const wish = { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id('P5-9') }
    const { status, body } = await post('/gaps/give', wish)
    expect([status, body.refused]).toEqual([200, []])
    expect(body.given).toHaveLength(1)
    expect(body.to).toEqual([{ person: scene.id('P5-9'), name: 'P5-9', n: 1 }])
    expect((await gapsOf('section-responsible')).map((g) => g.subject)).not.toContain(gap.subject)
    await scene.run()
    expect(scene.phones.heard.at(-1)).toMatchObject({ address: '+86 P5-9', body: expect.stringContaining(gap.place) })
    const again = await post('/gaps/give', wish)
    expect(again.body).toMatchObject({ given: [], refused: [{ subject: gap.subject, code: 'GAP_FILLED' }] })
  })

  test('several are given to the nearest, as many as are missing; the same key again does nothing more', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gaps = [...(await gapsOf('section-responsible')), ...(await gapsOf('section-patrol')).slice(0, 1)]
    const wish = { campaign: await campaignNow(), gaps: gaps.map(keyOf), holder: 'nearest' }
    const key = { 'idempotency-key': newId(scene.now()) }
    const { body } = await post('/gaps/give', wish, key)
    expect(body.given).toHaveLength(4 + 4)
    expect(body.to.reduce((sum: number, p: { n: number }) => sum + p.n, 0)).toBe(8)
    expect((await post('/gaps/give', wish, key)).body).toEqual(body)
    expect(await scene.rows('duty', 'campaign is not null and proposal is null')).toHaveLength(8)
    const other = await post('/gaps/give', { ...wish, holder: scene.id('P1-4') }, key)
    expect(other).toMatchObject({ status: 409, body: { code: 'KEY_USED' } })
  })

  test('one of several that cannot be filled does not take the others with it', async () => {
    await scene.db.write(scene.now(), (tx) => tx`update person set skills = '{}'`)
    await scene.warn([1], { severity: 'Severe' })
    const gaps = [first(await gapsOf('section-technical')), first(await gapsOf('section-responsible'))]
    const { body } = await post('/gaps/give', {
      campaign: await campaignNow(),
      gaps: gaps.map(keyOf),
      holder: 'nearest',
    })
    expect(body.given).toHaveLength(1)
    expect(body.refused).toMatchObject([{ rule: 'section-technical', code: 'NOBODY_QUALIFIED' }])
    expect(body.refused[0].says).toContain('A technical person for each dam section')
  })

  test('nothing is given to a stranger, nor in a campaign that nobody knows', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gaps = [keyOf(first(await gapsOf('section-responsible')))]
    const stranger = newId(scene.now())
    const campaign = await campaignNow()
    expect(await post('/gaps/give', { campaign, gaps, holder: stranger })).toMatchObject({
      status: 404,
      body: { code: 'PERSON_UNKNOWN' },
    })
    expect(await post('/gaps/give', { campaign: stranger, gaps, holder: 'nearest' })).toMatchObject({
      status: 404,
      body: { code: 'CAMPAIGN_UNKNOWN' },
    })
  })

  test('what was given a moment ago is undone: the gap is back, and who was called is told to stay', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gap = first(await gapsOf('section-responsible'))
    const wish = { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id('P5-9') }
    const { given } = (await post('/gaps/give', wish)).body
    await scene.pass(MINUTE)
    expect((await post('/duties/undo', { duties: given })).body).toEqual({ ended: given, refused: [] })
    expect((await gapsOf('section-responsible')).map((g) => g.subject)).toContain(gap.subject)
    await scene.run()
    expect(scene.phones.heard.at(-1)).toMatchObject({ address: '+86 P5-9', kind: 'stand-down' })
    expect((await post('/duties/undo', { duties: given })).body.refused).toMatchObject([{ code: 'DUTY_PAST' }])
  })

  test('undone before the call went out, nobody is told anything', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const gap = first(await gapsOf('section-responsible'))
    const wish = { campaign: await campaignNow(), gaps: [keyOf(gap)], holder: scene.id('P5-9') }
    const { given } = (await post('/gaps/give', wish)).body
    await post('/duties/undo', { duties: given })
    await scene.run()
    expect(scene.phones.heard.map((m) => m.address)).not.toContain('+86 P5-9')
  })

  test('after ten minutes it is too late to undo', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-4')
    scene.world.clock.forward(11 * MINUTE)
    const unknown = newId(scene.now())
    expect((await post('/duties/undo', { duties: [duty.id, unknown] })).body).toMatchObject({
      ended: [],
      refused: [
        { duty: duty.id, code: 'UNDO_LATE' },
        { duty: unknown, code: 'DUTY_UNKNOWN' },
      ],
    })
  })

  test('a role at many places is given at once; where another holds it alone, that one is refused', async () => {
    await scene.give('S02', 'responsible', 'P1-5')
    const unknown = newId(scene.now())
    const subjects = [scene.id('S01'), scene.id('S02'), scene.id('S03'), unknown]
    const wish = { subjects, role: 'responsible', holder: scene.id('P1-4') }
    const { body } = await post('/duties/batch', wish)
    expect(body.given).toHaveLength(2)
    expect(body.refused).toMatchObject([
      { subject: scene.id('S02'), code: 'DUTY_TAKEN' },
      { subject: unknown, code: 'PLACE_UNKNOWN' },
    ])
    const duties = await scene.rows<{ sole: boolean }>('duty', `holder = '${scene.id('P1-4')}'`)
    expect(duties.map((d) => d.sole)).toEqual([true, true])
    const past = { ...wish, starts: new Date(scene.now().getTime() - HOUR).toISOString() }
    expect(await post('/duties/batch', past)).toMatchObject({ status: 422, body: { code: 'DUTY_PAST' } })
  })
})

test('in an exercise, what is given is given at the time of the exercise', async () => {
  const then = new Date('2019-07-01T06:00:00Z')
  await scene.db.write(
    scene.now(),
    (tx) => tx`
      insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
      values ('drill', ${COUNTY}, 1, ${then}, ${scene.now()}, ${then}, 'paused', ${scene.now()}, ${scene.now()})`,
  )
  const wish = { lane: 'drill', subjects: [scene.id('S01')], role: 'responsible', holder: scene.id('P1-4') }
  const { given } = (await post('/duties/batch', wish)).body
  expect(await scene.rows('duty', `lane = 'drill'`)).toMatchObject([{ id: given[0], starts: then, recorded_at: then }])
  expect((await post('/duties/undo', { duties: given })).body.ended).toEqual(given)
})

describe('planning by hand', () => {
  const planned = async (wish: object) => (await post(`/campaigns/${await campaignNow()}/plan`, wish)).body

  test('a plan for one place is offered beside what the engine offers, and is accepted in part', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const plan = await planned({ subjects: [scene.id('S01')] })
    expect(plan).toMatchObject({ proposal: expect.any(String), left: [] })
    const { items } = (await get(`/proposals/${plan.proposal}/lines?limit=200`)).body
    expect(items).toHaveLength(plan.lines)
    expect(new Set(items.map((l: { place: string }) => l.place))).toEqual(new Set(['S01']))
    const [line] = items.filter((l: { rule: string }) => l.rule === 'section-responsible')
    const accepted = await post(`/proposals/${plan.proposal}/accept`, { lines: [line.duty] })
    expect(accepted.body).toMatchObject({ given: 1, overtaken: 0, lines: 1, rest: plan.lines - 1 })
    expect((await gapsOf('section-responsible')).map((g) => g.place)).not.toContain('S01')
    expect((await gapsOf('section-patrol')).map((g) => g.place)).toContain('S01')
    const rest = await post(`/proposals/${plan.proposal}/accept`)
    expect(rest.body).toMatchObject({ given: plan.lines - 1, overtaken: 0, rest: 0 })
    expect(await post(`/proposals/${plan.proposal}/accept`)).toMatchObject({ status: 409 })
  })

  test('for an area, and with nobody to plan with, it says what it leaves', async () => {
    await scene.warn([1], { severity: 'Severe' })
    expect(await planned({ areas: [TOWNSHIP.B] })).toEqual({
      proposal: null,
      lines: 0,
      people: 0,
      left: [],
      proofs: [],
    })
    await scene.db.write(scene.now(), (tx) => tx`update person set skills = '{}'`)
    const { left } = await planned({ areas: [TOWNSHIP.A] })
    expect(left).toEqual([{ rule: 'section-technical', reason: 'nobody-qualified', n: 4 }])
  })
})

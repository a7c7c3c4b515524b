import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import type { Ref } from '../../src/domain/board/lists/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { planUnseen } from '../../src/domain/gaps/by-hand/plan.ts'
import { fill } from '../../src/domain/gaps/fill.ts'
import { chainsOf, USUAL_ROLES } from '../../src/domain/people/chain.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { keyOf, useActs } from '../harness/acts.ts'
import { COUNTY } from '../harness/county.ts'
import { serve } from '../harness/serve.ts'

const { scene, get, post, gapsOf, campaignNow } = useActs()
const server = () => serve({ db: scene.db, clock: scene.world.clock })
const later = (ms: number) => new Date(scene.now().getTime() + ms)
const note = (person: string, more: object = {}, key?: string) =>
  post('/absences', { person, kind: 'away', ...more }, key ? { 'idempotency-key': key } : {})

/** Who is listed, and how it stands with each. */
async function list(filters: Record<string, string> = {}): Promise<string[]> {
  const request = { lane: ACTUAL, limit: 50, filters: { district: COUNTY, ...filters } }
  const { items } = await scene.db.read((tx) => readList(tx, CONSOLE, scene.now(), 'absences', request))
  return items.map(({ cells }) => `${(cells.person as Ref).name} ${cells.state}`)
}

/** Who would be given what by a plan for some rules, were it made now. */
async function planned(...rules: string[]) {
  const campaign = await campaignNow()
  const made = await planUnseen(scene.db, scene.now(), CONSOLE, COUNTY, campaign, { rules }, (filling) =>
    fill(filling, leastCost),
  )
  return made.lines.map((l) => ({ ...l, who: scene.county.code(l.holder) }))
}
const nearestTo = async (rule: string, place: string) => {
  const gap = (await gapsOf(rule)).find((g) => g.place === place)
  if (!gap) throw new Error(`no gap at ${place}`)
  const asked = `subject=${gap.subject}&rule=${rule}&starts=${encodeURIComponent(gap.starts)}&limit=50`
  const { body } = await get(`/gaps/nearest?${asked}`)
  return body.items as { person: string; ratherNot: boolean }[]
}

describe('an absence', () => {
  test('is noted once under a key, listed, told on the page and ended', async () => {
    const ends = later(7 * DAY).toISOString()
    const noted = await note('P1-1', { ends }, 'key-12345')
    expect(noted).toMatchObject({ status: 201, body: { absence: { name: 'P1-1', kind: 'away', ends }, released: [] } })
    expect(await note('P1-1', { ends }, 'key-12345')).toEqual(noted)
    await note('P2-1', { kind: 'rather-not', starts: later(DAY) })
    expect(await list()).toEqual(['P2-1 to-come', 'P1-1 in-force'])
    expect(await list({ absence: 'away' })).toEqual(['P1-1 in-force'])
    expect(await list({ unit: 'U2' })).toEqual(['P2-1 to-come'])
    expect(await list({ person: scene.id('P1-1') })).toEqual(['P1-1 in-force'])

    const { id } = noted.body.absence
    const ended = await post(`/absences/${id}/end`)
    expect(ended).toMatchObject({ status: 200, body: { id, ends: scene.now().toISOString() } })
    expect(await list({ state: 'over' })).toEqual(['P1-1 over'])
    expect(await post(`/absences/${id}/end`)).toMatchObject({ status: 409, body: { code: 'ABSENCE_OVER' } })
    const acts = await scene.rows<{ act: string }>('audit', `subject = '${scene.id('P1-1')}'`)
    expect(acts.map((a) => a.act).sort()).toEqual(['absence.end', 'absence.note'])
  })

  test.each([
    ['of nobody who is known', 'P9-9', {}, 404, 'PERSON_UNKNOWN'],
    [
      'that ends before it begins',
      'P1-1',
      { starts: '2020-07-12T00:00:00Z', ends: '2020-07-11T00:00:00Z' },
      400,
      'ABSENCE_SPAN',
    ],
    [
      'that is over already',
      'P1-1',
      { starts: '2019-07-10T00:00:00Z', ends: '2019-07-11T00:00:00Z' },
      400,
      'ABSENCE_SPAN',
    ],
    ['of a kind that there is not', 'P1-1', { kind: 'ill' }, 400, 'BAD_INPUT'],
    ['that gives up duties for a mere wish', 'P1-1', { kind: 'rather-not', release: true }, 400, 'BAD_INPUT'],
  ])('%s is refused, and nothing is written', async (_, person, more, status, code) => {
    expect(await note(person, more)).toMatchObject({ status, body: { code } })
    expect(await scene.rows('absence')).toEqual([])
  })

  test('is asked for by an id that there is', async () => {
    expect(await post(`/absences/${scene.id('P1-1')}/end`)).toMatchObject({
      status: 404,
      body: { code: 'ABSENCE_UNKNOWN' },
    })
  })
})

describe('whoever is away', () => {
  test('is in no plan, is not offered by hand, and is again from when they are back', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const [first] = await planned('section-responsible')
    const who = first?.who ?? ''
    const { body } = await note(who)
    expect((await planned('section-responsible')).map((l) => l.who)).not.toContain(who)
    expect((await nearestTo('section-responsible', 'S01')).map((p) => p.person)).not.toContain(scene.id(who))
    await post(`/absences/${body.absence.id}/end`)
    expect((await planned('section-responsible')).map((l) => l.who)).toContain(who)
  })

  test('stands the shifts before and after, and none in between', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const lines = await planned('section-patrol')
    const last = lines.reduce((a, b) => (a.starts < b.starts ? b : a))
    await note(last.who, { starts: last.starts, ends: last.ends })
    const again = await planned('section-patrol')
    expect(again.filter((l) => l.who === last.who && l.starts.getTime() === last.starts.getTime())).toEqual([])
    expect(again).toHaveLength(lines.length)
  })

  test('who falls ill gives up what they hold: it is open at once, and somebody else is found and called', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-1')
    await scene.warn([1], { severity: 'Severe' })
    expect((await gapsOf('section-responsible')).map((g) => g.place)).not.toContain('S01')
    const { body } = await note('P1-1', { ends: later(3 * DAY), release: true })
    // What the flow gave on the way, households among it, is given up as well.
    expect(body.released).toContain(duty.id)
    expect((await gapsOf('section-responsible')).map((g) => g.place)).toContain('S01')
    const [ended] = await scene.rows<{ end_reason: string; ends: Date }>('duty', `id = '${duty.id}'`)
    expect(ended).toMatchObject({ end_reason: 'away', ends: scene.now() })
    const summons = await scene.rows<{ stood_down_at: Date | null }>('summons', `person = '${scene.id('P1-1')}'`)
    expect(summons.map((s) => s.stood_down_at)).toEqual([scene.now()])
    const lines = await planned('section-responsible')
    expect(lines.some((l) => l.subject === scene.id('S01') && l.who !== 'P1-1')).toBe(true)
  })

  test('gives up what reaches into a time to come when that begins, and not before; posts are kept', async () => {
    const duty = await scene.give('S01', 'responsible', 'P1-1')
    const before = await scene.give('S02', 'responsible', 'P1-1', { ends: later(HOUR) })
    const post1 = await scene.rows<{ id: string }>('duty', `holder = '${scene.id('P1-1')}' and subject_kind = 'unit'`)
    expect(post1.length).toBeGreaterThan(0)
    const starts = later(DAY)
    const { body } = await note('P1-1', { starts, release: true })
    expect(body.released).toEqual([duty.id])
    const rows = await scene.rows<{ id: string; ends: Date }>(
      'duty',
      `holder = '${scene.id('P1-1')}' and subject_kind = 'place' and lane = 'actual'`,
    )
    const endsOf = new Map(rows.map((r) => [r.id, r.ends]))
    expect(endsOf.get(duty.id)).toEqual(starts)
    expect(endsOf.get(before.id)).toEqual(later(HOUR))
    expect(
      await scene.rows('duty', `holder = '${scene.id('P1-1')}' and subject_kind = 'unit' and ends = 'infinity'`),
    ).toHaveLength(post1.length)
  })

  test('is passed over by ladders, and is in no team', async () => {
    const person = scene.id('P1-2')
    const asked = [{ key: person, person, roles: USUAL_ROLES }]
    const read = () => scene.db.read((tx) => chainsOf(tx, COUNTY, asked, scene.now()))
    const superior = (await read()).get(scene.id('P1-2'))?.superior ?? ''
    await note(superior)
    expect((await read()).get(scene.id('P1-2'))?.superior).not.toBe(superior)
    const team = await post('/teams/plan', { site: { place: 'S01' }, size: 3 })
    expect(team.body.members.map((m: { person: string }) => m.person)).not.toContain(superior)
  })

  test('may still be given something by a coordinator who names them', async () => {
    await scene.warn([1], { severity: 'Severe' })
    await note('P1-1')
    const [gap] = await gapsOf('section-responsible')
    if (!gap) throw new Error('there is no gap')
    const given = await post('/gaps/give', {
      campaign: await campaignNow(),
      gaps: [keyOf(gap)],
      holder: scene.id('P1-1'),
    })
    expect(given.body.given).toHaveLength(1)
  })
})

describe('a holder who is away', () => {
  const nextAway = async () => (await get2(`/board/next?node=${COUNTY}`)).away
  const get2 = async (path: string) =>
    (await server()).inject({ method: 'GET', url: `/api/v1${path}` }).then((a) => a.json())
  const rang = () => scene.phones.heard.filter((m) => m.kind === 'call').map((m) => scene.county.code(m.person))

  test('is not called: the ladder begins with the deputy, and what to do next and the page say why', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    const ends = later(DAY).toISOString()
    const { body } = await note('P1-4', { ends })
    await scene.warn([1], { severity: 'Minor' })
    expect(rang()).not.toContain('P1-4')
    expect(rang()).toContain('P1-2')
    const gap = { subject: scene.id('S01'), place: 'S01', rule: 'section-responsible' }
    expect(await nextAway()).toMatchObject([
      { person: scene.id('P1-4'), name: 'P1-4', absence: body.absence.id, until: ends, duties: 1, gaps: [gap] },
    ])
    const page = async () => (await get2(`/subjects/place/${scene.id('S01')}`)).answers
    expect(await page()).toMatchObject([{ holder: { id: scene.id('P1-4') }, away: { until: ends } }])
    await scene.pass(HOUR)
    expect(rang()).not.toContain('P1-4')
    await post(`/absences/${body.absence.id}/end`)
    expect(await nextAway()).toEqual([])
    expect(await page()).toMatchObject([{ away: null }])
  })

  test('who would rather not, or is away later, is called', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-5')
    await note('P1-4', { kind: 'rather-not' })
    await note('P1-5', { starts: later(DAY) })
    await scene.warn([1], { severity: 'Minor' })
    expect(rang()).toEqual(expect.arrayContaining(['P1-4', 'P1-5']))
    expect(await nextAway()).toEqual([])
  })

  test('may be called by hand, and is called no more once they go away', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const calls = () => rang().filter((p) => p === 'P1-4').length
    expect(calls()).toBe(1)
    await note('P1-4')
    await scene.pass(10 * MINUTE)
    expect(calls()).toBe(1)
    const [summons] = await scene.rows<{ callout: string }>('summons', `person = '${scene.id('P1-4')}'`)
    await post(`/callouts/${summons?.callout}/again`, { persons: [scene.id('P1-4')] })
    await scene.run()
    expect(calls()).toBe(2)
  })
})

describe('whoever would rather not', () => {
  test('is spared where the next is not much farther, and said so where they are offered', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const lines = await planned('section-responsible')
    const nearest = lines.filter((l) => l.subject === scene.id('S01')).toSorted((a, b) => a.distanceM - b.distanceM)[0]
    if (!nearest) throw new Error('nobody is to answer for S01')
    await note(nearest.who, { kind: 'rather-not' })
    expect((await planned('section-responsible')).map((l) => l.who)).not.toContain(nearest.who)
    const offered = await nearestTo('section-responsible', 'S01')
    expect(offered.find((p) => p.person === scene.id(nearest.who))).toMatchObject({ ratherNot: true })
  })
})

import { describe, expect, test } from 'vitest'
import { makeServer } from '../../src/apps/server/server.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import type { Db, Tx } from '../../src/db/connect.ts'
import { ACTUAL, CONSOLE } from '../../src/domain/audit/model.ts'
import type { Ref } from '../../src/domain/board/lists/model.ts'
import { readList } from '../../src/domain/board/lists/read.ts'
import { insertDuty } from '../../src/domain/duties/store.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { afterLaneDuties } from '../../src/domain/gaps/actions.ts'
import { giveAtMany } from '../../src/domain/gaps/by-hand/batch.ts'
import { applyImport, previewImport } from '../../src/domain/imports/actions.ts'
import { readAbsences } from '../../src/domain/imports/read-absences.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { keyOf, useActs } from '../harness/acts.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf, villageCode } from '../harness/county.ts'
import { csv } from '../harness/import-world.ts'
import { type Counted, counted, recount } from '../harness/recount.ts'
import { capTime, figures } from '../harness/scene.ts'

const { scene, post, gapsOf, campaignNow } = useActs()
const RESPONSIBLE = 'section-responsible'
const HELPER = 'household-helper'

const later = (ms: number) => new Date(scene.now().getTime() + ms)
const note = async (person: string, more: object = {}): Promise<string> => {
  const { status, body } = await post('/absences', { person, kind: 'away', ...more })
  expect(status).toBe(201)
  return body.absence.id
}
const back = (absence: string) => post(`/absences/${absence}/end`)
const isOpen = async (place: string, rule = RESPONSIBLE) => (await gapsOf(rule)).some((gap) => gap.place === place)
const rang = (person: string) =>
  scene.phones.heard.filter((m) => m.kind === 'call' && m.person === scene.id(person)).length

/** Counts of the county and below are kept as a recount finds them, whoever is away; those above it follow later. */
const same = async (lane = ACTUAL, now = scene.now()) => {
  const [kept, afresh] = await scene.db.read(
    async (tx) => [await counted(tx, lane), await recount(tx, now, lane)] as const,
  )
  const above = ['area 36 ', 'area 3611 ', `unit ${scene.id('U36')} `, `unit ${scene.id('U3611')} `]
  const inside = (all: Counted) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !above.some((node) => key.startsWith(node))))
  expect(inside(kept)).toEqual(inside(afresh))
}

interface Held {
  id: string
  holder: string
  starts: Date
  ends: Date
  end_reason: string | null
  campaign: string | null
  lane: string
}
/** Who had a role at a place, one after another, as `who from–until`. */
const dutiesAt = async (place: string, role = 'responsible') =>
  (await scene.rows<Held>('duty', `subject = '${scene.id(place)}' and role = '${role}' and ends > starts`)).toSorted(
    (a, b) => Number(a.starts) - Number(b.starts),
  )
const spell = ({ holder, starts, ends }: Held) => {
  const at = (moment: Date) => (moment.getTime() < 8.64e15 ? moment.toISOString() : 'on')
  return `${scene.county.code(holder)} ${at(starts)} ${at(ends)}`
}
const spells = async (place: string, role?: string) => (await dutiesAt(place, role)).map(spell)

const giveTo = async (place: string, holder: string, rule = RESPONSIBLE) => {
  const gap = (await gapsOf(rule)).find((g) => g.place === place)
  if (!gap) throw new Error(`there is no gap at ${place}`)
  const given = await post('/gaps/give', {
    campaign: await campaignNow(),
    gaps: [keyOf(gap)],
    holder: scene.id(holder),
  })
  return given.body
}

describe('a place whose holder is away', () => {
  test('is a gap at once, and held again once they are back', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const before = figures(await scene.board())
    expect(await isOpen('S01')).toBe(false)

    const absence = await note('P1-4', { ends: later(DAY).toISOString() })
    expect(await isOpen('S01')).toBe(true)
    // Households that the flow gave them on the way are open too.
    const theirs = await scene.rows('duty', `holder = '${scene.id('P1-4')}' and subject_kind = 'place'`)
    expect(figures(await scene.board())).toEqual({ ...before, unheld: before.unheld + theirs.length })
    await same()

    await back(absence)
    expect(await isOpen('S01')).toBe(false)
    expect(figures(await scene.board())).toEqual(before)
    await same()
  })

  test('is a gap from the absence’s later beginning to its end, as time passes', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await note('P1-4', { starts: later(HOUR).toISOString(), ends: later(3 * HOUR).toISOString() })
    expect(await isOpen('S01')).toBe(false)
    await scene.pass(HOUR)
    expect(await isOpen('S01')).toBe(true)
    await same()
    await scene.pass(2 * HOUR)
    expect(await isOpen('S01')).toBe(false)
    await same()
  })

  test('is one gap where two absences meet, until the second ends', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await note('P1-4', { ends: later(HOUR).toISOString() })
    await note('P1-4', { starts: later(HOUR).toISOString(), ends: later(2 * HOUR).toISOString() })
    await giveTo('S01', 'P1-5')
    expect((await dutiesAt('S01')).at(-1)).toMatchObject({ holder: scene.id('P1-4'), starts: later(2 * HOUR) })
  })

  test('is a gap where they were away before the campaign began', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-5')
    await note('P1-4')
    await scene.warn([1], { severity: 'Minor' })
    expect([await isOpen('S01'), await isOpen('S02')]).toEqual([true, false])
    await same()
  })

  test('is held where they would rather not, and where a unit holds it', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'U1', { holderKind: 'unit' })
    await scene.warn([1], { severity: 'Minor' })
    await note('P1-4', { kind: 'rather-not' })
    await note('P1-1')
    expect([await isOpen('S01'), await isOpen('S02')]).toEqual([false, false])
    await same()
  })

  test('says so on its page, in the list of gaps and of places, and in what to do next, as of any moment', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const there = scene.now()
    await scene.pass(MINUTE)
    const ends = later(DAY)
    await note('P1-4', { ends: ends.toISOString() })
    const app = await makeServer({ db: scene.db, clock: scene.world.clock })
    const read = async (path: string) => (await app.inject({ method: 'GET', url: `/api/v1${path}` })).json()

    const page = await read(`/subjects/place/${scene.id('S01')}`)
    const away = { person: scene.id('P1-4'), name: 'P1-4', until: ends.toISOString() }
    expect(page.missing).toMatchObject([{ rule: RESPONSIBLE, away }])
    expect(page.answers).toMatchObject([{ holder: { id: scene.id('P1-4') }, away: { until: ends.toISOString() } }])
    const next = await read(`/board/next?node=${COUNTY}`)
    expect(next.away).toMatchObject([{ name: 'P1-4', until: ends.toISOString(), campaign: await campaignNow() }])
    expect(next.away[0].gaps[0]).toMatchObject({ place: 'S01', rule: RESPONSIBLE })
    expect(next.away[0].gaps).toHaveLength(next.away[0].duties)

    const list = (name: 'gaps' | 'places', filters: Record<string, string>, at?: Date) =>
      scene.db.read((tx) => {
        const request = { lane: ACTUAL, limit: 200, filters: { district: COUNTY, ...filters }, at }
        return readList(tx, CONSOLE, scene.now(), name, request)
      })
    const gaps = async (at?: Date) => (await list('gaps', { place: scene.id('S01') }, at)).items
    expect((await gaps()).map((r) => (r.cells.away as Ref | null)?.name)).toEqual(['P1-4'])
    const holders = async (at?: Date) => {
      const { items } = await list('places', { area: villageCode(1), kind: 'dam-section' }, at)
      return items.find((r) => (r.cells.place as Ref).name === 'S01')?.cells.holders
    }
    expect([await holders(), await holders(there)]).toEqual([0, 1])

    // Then as it was known then: they were there, and nobody knew otherwise.
    expect(await gaps(there)).toEqual([])
    const noted = scene.now()
    scene.world.clock.forward(2 * DAY)
    expect((await gaps(noted)).map((r) => (r.cells.away as Ref | null)?.name)).toEqual(['P1-4'])
  })
})

describe('a stand-in', () => {
  test('has a sole role while its holder is away, who has it again after that: nobody holds it twice', async () => {
    const { campaign } = await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const called = rang('P1-4')
    expect(called).toBe(1)
    await scene.pass(MINUTE)
    const [from, ends] = [scene.now(), later(DAY)]
    await note('P1-4', { ends: ends.toISOString() })
    expect(await giveTo('S01', 'P1-5')).toMatchObject({ refused: [], to: [{ name: 'P1-5' }] })
    expect(await isOpen('S01')).toBe(false)
    await same()
    const held = await dutiesAt('S01')
    expect(held.slice(1).map(spell)).toEqual([
      `P1-5 ${from.toISOString()} ${ends.toISOString()}`,
      `P1-4 ${ends.toISOString()} on`,
    ])
    expect(held[0]).toMatchObject({ holder: scene.id('P1-4'), ends: from, end_reason: 'away' })
    expect(held[2]).toMatchObject({ campaign, lane: ACTUAL, end_reason: null })

    // The stand-in is called; who is away is told to stand down, and is called again once they are back.
    await scene.run()
    await scene.answer('P1-5', 'accepted')
    await scene.pass(DAY - MINUTE)
    expect([rang('P1-5'), rang('P1-4')]).toEqual([1, called])
    const summons = await scene.rows<{ stood_down_at: Date | null }>('summons', `person = '${scene.id('P1-4')}'`)
    expect(summons.map((s) => s.stood_down_at)).toEqual([from])
    await scene.pass(MINUTE)
    expect(rang('P1-4')).toBe(called + 1)
    expect(await isOpen('S01')).toBe(false)
    await same()
  })

  test('has it without an end where the holder is away until further notice', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    await note('P1-4')
    await giveTo('S01', 'P1-5')
    expect((await spells('S01')).slice(1)).toEqual([`P1-5 ${scene.now().toISOString()} on`])
    await same()
  })

  test('has it to the end where the holder’s own ends before they are back', async () => {
    await scene.give('S01', 'responsible', 'P1-4', { ends: later(HOUR) })
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    await note('P1-4', { ends: later(DAY).toISOString() })
    await giveTo('S01', 'P1-5')
    expect((await spells('S01')).slice(1)).toEqual([`P1-5 ${scene.now().toISOString()} on`])
  })

  test('is found by a plan that never has who is away, and given when it is accepted', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    const ends = later(DAY)
    await note('P1-4', { ends: ends.toISOString() })
    await scene.warn([1], { severity: 'Minor' })
    const [proposal] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
    if (!proposal) throw new Error('nothing is proposed')
    const lines = await scene.rows<{ subject: string; holder: string }>('proposal_line')
    const line = lines.find((l) => l.subject === scene.id('S01'))
    expect(line).toBeDefined()
    expect(lines.map((l) => l.holder)).not.toContain(scene.id('P1-4'))
    await scene.pass(MINUTE)
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, proposal.id, true)
    const who = scene.county.code(line?.holder ?? '')
    expect((await spells('S01')).slice(1)).toEqual([
      `${who} ${scene.now().toISOString()} ${ends.toISOString()}`,
      `P1-4 ${ends.toISOString()} on`,
    ])
    await same()
    await scene.pass(DAY)
    await same()
    expect(await isOpen('S01')).toBe(false)
  })

  test('who is away by the time a plan is accepted is given nothing by it', async () => {
    await scene.warn([1], { severity: 'Minor' })
    const [proposal] = await scene.rows<{ id: string }>('proposal', `state = 'open'`)
    const [line] = await scene.rows<{ holder: string }>('proposal_line')
    if (!proposal || !line) throw new Error('nothing is proposed')
    await note(scene.county.code(line.holder))
    await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, proposal.id, true)
    expect(await scene.rows('duty', `proposal = '${proposal.id}' and holder = '${line.holder}'`)).toEqual([])
    expect((await scene.rows('duty', `proposal = '${proposal.id}'`)).length).toBeGreaterThan(0)
    await same()
  })

  test('is found at once for a household, and its own helper comes back to it', async () => {
    await scene.give('H1-01', 'helper', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const ends = later(DAY)
    await note('P1-4', { ends: ends.toISOString() })
    expect(await isOpen('H1-01', HELPER)).toBe(true)
    await scene.pass(5 * MINUTE)
    expect(await isOpen('H1-01', HELPER)).toBe(false)
    const [, standIn, again, ...more] = await dutiesAt('H1-01', 'helper')
    expect(more).toEqual([])
    expect(standIn).toMatchObject({ ends })
    expect(standIn?.holder).not.toBe(scene.id('P1-4'))
    expect(again).toMatchObject({ holder: scene.id('P1-4'), starts: ends, campaign: null })
    await same()
  })

  test('is given beside whoever is away, where several hold a role', async () => {
    for (const person of ['P1-4', 'P1-5', 'P1-6', 'P1-7']) await scene.give('S01', 'patrol', person)
    await scene.warn([1], { severity: 'Severe' })
    expect(await isOpen('S01', 'section-patrol')).toBe(false)
    await note('P1-4', { ends: later(DAY).toISOString() })
    expect(await isOpen('S01', 'section-patrol')).toBe(true)
    await giveTo('S01', 'P1-8', 'section-patrol')
    expect(await isOpen('S01', 'section-patrol')).toBe(false)
    const held = await dutiesAt('S01', 'patrol')
    expect(held.filter((d) => d.holder === scene.id('P1-4'))).toMatchObject([{ end_reason: null }])
    await same()
  })

  test('may be given by hand as any duty, one or many, and a second one later, but not to who is away', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    await scene.pass(MINUTE)
    const ends = later(DAY)
    await note('P1-4', { ends: ends.toISOString() })
    const batch = (holder: string) => {
      const subjects = ['S01', 'S02'].map((code) => scene.id(code))
      const role = { role: 'responsible', holderKind: 'person' as const, holder: scene.id(holder) }
      return giveAtMany(scene.db, scene.now(), CONSOLE, COUNTY, { lane: ACTUAL, subjects, ...role })
    }
    expect(await batch('P1-4')).toMatchObject({ given: [], refused: [{ code: 'DUTY_TAKEN' }, { code: 'DUTY_TAKEN' }] })
    const first = await scene.give('S01', 'responsible', 'P1-5', { ends: later(HOUR) })
    expect(first.ends).toEqual(later(HOUR))
    expect(await batch('P1-6')).toMatchObject({ given: [expect.anything()], refused: [{ code: 'DUTY_TAKEN' }] })
    await scene.pass(HOUR)
    expect(await isOpen('S01')).toBe(true)
    const second = await scene.give('S01', 'responsible', 'P1-6')
    expect(second.ends).toEqual(ends)
    for (const place of ['S01', 'S02']) {
      expect((await spells(place)).slice(-2)).toEqual([
        expect.stringMatching(`^P1-6 .+ ${ends.toISOString()}$`),
        `P1-4 ${ends.toISOString()} on`,
      ])
    }
    await same()
  })

  test('keeps what was given until the day when who was away was to be back, if they are back before', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const ends = later(DAY)
    const absence = await note('P1-4', { ends: ends.toISOString() })
    await giveTo('S01', 'P1-5')
    await scene.pass(HOUR)
    await back(absence)
    expect((await spells('S01')).slice(-2)).toEqual([
      expect.stringMatching(`^P1-5 .+ ${ends.toISOString()}$`),
      `P1-4 ${ends.toISOString()} on`,
    ])
    await same()
  })
})

describe('an exercise', () => {
  const LANE = 'drill'
  /** An exercise by a clock of its own, in which S01 is held by a duty of real life and S02 by one of its own. */
  const drill = async (then: Date) => {
    await scene.db.write(
      scene.now(),
      (tx) => tx`
        insert into exercise (lane, district, seed, starts, ends, now_at, state, started_at, seen_at)
        values (${LANE}, ${COUNTY}, 1, ${then}, ${then}, ${then}, 'paused', ${scene.now()}, ${scene.now()})`,
    )
    const area = `<areaDesc>v</areaDesc><polygon>${polygonOf(1)}</polygon>`
    const [sent, expires] = [capTime(then), capTime(new Date(then.getTime() + 100 * DAY))]
    const xml = cap({ identifier: 'X-1', severity: 'Minor', sent, expires, area })
    const { warnings } = readCap(xml)
    await takeWarnings(scene.db, then, CONSOLE, { lane: LANE, source: 'story', warnings, raw: xml })
    await runDue(scene.db, LANE, then, scene.gear)
    await scene.db.write(then, async (tx) => {
      const duty = { district: COUNTY, subject: scene.id('S02'), role: 'responsible', holder: scene.id('P1-4') }
      await insertDuty(tx, then, CONSOLE, LANE, { ...duty, sole: true })
      await afterLaneDuties(tx, then, { district: COUNTY, lane: LANE }, [scene.id('S02')])
    })
  }
  const unheldIn = async (lane: string) => {
    const rows = await scene.rows<{ subject: string }>(
      'requirement',
      `held < needed and rule = '${RESPONSIBLE}' and campaign in (select id from campaign where lane = '${lane}')`,
    )
    return ['S01', 'S02'].filter((place) => rows.some((r) => r.subject === scene.id(place)))
  }

  test('of another year goes on as it was when somebody is away in real life', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const then = new Date('2031-07-09T08:00:00+08:00')
    await drill(then)
    expect([await unheldIn(ACTUAL), await unheldIn(LANE)]).toEqual([['S02'], []])
    await note('P1-4', { ends: later(DAY).toISOString() })
    expect([await unheldIn(ACTUAL), await unheldIn(LANE)]).toEqual([['S01', 'S02'], []])
    await same()
    await same(LANE, then)
  })

  test('passes through an absence that is noted for its time, of real duties and its own, and real life does not', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.warn([1], { severity: 'Minor' })
    const then = new Date('2031-07-09T08:00:00+08:00')
    await drill(then)
    await note('P1-4', { starts: '2031-07-01T00:00:00+08:00', ends: '2031-08-01T00:00:00+08:00' })
    expect([await unheldIn(ACTUAL), await unheldIn(LANE)]).toEqual([['S02'], ['S01', 'S02']])
    await same()
    await same(LANE, then)
  })
})

describe('a list of leave', () => {
  const HEADERS = 'person,from,to'
  const leave = async (...lines: string[]) => {
    const reading = readAbsences(await csv([HEADERS, ...lines, ''].join('\n')), {})
    return { source: 'leave.csv', what: 'absences', reading } as const
  }

  test('makes gaps of what those who are on it hold, and the next one closes them', async () => {
    await scene.give('S01', 'responsible', 'P1-4')
    await scene.give('S02', 'responsible', 'P1-5')
    await scene.warn([1], { severity: 'Minor' })
    const [from, to] = [scene.now(), later(DAY)].map((at) => at.toISOString())
    const file = await leave(`P1-4,${from},${to}`, `P1-5,${later(HOUR).toISOString()},${to}`)
    await previewImport(scene.db, scene.now(), CONSOLE, [file])
    expect(await isOpen('S01')).toBe(false)
    await applyImport(scene.db, scene.now(), CONSOLE, [file])
    expect([await isOpen('S01'), await isOpen('S02')]).toEqual([true, false])
    await same()
    await scene.pass(HOUR)
    expect([await isOpen('S01'), await isOpen('S02')]).toEqual([true, true])
    await same()
    const shorter = await leave(`P1-4,${from},${later(MINUTE).toISOString()}`)
    await applyImport(scene.db, scene.now(), CONSOLE, [shorter])
    await scene.pass(MINUTE)
    expect([await isOpen('S01'), await isOpen('S02')]).toEqual([false, true])
    await same()
  })

  test('of two thousand is counted as a set, in as many statements as one of two', { timeout: 120_000 }, async () => {
    const MANY = 2_000
    await scene.db.write(scene.now(), async (tx) => {
      await tx`
        insert into person (district, id, code, name) select ${COUNTY}, gen_random_uuid(), 'L' || n, 'L' || n
        from generate_series(1, ${MANY}::int) n`
      await tx`
        insert into place (district, id, kind, code, name, area, geom, people)
        select ${COUNTY}, gen_random_uuid(), 'household', 'L' || n, 'L' || n, ${villageCode(1)},
          st_setsrid(st_point(116.61, 29.01), 4326), 2
        from generate_series(1, ${MANY}::int) n`
      await tx`
        insert into duty (district, id, subject_kind, subject, role, sole, holder_kind, holder, starts, recorded_at, recorded_by,
          changed_at)
        select ${COUNTY}, gen_random_uuid(), 'place', h.id, 'helper', true, 'person', p.id, ${scene.now()}, ${scene.now()},
          'story', ${scene.now()}
        from place h join person p on p.district = h.district and p.code = h.code where h.kind = 'household'`
    })
    await scene.warn([1], { severity: 'Minor' })
    const unheld = async () => figures(await scene.board()).unheld
    const before = await unheld()
    const lines = Array.from({ length: MANY }, (_, n) => `L${n + 1},,${later(DAY).toISOString()}`)
    const statements = { n: 0 }
    const db = counting(scene.db, statements)
    await applyImport(db, scene.now(), CONSOLE, [await leave(...lines.slice(0, 2))])
    const few = statements.n
    expect(await unheld()).toBe(before + 2)
    statements.n = 0
    await applyImport(db, scene.now(), CONSOLE, [await leave(...lines.slice(2))])
    expect(statements.n).toBeLessThanOrEqual(few + 5)
    expect(await unheld()).toBe(before + MANY)
    await same()
  })
})

/** A database whose statements in writes are counted. */
function counting(db: Db, statements: { n: number }): Db {
  const watched = (tx: Tx): Tx =>
    new Proxy(tx, {
      apply(target, self, args) {
        const made = Reflect.apply(target, self, args) as { handle?: () => unknown }
        const { handle } = made
        if (typeof handle === 'function') {
          let isCounted = false
          made.handle = function () {
            if (!isCounted) statements.n++
            isCounted = true
            return handle.call(this)
          }
        }
        return made
      },
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver)
        if (key !== 'savepoint') return value
        return (fn: (inner: Tx) => Promise<unknown>) => target.savepoint((inner) => fn(watched(inner)))
      },
    })
  return { ...db, write: (now, fn, how) => db.write(now, (tx) => fn(watched(tx)), how) }
}

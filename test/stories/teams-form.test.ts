import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readSubject } from '../../src/domain/board/subjects/read.ts'
import { giveDuty } from '../../src/domain/duties/actions.ts'
import { afterDuties } from '../../src/domain/gaps/actions.ts'
import { childUnits, peopleInTeams, unitsOfAreas } from '../../src/domain/people/store.ts'
import type { Candidate } from '../../src/domain/planner/teams/model.ts'
import { solveTeam } from '../../src/domain/planner/teams/solve.ts'
import { isSole } from '../../src/domain/playbooks/sole.ts'
import { dissolveTeam, formTeam } from '../../src/domain/teams/actions.ts'
import type { PlannedTeam, TeamRequest, TeamToForm } from '../../src/domain/teams/model.ts'
import { readSkills, readTeam } from '../../src/domain/teams/read.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()

/** What is asked for at S01, the westernmost section of the south dam in village 1. */
const ask = (change: Partial<TeamRequest> = {}): TeamRequest => ({
  site: { place: 'S01' },
  size: 4,
  skills: [],
  kinds: [],
  withinM: 20_000,
  smallBelow: 5,
  busy: false,
  without: [],
  insist: [],
  ...change,
})
const plan = (change: Partial<TeamRequest> = {}) =>
  scene.db.read((tx) => readTeam(tx, CONSOLE, scene.now(), ask(change)))
const codes = (team: PlannedTeam) => team.members.map(({ code }) => code)
const ids = (...who: string[]) => who.map((code) => scene.id(code))

const form = (change: Partial<TeamToForm> = {}, key?: string) =>
  formTeam(
    scene.db,
    scene.now(),
    CONSOLE,
    COUNTY,
    {
      site: { place: 'S01' },
      kind: 'emergency-team',
      name: 'Boats',
      leader: scene.id('P1-1'),
      members: ids('P1-3', 'P2-4'),
      ...change,
    },
    key,
  )
const dissolve = (unit: string, key?: string) =>
  dissolveTeam(scene.db, scene.now(), CONSOLE, COUNTY, { unit, reason: 'the water has fallen' }, key)
const give = (holder: string, house = 'H6-01', more: { starts?: Date } = {}) =>
  giveDuty(
    scene.db,
    scene.now(),
    CONSOLE,
    { district: COUNTY, subject: scene.id(house), role: 'helper', holder: scene.id(holder), ...more },
    isSole,
    afterDuties,
  )
const change = (statement: string) => scene.db.write(scene.now(), (tx) => tx.unsafe(statement))

interface Membership {
  person: string
  unit: string
  starts: Date
  ends: Date
  sent_by: string
}
const sent = (unit: string) => scene.rows<Membership>('membership', `unit = '${unit}'`)

describe('a team that is planned', () => {
  test('is of the nearest with one who leads, each with branch, way and what for', async () => {
    const team = await plan({ skills: [{ skill: 'hydraulic', count: 2 }] })
    expect(codes(team)).toEqual(['P1-1', 'P1-2', 'P1-3', 'P2-3'])
    expect(team).toMatchObject({ district: COUNTY, under: { name: 'Unit U1' }, from: scene.now(), until: null })
    expect(team.members[0]).toMatchObject({ name: 'P1-1', unit: { name: 'Unit U1', members: 9 }, meets: ['leader'] })
    expect(team.members[3]).toMatchObject({ unit: { name: 'Unit U2' }, meets: ['hydraulic'], skills: ['hydraulic'] })
    expect(team.metres).toBe(team.members.reduce((sum, { distanceM }) => sum + distanceM, 0))
    const [leader, hydraulic] = team.wishes
    expect(leader).toEqual({ skill: null, count: 1, met: 2 })
    expect(hydraulic).toMatchObject({
      skill: 'hydraulic',
      count: 2,
      met: 2,
      next: { name: 'P4-3', unit: { name: 'Unit U4' } },
    })
  })

  test('takes nobody of another kind, too far off, gone, or with a place to answer for then', async () => {
    expect(codes(await plan({ kinds: ['member'], skills: [], size: 1, insist: ids('P1-1') }))).toEqual(['P1-1'])
    await expect(plan({ kinds: ['member'] })).rejects.toMatchObject({ code: 'TEAM_LEADERLESS' })
    await expect(plan({ size: 9, withinM: 1_500 })).rejects.toMatchObject({
      code: 'TEAM_FEW',
      details: { needed: 9, busy: 0 },
    })
    await change(`update person set left_at = '2020-01-01' where code = 'P1-1'`)
    expect(codes(await plan())).not.toContain('P1-1')
    await give('P1-2')
    await give('P1-3', 'H6-02', { starts: new Date(scene.now().getTime() + DAY) })
    // Three who lead live at one spot in village 2.
    expect(codes(await plan())).toEqual([expect.stringMatching(/^P[2AC]-1$/), 'P1-4', 'P1-5', 'P1-6'])
    const today = { until: new Date(scene.now().getTime() + HOUR) }
    expect(codes(await plan(today))).toContain('P1-3')
    expect(codes(await plan({ busy: true }))).toEqual(['P1-2', 'P1-3', 'P1-4', 'P1-5'])
  })

  test('takes one from a small branch, and says whom', async () => {
    const team = await plan({ smallBelow: 10 })
    expect(new Set(team.members.map(({ unit }) => unit.id)).size).toBe(4)
    expect(team.members.every(({ onlyOne }) => onlyOne)).toBe(true)
    await expect(plan({ smallBelow: 10, size: 20 })).rejects.toMatchObject({
      code: 'TEAM_BRANCHES',
      details: { needed: 20, found: 9 },
    })
    await expect(plan({ smallBelow: 10, insist: ids('P1-4', 'P1-5') })).rejects.toMatchObject({
      code: 'TEAM_INSISTED',
      details: { unit: 'Unit U1' },
    })
  })

  test('without one and with another is the next best; whoever is insisted on need not fit', async () => {
    await give('P6-9')
    const team = await plan({ without: ids('P1-1', 'P1-3'), insist: ids('P6-9'), withinM: 2_500 })
    expect(codes(team)).toEqual(['P1-2', 'P1-4', 'P1-5', 'P6-9'])
    expect(team.members[3]).toMatchObject({ insisted: true, meets: [] })
    await expect(plan({ without: ids('P1-1'), insist: ids('P1-1') })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(plan({ insist: [newId(scene.now())] })).rejects.toMatchObject({ code: 'PERSON_GONE' })
    await change(`update person set home = null where code = 'P6-8'`)
    await expect(plan({ insist: ids('P6-8') })).rejects.toMatchObject({ code: 'HOME_UNKNOWN' })
  })

  test('is found though all of the nearest stay at home, by looking further', async () => {
    await change(`
      insert into person (district, id, code, name, home)
      select '${COUNTY}', gen_random_uuid(), 'N' || n, 'N' || n, st_setsrid(st_point(116.604, 29.002), 4326)
      from generate_series(1, 400) n`)
    expect(codes(await plan())).toEqual(['P1-1', 'P1-2', 'P1-3', 'P1-4'])
  })

  test('is no other than of everybody, though most are never looked at', async () => {
    const skills = [
      { skill: 'boat', count: 1 },
      { skill: 'medical', count: 2 },
    ]
    await change(`
      insert into unit (district, id, code, name, kind)
      select '${COUNTY}', gen_random_uuid(), 'G' || n, 'G' || n, 'group' from generate_series(1, 300) n;
      insert into person (district, id, code, name, home, skills)
      select '${COUNTY}', gen_random_uuid(), 'M' || n, 'M' || n, st_setsrid(st_point(116.6 + n * n % 997 / 1e4, 29.002), 4326),
        array_remove(array[case when n % 7 = 0 then 'boat' end, case when n % 11 = 0 then 'medical' end,
          case when n % 5 = 0 then 'leader' end], null)
      from generate_series(1, 900) n;
      insert into membership (district, person, unit, kind, starts)
      select '${COUNTY}', p.id, u.id, 'member', '2019-01-01' from person p join unit u on u.district = p.district and u.code = 'G' || (1 + substr(p.code, 2)::int % 300)
      where p.district = '${COUNTY}' and p.code like 'M%'`)
    const homes = await scene.db.read(
      (tx) => tx<Candidate[]>`
        select p.id, m.unit::text as unit, count(*) over (partition by m.unit)::int as "unitMembers", p.skills,
          p.skills @> '{leader}' or m.kind = 'official' as leads,
          round(st_distancesphere(p.home, (select st_pointonsurface(geom) from place where district = ${COUNTY} and code = 'S01')))::int as cost
        from person p join membership m on m.district = p.district and m.person = p.id where p.district = ${COUNTY}`,
    )
    const { cost } = solveTeam({ candidates: homes, size: 3, skills, smallBelow: 5 })
    expect((await plan({ size: 3, skills })).metres).toBe(cost)
  })

  test('that cannot be had says what is short, and why people stay at home', async () => {
    const skill = { skill: 'hydraulic', count: 7 }
    await give('P4-3')
    await expect(plan({ size: 8, skills: [skill] })).rejects.toMatchObject({
      code: 'TEAM_SKILL',
      details: { skill: 'hydraulic', needed: 7, found: 5, busy: 1, where: 'S01', km: 20 },
    })
    const one = { size: 1, skills: [{ skill: 'hydraulic', count: 1 }] }
    await expect(plan(one)).rejects.toMatchObject({ code: 'TEAM_TOGETHER', details: { missing: '1 × hydraulic' } })
    await expect(plan({ size: 0 })).rejects.toMatchObject({ code: 'PLAN_INVALID' })
    await expect(plan({ until: scene.now() })).rejects.toMatchObject({ code: 'TEAM_SPAN' })
    await expect(plan({ site: { place: 'S99' } })).rejects.toMatchObject({ code: 'PLACE_UNKNOWN' })
  })

  test('is for an area by its middle, and for one that has no shape by what lies in it', async () => {
    const team = await plan({ site: { area: villageCode(5) } })
    expect(team).toMatchObject({ site: { place: null, area: villageCode(5) }, under: { name: 'Unit U5' } })
    expect(team.members.map(({ unit }) => unit.name)).toContain('Unit U5')
    await change(`update area set shape = null where code = '${TOWNSHIP.B}'`)
    expect((await plan({ site: { area: TOWNSHIP.B } })).members).toHaveLength(4)
  })

  test('chooses from the skills that a district has', async () => {
    const skills = () => scene.db.read((tx) => readSkills(tx, CONSOLE, scene.now(), COUNTY))
    await change(`update person set skills = '{boat,hydraulic}' where code = 'P2-3'`)
    expect(await skills()).toEqual({
      items: [
        { skill: 'hydraulic', people: 6 },
        { skill: 'boat', people: 1 },
      ],
    })
  })
})

describe('a team that is formed', () => {
  test('is a unit with people sent by their branches, whose leader answers for it', async () => {
    const until = new Date(scene.now().getTime() + 3 * DAY)
    const team = await form({ until })
    expect(team).toMatchObject({ code: 'U1-T1', name: 'Boats', under: scene.id('U1'), people: 3, until })
    const people = (await sent(team.unit)).map((m) => [scene.county.code(m.person), scene.county.code(m.sent_by)])
    expect(people.sort()).toEqual([
      ['P1-1', 'U1'],
      ['P1-3', 'U1'],
      ['P2-4', 'U2'],
    ])
    const page = await scene.db.read((tx) =>
      readSubject(tx, CONSOLE, scene.now(), { kind: 'unit', id: team.unit, lane: 'actual' }),
    )
    expect(page).toMatchObject({ title: 'Boats', answers: [{ role: 'leader', sole: true, holder: { name: 'P1-1' } }] })
    expect(page.about.find(({ key }) => key === 'people')?.n).toBe(3)
    expect((await form({ leader: scene.id('P3-1'), members: [] })).code).toBe('U1-T2')
    scene.world.clock.moveTo(until)
    expect(codes(await plan())).toContain('P1-1')
  })

  test('has nobody who is in another team then', async () => {
    const { unit } = await form({ until: new Date(scene.now().getTime() + DAY) })
    expect(codes(await plan())).toEqual(['P1-2', 'P1-4', 'P1-5', 'P1-6'])
    const other = { leader: scene.id('P2-1'), members: ids('P2-4') }
    await expect(form(other)).rejects.toMatchObject({ code: 'TEAM_TAKEN', details: { person: 'P2-4', team: 'Boats' } })
    await expect(plan({ insist: ids('P1-3') })).rejects.toMatchObject({ code: 'TEAM_TAKEN' })
    await form({ ...other, from: new Date(scene.now().getTime() + DAY) })
    await expect(form({ leader: scene.id('P2-2'), members: ids('P2-4') })).rejects.toMatchObject({ code: 'TEAM_TAKEN' })
    expect(await sent(unit)).toHaveLength(3)
  })

  test('of two who send one person to different teams at once, one is refused', async () => {
    const tries = await Promise.allSettled([form({ name: 'One' }), form({ name: 'Other' })])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [refused] = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused).toMatchObject({ code: 'TEAM_TAKEN' })
    expect(await scene.rows('unit', "kind = 'emergency-team'")).toHaveLength(1)
    expect(await scene.rows('duty', "role = 'leader'")).toHaveLength(1)
  })

  test('sent twice under a key is formed once', async () => {
    const [one, again] = [await form({}, 'key-12345'), await form({}, 'key-12345')]
    expect(again).toEqual(one)
    expect(await scene.rows('unit', "kind = 'emergency-team'")).toHaveLength(1)
    await expect(form({ name: 'Other' }, 'key-12345')).rejects.toMatchObject({ code: 'KEY_USED' })
  })

  test('is refused whole when somebody has gone, and leaves nothing', async () => {
    await change(`update membership set ends = '2020-07-01' where person = '${scene.id('P2-4')}'`)
    await expect(form()).rejects.toMatchObject({ code: 'PERSON_GONE', details: { person: 'P2-4' } })
    await change(`update person set left_at = '2020-07-01' where code = 'P1-3'`)
    await expect(form({ members: ids('P1-3') })).rejects.toMatchObject({
      code: 'PERSON_GONE',
      details: { person: 'P1-3' },
    })
    expect(await scene.rows('unit', "kind = 'emergency-team'")).toEqual([])
    expect(await scene.rows('audit', "act = 'unit.form'")).toEqual([])
  })

  test.each([
    ['somebody twice', () => ({ members: ids('P1-1') }), 'BAD_INPUT'],
    ['a code that another unit has', () => ({ code: 'U2' }), 'UNIT_TAKEN'],
    ['a unit above that is not there', () => ({ under: 'U99' }), 'UNIT_UNKNOWN'],
    ['a unit above of another district', () => ({ under: 'U36' }), 'UNIT_ELSEWHERE'],
    ['a beginning in the past', () => ({ from: new Date('2020-07-01T00:00:00Z') }), 'TEAM_SPAN'],
  ])('is refused with %s', async (_, change, code) => {
    await expect(form(change())).rejects.toMatchObject({ code })
  })

  test('stands under no unit where none answers for the area', async () => {
    await change(`update unit set area = null where district = '${COUNTY}'`)
    await expect(form()).rejects.toMatchObject({ code: 'TEAM_UNDER' })
    expect(await form({ under: 'UA' })).toMatchObject({ code: 'UA-T1', under: scene.id('UA') })
  })

  test('works in an area, and its own unit goes on answering for it', async () => {
    await change(`update unit set code = 'Z1' where code = 'U1'`)
    const team = await form({ site: { area: villageCode(1) }, under: 'UC', code: 'A1' })
    const answering = await scene.db.read((tx) => unitsOfAreas(tx, [villageCode(1)], scene.now()))
    expect(answering.map((u) => u.code)).toEqual(['Z1'])
    await scene.warn([1])
    const units = (await scene.rows<{ unit: string }>('requirement')).map((r) => r.unit)
    expect(units).toContain(scene.id('U1'))
    expect(units).not.toContain(team.unit)
  })
})

describe('who is with a team', () => {
  test('is given nothing else by a plan, until it is dissolved', async () => {
    const members = ['P1-1', 'P1-3', 'P1-4', 'P1-5']
    const { unit } = await form({ members: ids(...members.slice(1)) })
    await scene.warn([1], { severity: 'Extreme' })
    const busy = async () => {
      const held = await scene.rows<{ holder: string }>('duty', "role = 'helper'")
      return [...new Set(held.map(({ holder }) => scene.county.code(holder)))]
    }
    const holders = await busy()
    expect(holders.length).toBeGreaterThan(0)
    expect(holders.filter((code) => members.includes(code))).toEqual([])
    await dissolve(unit)
    const people = await scene.db.read((tx) => peopleInTeams(tx, COUNTY, scene.now()))
    expect(people.size).toBe(0)
  })
})

describe('a team that is dissolved', () => {
  test('sends its people home and has no leader; what was stays', async () => {
    const { unit, code } = await form()
    const before = scene.now()
    const below = async () =>
      (await scene.db.read((tx) => childUnits(tx, scene.id('U1'), scene.now()))).map((u) => u.code)
    expect(await below()).toEqual([code])
    scene.world.clock.forward(HOUR)
    expect(await dissolve(code, 'key-12345')).toEqual({ unit, people: 3, duties: 1 })
    expect(await dissolve(code, 'key-12345')).toEqual({ unit, people: 3, duties: 1 })
    expect(await below()).toEqual([])
    for (const m of await sent(unit)) expect([m.starts, m.ends]).toEqual([before, scene.now()])
    const [duty] = await scene.rows<{ ends: Date; end_reason: string }>('duty', "role = 'leader'")
    expect(duty).toMatchObject({ ends: scene.now(), end_reason: 'the water has fallen' })
    expect(codes(await plan())).toContain('P1-1')
    const then = await scene.db.read((tx) =>
      readSubject(tx, CONSOLE, scene.now(), { kind: 'unit', id: unit, lane: 'actual', at: before }),
    )
    expect(then.answers).toMatchObject([{ role: 'leader' }])
    await expect(dissolve(code)).rejects.toMatchObject({ code: 'TEAM_OVER' })
  })

  test('before it began never was', async () => {
    const { unit } = await form({ from: new Date(scene.now().getTime() + DAY) })
    await dissolve(unit)
    for (const m of await sent(unit)) expect(m.ends).toEqual(m.starts)
    await form()
  })

  test('leaves open what it answered for', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const { unit } = await form()
    const held = () => scene.board().then((b) => b.rules.find((r) => r.rule === 'section-responsible')?.unheld)
    const open = await held()
    const more = { holderKind: 'unit' as const, holder: unit }
    const duty = { district: COUNTY, subject: scene.id('S01'), role: 'responsible', ...more }
    await giveDuty(scene.db, scene.now(), CONSOLE, duty, isSole, afterDuties)
    expect(await held()).toBe((open ?? 0) - 1)
    scene.world.clock.forward(HOUR)
    expect(await dissolve(unit)).toMatchObject({ duties: 2 })
    expect(await held()).toBe(open)
  })

  test.each([
    ['what is not there', 'U99', 'UNIT_UNKNOWN'],
    ['what is no team', 'U1', 'UNIT_NO_TEAM'],
    ['what is elsewhere', 'U36', 'UNIT_ELSEWHERE'],
  ])('is refused for %s', async (_, unit, code) => {
    await expect(dissolve(unit)).rejects.toMatchObject({ code })
  })
})

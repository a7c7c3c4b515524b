import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import type { Candidate } from '../../src/domain/planner/teams/model.ts'
import { solveTeam } from '../../src/domain/planner/teams/solve.ts'
import { readSkills } from '../../src/domain/teams/read.ts'
import { COUNTY, TOWNSHIP, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { teamsOf } from '../harness/teams.ts'

const scene = useScene()
const { plan, codes, ids, give, change } = teamsOf(scene)

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

import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { readSubject } from '../../src/domain/board/subjects/read.ts'
import { giveDuty } from '../../src/domain/duties/actions.ts'
import { givingDuty } from '../../src/domain/gaps/stand-in.ts'
import { childUnits, peopleInTeams, unitsOfAreas } from '../../src/domain/people/store.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { teamsOf } from '../harness/teams.ts'

const scene = useScene()
const { plan, codes, ids, form, dissolve, change } = teamsOf(scene)

interface Membership {
  person: string
  unit: string
  starts: Date
  ends: Date
  sent_by: string
}
const sent = (unit: string) => scene.rows<Membership>('membership', `unit = '${unit}'`)

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
    const members = await sent(unit)
    expect(members).toHaveLength(3)
    for (const m of members) expect([m.starts, m.ends]).toEqual([before, scene.now()])
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
    const members = await sent(unit)
    expect(members).toHaveLength(3)
    for (const m of members) expect(m.ends).toEqual(m.starts)
    await form()
  })

  test('leaves open what it answered for', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const { unit } = await form()
    const held = () => scene.board().then((b) => b.rules.find((r) => r.rule === 'section-responsible')?.unheld)
    const open = await held()
    const more = { holderKind: 'unit' as const, holder: unit }
    const duty = { district: COUNTY, subject: scene.id('S01'), role: 'responsible', ...more }
    await giveDuty(scene.db, scene.now(), CONSOLE, duty, givingDuty)
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

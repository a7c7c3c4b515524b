import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { newId } from '../../src/base/ids.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { auditOf } from '../../src/domain/audit/store.ts'
import { afterClosing, afterLeaving } from '../../src/domain/gaps/leaving.ts'
import { moveCoverage } from '../../src/domain/gaps/move-coverage.ts'
import { joinUnit, leaveUnit, mergeUnits, moveUnit, secondPerson, splitUnit } from '../../src/domain/people/actions.ts'
import { candidates, childUnits, contactsOf, personById } from '../../src/domain/people/store.ts'
import { COUNTY } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const me = (code: string) => ({ district: COUNTY, id: scene.id(code) })

/** Codes of the units just below one at a moment. */
const below = async (unit: string, at = scene.now()) =>
  (await scene.db.read((tx) => childUnits(tx, unit, at))).map((u) => u.code)
/** Codes of a unit's members at a moment. */
async function members(unit: string, at = scene.now()): Promise<string[]> {
  const rows = await scene.rows<{ person: string; starts: Date; ends: Date }>('membership', `unit = '${unit}'`)
  return rows
    .filter((m) => m.starts <= at && m.ends > at)
    .map((m) => scene.county.code(m.person))
    .sort()
}
const acts = async (subject: string) => (await scene.db.read((tx) => auditOf(tx, COUNTY, subject, 9))).map((a) => a.act)

test('a unit is moved from now on, and the tree of any past day stays as it was', async () => {
  const before = scene.now()
  scene.world.clock.forward(DAY)
  await moveUnit(scene.db, scene.now(), CONSOLE, 'U1', 'UB', moveCoverage)
  expect(await below(scene.id('UA'))).toEqual(['U2', 'U3'])
  expect(await below(scene.id('UB'))).toEqual(['U1', 'U4', 'U5', 'U6'])
  expect(await below(scene.id('UA'), before)).toEqual(['U1', 'U2', 'U3'])
  expect(await below(scene.id('UB'), before)).toEqual(['U4', 'U5', 'U6'])
  expect(await acts(scene.id('U1'))).toEqual(['unit.move'])
})

test('a unit cannot stand under itself, under what is below it, or under nothing known', async () => {
  const under = (unit: string, parent: string) => moveUnit(scene.db, scene.now(), CONSOLE, unit, parent, moveCoverage)
  await expect(under('UA', 'UA')).rejects.toMatchObject({ code: 'UNIT_LOOP' })
  await expect(under('UA', 'U2')).rejects.toMatchObject({ code: 'UNIT_LOOP' })
  await expect(under('UA', 'U99')).rejects.toMatchObject({ code: 'UNIT_UNKNOWN' })
})

test('merged units hand over their people and what is below them; on the day before they were their own', async () => {
  const before = scene.now()
  scene.world.clock.forward(DAY)
  await mergeUnits(scene.db, scene.now(), CONSOLE, ['UB'], 'UA', { move: moveCoverage, close: afterClosing })
  expect(await below(scene.id('UA'))).toEqual(['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'UB'])
  expect(await members(scene.id('UA'))).toEqual(['PA-1', 'PA-2', 'PB-1', 'PB-2'])
  expect(await members(scene.id('UB'))).toEqual([])
  expect(await members(scene.id('UB'), before)).toEqual(['PB-1', 'PB-2'])
  expect(await below(scene.id('UB'), before)).toEqual(['U4', 'U5', 'U6'])
  expect(await scene.rows('unit', `code = 'UB' and dissolved = '${scene.now().toISOString()}'`)).toHaveLength(1)
})

test('a unit merged into one that stood below it gives it its place', async () => {
  scene.world.clock.forward(DAY)
  await mergeUnits(scene.db, scene.now(), CONSOLE, ['UA'], 'U1', { move: moveCoverage, close: afterClosing })
  expect(await below(scene.id('UC'))).toEqual(['U1', 'UB'])
  expect(await below(scene.id('U1'))).toEqual(['U2', 'U3', 'UA'])
})

test('a unit is split: who goes along, and what, is in the new one from now on', async () => {
  const before = scene.now()
  scene.world.clock.forward(DAY)
  const offshoot = { code: 'UD', name: 'East', area: null, people: [scene.id('PA-2')], units: ['U3'] }
  const [east] = await splitUnit(scene.db, scene.now(), CONSOLE, 'UA', [offshoot], {
    move: moveCoverage,
    leave: afterLeaving,
  })
  expect(await below(scene.id('UC'))).toEqual(['UA', 'UB', 'UD'])
  expect(await below(east ?? '')).toEqual(['U3'])
  expect(await members(east ?? '')).toEqual(['PA-2'])
  expect(await members(scene.id('UA'))).toEqual(['PA-1'])
  expect(await members(scene.id('UA'), before)).toEqual(['PA-1', 'PA-2'])
  const again = splitUnit(scene.db, scene.now(), CONSOLE, 'UA', [{ ...offshoot, people: [], units: [] }], {
    move: moveCoverage,
    leave: afterLeaving,
  })
  await expect(again).rejects.toMatchObject({ code: 'UNIT_TAKEN' })
})

test('a member joins and leaves, and has been one in between', async () => {
  await joinUnit(scene.db, scene.now(), CONSOLE, me('P1-9'), 'U2', 'volunteer')
  await joinUnit(scene.db, scene.now(), CONSOLE, me('P1-9'), 'U2', 'volunteer')
  const during = scene.now()
  expect(await members(scene.id('U2'))).toContain('P1-9')
  scene.world.clock.forward(HOUR)
  await leaveUnit(scene.db, scene.now(), CONSOLE, me('P1-9'), 'U2', afterLeaving)
  expect(await members(scene.id('U2'))).not.toContain('P1-9')
  expect(await members(scene.id('U2'), during)).toContain('P1-9')
  const again = leaveUnit(scene.db, scene.now(), CONSOLE, me('P1-9'), 'U2', afterLeaving)
  await expect(again).rejects.toMatchObject({ code: 'MEMBER_UNKNOWN' })
  const nobody = { district: COUNTY, id: newId(scene.now()) }
  await expect(joinUnit(scene.db, scene.now(), CONSOLE, nobody, 'U2', 'member')).rejects.toMatchObject({
    code: 'PERSON_UNKNOWN',
  })
})

test('whoever is sent to another district can be chosen and reached there, and stays at home too', async () => {
  await scene.db.write(
    scene.now(),
    (tx) =>
      tx`insert into unit (district, id, code, name, kind) values ('361127', ${newId(scene.now())}, 'V1', 'Yugan', 'team')`,
  )
  const send = () => secondPerson(scene.db, scene.now(), CONSOLE, me('P1-3'), 'V1', 'U1')
  await send()
  await send()
  const there = await scene.db.read((tx) => personById(tx, '361127', scene.id('P1-3')))
  expect(there).toMatchObject({ code: '361128:P1-3', name: 'P1-3', skills: ['hydraulic'] })
  const chosen = await scene.db.read((tx) => candidates(tx, '361127', scene.now()))
  expect(chosen).toMatchObject([{ id: scene.id('P1-3'), kinds: ['seconded'] }])
  const reach = await scene.db.read((tx) => contactsOf(tx, '361127', [scene.id('P1-3')], 'phone'))
  expect(reach).toEqual([{ person: scene.id('P1-3'), channel: 'phone', address: '+86 P1-3' }])
  expect(await scene.rows('membership', `district = '361127' and sent_by = '${scene.id('U1')}'`)).toHaveLength(1)
  expect(await members(scene.id('U1'))).toContain('P1-3')
  await expect(joinUnit(scene.db, scene.now(), CONSOLE, me('P1-4'), 'V1', 'member')).rejects.toMatchObject({
    code: 'UNIT_ELSEWHERE',
  })
})

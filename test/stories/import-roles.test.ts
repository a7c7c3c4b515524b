import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { COUNTY } from '../harness/county.ts'
import { csv, importer } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const { apply } = importer(scene.world)

const HEADERS = 'place,unit,role,holder,from,to\n'
const SOLE = new Set(['responsible', 'technical', 'helper', 'secretary'])
const roster = async (rows: string) => {
  const reading = readDuties(await csv(HEADERS + rows), { zone: '+08:00' })
  const [report] = await apply({ source: 'roster.csv', what: 'duties', reading, district: COUNTY, soleRoles: SOLE })
  if (!report) throw new Error('nothing was imported')
  return report
}
const told = (list: readonly { line: number; code: string; value: string | null }[]) =>
  list.map(({ line, code, value }) => [line, code, value])
const FROM = '2020-07-10 07:00'

describe('a role in a list of duties', () => {
  test.each(['patrol', 'Patrol', 'PATROL ', '巡堤', ' 巡 堤'])(
    'is known as "%s", and fills what asks for it',
    async (role) => {
      const report = await roster(`S01,,${role},P1-4,${FROM},\n`)
      expect([report.new, ...told([...report.notes, ...report.unplaced])]).toEqual([1])
      expect(await scene.rows('duty', `role = 'patrol' and subject = '${scene.id('S01')}'`)).toHaveLength(1)
    },
  )

  test('is the post’s by any of its words, where it is a unit’s', async () => {
    await roster(`,U3,副书记,P3-4,${FROM},\n`)
    expect(
      await scene.rows('duty', `subject = '${scene.id('U3')}' and holder = '${scene.id('P3-4')}' and role = 'deputy'`),
    ).toHaveLength(1)
  })

  test('that no playbook asks for is kept and noted, and the one that is spelt like it named', async () => {
    const report = await roster(
      `S01,,patrl,P1-4,${FROM},\nS01,,巡提,P1-5,${FROM},\nS01,,keeper of the gate,P1-6,${FROM},\n`,
    )
    expect(report.new).toBe(3)
    expect(told(report.notes)).toEqual([
      [2, 'ROLE_UNASKED_NEAR', 'patrl'],
      [3, 'ROLE_UNASKED_NEAR', '巡提'],
      [4, 'ROLE_UNASKED', 'keeper of the gate'],
    ])
    expect(report.notes[0]?.details.kept).toBe('patrol (patrol, 巡堤)')
  })
})

describe('ditto marks', () => {
  test.each(['〃', '″', '同上', 'ditto', 'Ditto.', '""""'])(
    '%s repeat the cell above, in every column, and are counted',
    async (mark) => {
      const report = await roster(
        `S01,,patrol,P1-4,${FROM},\n${mark},,${mark},P1-5,${mark},\nS02,,${mark},P1-6,${mark},\n`,
      )
      expect([report.new, report.unplaced]).toEqual([3, []])
      expect(report.notes.map((n) => [n.code, n.column, n.details.count])).toEqual([
        ['DITTO', 'place', 1],
        ['DITTO', 'role', 2],
        ['DITTO', 'from', 2],
      ])
      const held = await scene.rows<{ subject: string; holder: string }>('duty', `role = 'patrol'`)
      expect(held.map((d) => [scene.county.code(d.holder), scene.county.code(d.subject)]).sort()).toEqual([
        ['P1-4', 'S01'],
        ['P1-5', 'S01'],
        ['P1-6', 'S02'],
      ])
    },
  )

  test('are read in lists of people too; with nothing above, they stay as they are', async () => {
    const { rows } = readPeople(await csv('code,name,unit,skills\nN1,Zoe,U1,〃\nN2,Ann,同上,boat\nN3,Bob,〃,〃\n'))
    expect(rows.map((r) => [r.memberships[0]?.unit, r.skills])).toEqual([
      ['U1', ['〃']],
      ['U1', ['boat']],
      ['U1', ['boat']],
    ])
  })
})

describe('a duty of somebody’s own, in a newer list', () => {
  const [begins, later, ends] = ['2020-07-11 08:00', '2020-07-11 09:00', '2020-07-12 08:00']
  const spans = async () => {
    const held = await scene.rows<{ starts: Date; ends: Date }>('duty', `role = 'patrol' and ends > starts`)
    return held.map((d) => [d.starts, d.ends])
  }
  const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`)

  test('begins at another time, while that is still to come, and at the first again', async () => {
    await roster(`S01,,patrol,P1-4,${begins},${ends}\n`)
    scene.world.clock.forward(HOUR)
    const report = await roster(`S01,,patrol,P1-4,${later},${ends}\n`)
    expect([report.new, report.changed, report.unplaced]).toEqual([0, 1, []])
    expect(await spans()).toEqual([[at(later), at(ends)]])
    const again = await roster(`S01,,patrol,P1-4,${later},${ends}\n`)
    expect([again.new, again.changed, again.same, again.unplaced]).toEqual([0, 0, 1, []])
    scene.world.clock.forward(HOUR)
    const back = await roster(`S01,,patrol,P1-4,${begins},${ends}\n`)
    expect([back.changed, back.unplaced]).toEqual([1, []])
    expect(await spans()).toEqual([[at(begins), at(ends)]])
  })

  test('keeps its beginning once it has begun, and is said to be their own', async () => {
    await roster(`S01,,patrol,P1-4,${begins},${ends}\n`)
    scene.world.clock.moveTo(at('2020-07-11 08:30'))
    const report = await roster(`S01,,patrol,P1-4,${later},${ends}\n`)
    expect([report.changed, told(report.unplaced)]).toEqual([0, [[2, 'OWN_OVERLAPS', 'patrol']]])
    expect(await spans()).toEqual([[at(begins), at(ends)]])
  })

  test('that overlaps another of one list or differs in more than its beginning is refused as their own', async () => {
    const report = await roster(`S01,,patrol,P1-4,${begins},${ends}\nS01,,patrol,P1-4,${later},${ends}\n`)
    expect([report.new, told(report.unplaced)]).toEqual([1, [[3, 'OWN_OVERLAPS', 'patrol']]])
    scene.world.clock.forward(HOUR)
    const other = await roster(`S01,,patrol,P1-4,${later},2020-07-12 09:00\n`)
    expect(told(other.unplaced)).toEqual([[2, 'OWN_OVERLAPS', 'patrol']])
  })

  test('that was called off before it began stays so', async () => {
    await roster(`S01,,patrol,P1-4,${begins},${ends}\n`)
    await scene.db.write(
      scene.now(),
      (tx) => tx`update duty set ends = starts, end_reason = 'mistake' where district = ${COUNTY} and role = 'patrol'`,
    )
    scene.world.clock.forward(HOUR)
    const report = await roster(`S01,,patrol,P1-4,${begins},${ends}\n`)
    expect([report.changed, told(report.unplaced)]).toEqual([0, [[2, 'PAST', at(ends).toISOString()]]])
    expect(await spans()).toEqual([])
  })

  test('that another holds alone is somebody else’s', async () => {
    await roster(`S01,,responsible,P1-4,${begins},${ends}\n`)
    scene.world.clock.forward(HOUR)
    const report = await roster(`S01,,responsible,P1-5,${later},${ends}\n`)
    expect(told(report.unplaced)).toEqual([[2, 'TAKEN', 'responsible']])
  })
})

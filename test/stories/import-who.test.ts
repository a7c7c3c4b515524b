import { describe, expect, test } from 'vitest'
import { readAbsences } from '../../src/domain/imports/read-absences.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { csv, importer, SOLE_ROLES } from '../harness/import-world.ts'
import { useScene } from '../harness/scene.ts'

const scene = useScene()
const { apply } = importer(scene.world)

async function people(text: string, answers: Record<string, string> = {}) {
  const reading = readPeople(await csv(text))
  const [report] = await apply({ source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES, answers })
  return report
}
/** Who is in the register under codes of these tests, with their numbers. */
async function known() {
  const found = await scene.db.read(
    (tx) => tx<{ code: string; name: string; phones: string | null }[]>`
      select p.code, p.name, string_agg(c.address, ' ' order by c.rank) as phones from person p
        left join contact c on c.district = p.district and c.person = p.id
      where p.code not like 'P_-%' group by p.code, p.name order by p.code`,
  )
  return found.map(({ code, name, phones }) => [code, name, phones])
}
const asked = (report: Awaited<ReturnType<typeof people>>) =>
  report?.asked.map(({ line, code, details }) => [line, code, details.choices])

describe('a code under which somebody else comes', () => {
  const FIRST = 'code,name,unit,phone\nX1,张伟,U1,13800000001\n'
  const OTHER = 'code,name,unit,phone\nX1,李娜,U2,13900000002\n'

  test('is asked about where name, unit and number all differ; nothing is written until then', async () => {
    await people(FIRST)
    const report = await people(OTHER)
    expect(asked(report)).toEqual([[2, 'WHO_CODE', 'same,other,leave']])
    expect(report).toMatchObject({ new: 0, changed: 0, same: 0 })
    expect(await known()).toEqual([['X1', '张伟', '13800000001']])
  })

  test.each([
    ['same', [['X1', '李娜', '13900000002']]],
    [
      'other',
      [
        ['X1', '张伟', '13800000001'],
        ['X1-2', '李娜', '13900000002'],
      ],
    ],
    ['leave', [['X1', '张伟', '13800000001']]],
  ])('is %s where somebody says so', async (answer, then) => {
    await people(FIRST)
    const report = await people(OTHER, { 2: answer })
    expect(report?.asked).toEqual([])
    expect(await known()).toEqual(then)
    // Who was told apart once is known the next time.
    if (answer === 'other') expect(await people(OTHER)).toMatchObject({ asked: [], same: 1 })
    if (answer === 'leave') expect(report?.unplaced).toMatchObject([{ code: 'LEFT_BY_CHOICE' }])
  })

  test('is the same person where one of the three still agrees, and the change is shown', async () => {
    await people(FIRST)
    expect(await people('code,name,unit,phone\nX1,张伟,U2,13900000002\n')).toMatchObject({ changed: 1, asked: [] })
    expect(await people('code,name,unit,phone\nX1,张薇,U3,0086 139 0000 0002\n')).toMatchObject({
      changed: 1,
      asked: [],
    })
  })
})

describe('a name without a code', () => {
  test('with another number is asked about: a namesake takes nobody’s telephone', async () => {
    await people('name,unit,phone\n张伟,U1,13800000091\n')
    const second = 'name,unit,phone\n张伟,U1,13900000092\n'
    expect(asked(await people(second))).toEqual([[2, 'WHO_NAME', 'same,other,leave']])
    expect(await known()).toEqual([['U-01-张伟', '张伟', '13800000091']])
    await people(second, { all: 'other' })
    expect(await known()).toEqual([
      ['U-01-张伟', '张伟', '13800000091'],
      ['U-01-张伟-2', '张伟', '13900000092'],
    ])
    expect(await people(second)).toMatchObject({ asked: [], same: 1 })
  })

  test('is the one of the unit who bears it, under whatever code; of several it is asked who', async () => {
    await people('code,name,unit,phone\nA1,同名,U1,13800880001\n')
    expect(await people('name,unit,skills\n同名,U1,boat\n')).toMatchObject({ new: 0, changed: 1, asked: [] })
    await people('code,name,unit,phone\nA2,同名,U1,13800880002\n')
    expect(asked(await people('name,unit,skills\n同名,U1,medical\n'))).toEqual([[2, 'WHO_NAME', 'A1,A2,other,leave']])
    expect(await people('name,unit,phone,skills\n同名,U1,13800880002,medical\n')).toMatchObject({
      changed: 1,
      asked: [],
    })
    expect(await people('name,unit,skills\n同名,U1,hydraulic\n', { 2: 'A2' })).toMatchObject({ changed: 1 })
    const skills = await scene.rows<{ code: string; skills: string[] }>('person', `code in ('A1', 'A2')`)
    expect(new Map(skills.map((p) => [p.code, p.skills]))).toEqual(
      new Map([
        ['A1', ['boat']],
        ['A2', ['hydraulic']],
      ]),
    )
  })

  test('in another unit is another person', async () => {
    await people('name,unit,phone\n张伟,U1,13800000091\n')
    expect(await people('name,unit,phone\n张伟,U2,13900000092\n')).toMatchObject({ new: 1, asked: [] })
  })
})

describe('people of one unit whose names look alike', () => {
  test('are told apart by tones and accents, though no code does it', async () => {
    const tones =
      'name,unit,phone\nNguyễn Thị Hà,U1,0912000001\nNguyễn Thị Hạ,U1,0912000002\nNguyễn Thị Hả,U1,0912000003\n' +
      'José Núñez,U1,0912000011\nJose Nunez,U1,0912000012\nКо,U1,0912000013\nが,U1,1234567\nか,U1,1234568\n'
    expect(await people(tones)).toMatchObject({ new: 8, asked: [], unplaced: [] })
    expect((await known()).map(([code]) => code)).toContain('U-01-NGUYỄN-THỊ-HẠ')
    expect(await people(tones)).toMatchObject({ new: 0, same: 8, asked: [], unplaced: [] })
  })

  test('are asked about where the number agrees and the spelling does not', async () => {
    await people('name,unit,phone\nJosé Núñez,U1,0912000011\n')
    const plain = 'name,unit,phone\nJose Nunez,U1,0912000011\n'
    expect(asked(await people(plain))).toEqual([[2, 'WHO_NAME', 'same,other,leave']])
    expect(await people(plain, { 2: 'same' })).toMatchObject({ new: 0, changed: 1 })
  })

  const HOUSE = 'name,unit,phone\nNguyễn Thị Hà,U1,0912000021\nNguyễn Thị Hạ,U1,0912000021\n'

  test.each([
    ['same', 1],
    ['other', 2],
    ['leave', 1],
  ])('are asked about in one file too, where both are new and share a number: %s', async (answer, count) => {
    const report = await people(HOUSE)
    expect(asked(report)).toEqual([[3, 'WHO_NAMESAKE', 'same,other,leave']])
    expect(report?.asked[0]?.details.known).toContain('Nguyễn Thị Hà (line 2)')
    expect(report).toMatchObject({ new: 1 })
    expect(await people(HOUSE, { 3: answer })).toMatchObject({ asked: [] })
    expect(await known()).toHaveLength(count)
    // Two who were told apart are known the next time.
    if (answer === 'other') expect(await people(HOUSE)).toMatchObject({ asked: [], new: 0, same: 2 })
  })

  test('are asked about where only the first of them is in the register', async () => {
    await people('name,unit,phone\nNguyễn Thị Hà,U1,0912000021\n')
    expect(asked(await people(HOUSE))).toEqual([[3, 'WHO_NAMESAKE', 'same,other,leave']])
  })

  test('in two units, or with two numbers, are two', async () => {
    const two =
      'name,unit,phone\nNguyễn Thị Hà,U1,0912000031\nNguyễn Thị Hạ,U2,0912000031\nJosé Núñez,U1,0912000032\nJose Nunez,U1,0912000033\n'
    expect(await people(two)).toMatchObject({ new: 4, asked: [] })
  })

  test('are two where the names are one and the numbers two, in one file, and stay two', async () => {
    const two = 'name,unit,phone\n周同名,U1,13900004001\n周同名,U1,13900004002\n'
    const report = await people(two)
    expect(report).toMatchObject({ new: 2, asked: [], unplaced: [] })
    expect(report?.notes).toMatchObject([{ line: 3, code: 'NAMESAKE' }])
    const both = [
      ['U-01-周同名', '周同名', '13900004001'],
      ['U-01-周同名-2', '周同名', '13900004002'],
    ]
    expect(await known()).toEqual(both)
    expect(await people(two)).toMatchObject({ new: 0, same: 2, asked: [], unplaced: [] })
    const turned = 'name,unit,phone\n周同名,U1,13900004002\n周同名,U1,13900004001\n'
    expect(await people(turned)).toMatchObject({ new: 0, same: 2, asked: [], unplaced: [] })
    expect(await known()).toEqual(both)
  })

  test('are two as well where one of them is in the register, and the rows of a file never take one code', async () => {
    await people('name,unit,phone\n周同名,U1,13900004001\n')
    expect(await people('name,unit,phone\n周同名,U1,13900004001\n周同名,U1,13900004002\n')).toMatchObject({
      new: 1,
      same: 1,
      asked: [],
      unplaced: [],
    })
    const others = 'name,unit,phone\n周同名,U1,13900004003\n周同名,U1,13900004004\n'
    expect((await people(others))?.asked).toHaveLength(2)
    expect(await people(others, { all: 'other' })).toMatchObject({ new: 2, unplaced: [] })
    expect((await known()).map(([, , phones]) => phones).sort()).toEqual([
      '13900004001',
      '13900004002',
      '13900004003',
      '13900004004',
    ])
  })

  test('are asked about where one has no number; one who is there twice is one', async () => {
    const open = 'name,unit,phone\n周同名,U1,13900004001\n周同名,U1,\n周同名,U1,139 0000 4001\n'
    const report = await people(open)
    expect(asked(report)).toEqual([[3, 'WHO_NAMESAKE', 'same,other,leave']])
    expect(report).toMatchObject({ new: 1, unplaced: [{ line: 4, code: 'DUPLICATE' }] })
  })

  test.each([
    ['same', ['13900004001']],
    ['other', ['13900004001', null]],
  ])('and the answer "%s" holds', async (answer, then) => {
    await people('name,unit,phone\n周同名,U1,13900004001\n周同名,U1,\n', { 3: answer })
    expect((await known()).map(([, , phones]) => phones)).toEqual(then)
  })
})

describe('what looks like one person twice is noted, and taken', () => {
  test('one name and number under two codes, and one number for two people', async () => {
    const report = await people(
      'code,name,unit,phone\nD1,重复人,U1,13800990010\nD2,重复人,U1,138-0099-0010\nD3,别人,U1,13800990010\n',
    )
    expect(report).toMatchObject({ new: 3, unplaced: [] })
    expect(report?.notes.map(({ line, code }) => [line, code])).toEqual([
      [3, 'TWICE'],
      [4, 'SHARED_PHONE'],
    ])
    const later = await people('code,name,unit,phone\nD4,重复人,U2,13800990010\n')
    expect(later?.notes).toMatchObject([{ code: 'TWICE', details: { kept: 'D1' } }])
  })

  test('codes that differ by zeros before them', async () => {
    await people('code,name,unit,phone\n0071,秦庚,U1,079362512345\n')
    const report = await people('code,name,unit\n71,秦辛,U1\n')
    expect(report?.notes).toMatchObject([{ code: 'ZEROS', value: '71', details: { kept: '0071' } }])
  })

  test('codes that differ by capital letters', async () => {
    await people('code,name,unit\nY-1,大小写,U1\n')
    const report = await people('code,name,unit\ny-1,别人,U1\n')
    expect(report?.notes).toMatchObject([{ code: 'CASE', value: 'y-1', details: { kept: 'Y-1' } }])
    expect((await people('code,name,unit\ny-1,别人,U1\n'))?.notes).toEqual([])
  })

  test('are one person where name and unit agree, who keeps the zero of the number, unless somebody says otherwise', async () => {
    await people('code,name,unit,phone\n0071,秦庚,U1,079362512345\n')
    const bare = 'code,name,unit,phone\n71,秦庚,U1,79362512345\n'
    const report = await people(bare)
    expect(report).toMatchObject({ new: 0, changed: 0, same: 1 })
    expect(report?.notes).toMatchObject([{ code: 'ZEROS_SAME', value: '71', details: { kept: '0071' } }])
    expect(await known()).toEqual([['0071', '秦庚', '079362512345']])
    expect(await people(bare, { 2: 'other' })).toMatchObject({ new: 1 })
  })
})

describe('a holder who is named without a code', () => {
  const ZONE = { zone: 'Asia/Shanghai' }

  test('is found where one person bears the name; of several it is asked who, and the code decides', async () => {
    await people('code,name,unit,phone\nN1,同名人,U1,13800880001\nN2,同名人,U2,13800880002\nN3,独一人,U3,\n')
    const text =
      'place,role,holder,from,to\nS01,watch,独一人,2020-07-10 08:00,2020-07-10 16:00\n' +
      'S02,watch,同名人,2020-07-10 08:00,2020-07-10 16:00\n'
    const duties = async (answers: Record<string, string> = {}) => {
      const reading = readDuties(await csv(text), ZONE)
      const [report] = await apply({ source: 'd', what: 'duties', reading, soleRoles: SOLE_ROLES, answers })
      return report
    }
    const report = await duties()
    expect(report).toMatchObject({ new: 1 })
    expect(report?.notes).toContainEqual(expect.objectContaining({ line: 2, code: 'BY_NAME' }))
    expect(report?.asked).toMatchObject([{ line: 3, code: 'WHO_HOLDER', details: { choices: 'N1,N2,leave' } }])
    expect(report?.asked[0]?.details.known).toContain('N2 U2 …0002')
    expect(await duties({ 3: 'N2' })).toMatchObject({ new: 1, same: 1, asked: [] })
    const [duty] = await scene.rows<{ holder: string }>('duty', `subject = '${scene.id('S02')}'`)
    const [n2] = await scene.rows<{ id: string }>('person', `code = 'N2'`)
    expect(duty?.holder).toBe(n2?.id)
  })

  test('is asked about in a list of leave as well', async () => {
    await people('code,name,unit\nN1,同名人,U1\nN2,同名人,U2\n')
    const leave = async (answers: Record<string, string> = {}) => {
      const reading = readAbsences(await csv('person,from,to\n同名人,2020-07-10,2020-07-12\n'), ZONE)
      const [report] = await apply({ source: 'a', what: 'absences', reading, answers })
      return report
    }
    expect((await leave())?.asked).toMatchObject([{ code: 'WHO_HOLDER' }])
    expect(await leave({ all: 'N1' })).toMatchObject({ new: 1, asked: [] })
  })
})

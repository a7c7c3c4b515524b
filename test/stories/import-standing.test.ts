import { describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { applyImport, previewImport } from '../../src/domain/imports/actions.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPopolo } from '../../src/domain/imports/read-popolo.ts'
import { standingOf } from '../../src/domain/imports/standing-words.ts'
import { csv, SOLE_ROLES } from '../harness/import-world.ts'
import { figures, useScene } from '../harness/scene.ts'

const scene = useScene()

async function people(text: string, answers: Record<string, string> = {}) {
  const reading = readPeople(await csv(text))
  const job = { source: 'people.csv', what: 'people', reading, soleRoles: SOLE_ROLES, answers } as const
  const [shown] = await previewImport(scene.db, scene.now(), CONSOLE, [job])
  const [report] = await applyImport(scene.db, scene.now(), CONSOLE, [job])
  // What was shown is what was done.
  expect(report).toEqual(shown)
  return report
}
type Report = Awaited<ReturnType<typeof people>>
const asked = (report: Report) => report?.asked.map(({ line, code, details }) => [line, code, details.choices])
const notTaken = (report: Report) => report?.unplaced.map(({ line, code }) => [line, code])
/** Who of these tests is in the register, and until when. */
async function known() {
  const found = await scene.rows<{ code: string }>('person', `code like 'G%'`)
  const left = await scene.rows<{ code: string }>('person', `code like 'G%' and left_at < 'infinity'`)
  const gone = new Set(left.map(({ code }) => code))
  return found.map(({ code }) => (gone.has(code) ? `${code} left` : code)).sort()
}
const TOLD = { true: 'STATUS_OFF', false: 'STATUS_UNKNOWN' }
const CHOICES = 'take,gone,leave'

describe('somebody who is new, with a status', () => {
  test('is taken as a member in duty only where the file says so', async () => {
    const report = await people(
      'code,name,unit,phone,status\nG1,周活,U1,13800000401,active\nG2,周亡,U1,13800000402,deceased\n' +
        'G3,周退,U1,13800000403,inactive\nG4,周离,U1,13800000404,left\nG5,周故,U1,13800000405,已故\n' +
        'G6,周停,U1,13800000406,停职\nG7,周惑,U1,13800000407,zzz\nG8,周志,U1,13800000408,volunteer\nG9,周空,U1,13800000409,\n',
    )
    expect(notTaken(report)).toEqual([
      [3, 'GONE'],
      [5, 'GONE'],
      [6, 'GONE'],
    ])
    expect(asked(report)).toEqual([
      [4, 'STATUS_OFF', CHOICES],
      [7, 'STATUS_OFF', CHOICES],
      [8, 'STATUS_UNKNOWN', CHOICES],
    ])
    expect(report?.notes).toEqual([])
    expect(await known()).toEqual(['G1', 'G8', 'G9'])
    const kinds = await scene.rows<{ kind: string }>('membership', `person = (select id from person where code = 'G8')`)
    expect(kinds).toMatchObject([{ kind: 'volunteer' }])
  })

  test('is taken, left out or not taken as somebody decides', async () => {
    const text = 'code,name,unit,status\nG1,甲,U1,停职\nG2,乙,U1,inactive\nG3,丙,U1,on leave\n'
    const report = await people(text, { 2: 'take', 3: 'gone', all: 'leave' })
    expect(report).toMatchObject({ new: 1, asked: [] })
    expect(notTaken(report)).toEqual([
      [3, 'GONE'],
      [4, 'LEFT_BY_CHOICE'],
    ])
    expect(await known()).toEqual(['G1'])
  })

  test.each([
    ['状态', '已离队', 'GONE'],
    ['人员状态', '病故（2024年3月）', 'GONE'],
    ['党员状态', '已转出', 'GONE'],
    ['state', 'Passed away', 'GONE'],
    ['去世日期', '2024-03-05', 'GONE'],
    ['date of death', '5 March 2024', 'GONE'],
    ['是否去世', '是', 'GONE'],
    ['职务', '已故', 'GONE'],
    ['类型', '开除', 'GONE'],
    ['备注', '病故', 'GONE'],
    ['备注', '2024年3月因病去世，家属已通知', 'STATUS_OFF'],
    ['离开日期', '去年', 'STATUS_UNKNOWN'],
    ['active', 'no', 'STATUS_OFF'],
    ['是否在职', '否', 'STATUS_OFF'],
  ])('in a column %s: %s', async (header, value, code) => {
    const { rows } = readPeople(await csv(`编号,姓名,单位,${header}\nG1,周某,U1,${value}\nG2,周在,U1,\n`))
    const told = rows.map(({ standing }) => standing && (standing.is === 'gone' ? 'GONE' : TOLD[`${standing.known}`]))
    expect(told).toEqual([code, undefined])
  })

  test('who left on a day is a member until then, and no longer', async () => {
    const report = await people('code,name,unit,left on\nG1,甲,U1,2020-01-05\nG2,乙,U1,2031-01-05\n')
    expect(report?.unplaced).toEqual([])
    const ends = await scene.rows<{ ends: Date }>(
      'membership',
      `person in (select id from person where code like 'G%')`,
    )
    expect(ends.map((each) => each.ends.getUTCFullYear()).sort()).toEqual([2020, 2031])
  })

  test('written behind the name is no part of it', async () => {
    const report = await people(
      'code,name,unit\nG1,陈甲（已故）,U1\nG2,† Jo Carter,U1\nG3,李乙(退休),U1\nG4,王丙（女）,U1\n',
    )
    expect(notTaken(report)).toEqual([
      [2, 'GONE'],
      [3, 'GONE'],
    ])
    expect(asked(report)).toEqual([[4, 'STATUS_OFF', CHOICES]])
    expect(report?.unplaced[0]?.details).toMatchObject({ name: '陈甲' })
    expect(await known()).toEqual(['G4'])
  })
})

describe('somebody of the register whom a list calls gone', () => {
  test.each(['deceased', '已故', '开除', 'left', '转出'])(
    '%s: what they hold ends at once, and is counted',
    async (word) => {
      await scene.warn([1, 2, 4], { severity: 'Severe' })
      const before = figures(await scene.board())
      await scene.give('S01', 'responsible', 'P1-5')
      await scene.run()
      expect(figures(await scene.board()).unheld).toBe(before.unheld - 1)
      const text = `code,name,unit,status\nP1-5,P1-5,U1,${word}\n`
      const report = await people(text)
      expect(report).toMatchObject({ new: 0, changed: 1, ends: { duties: 1, bare: 1, people: 1 } })
      expect(report?.notes).toMatchObject([{ line: 2, code: 'LEAVES', details: { duties: 1 } }])
      expect(figures(await scene.board()).unheld).toBe(before.unheld)
      expect(await people(text)).toMatchObject({ changed: 0, same: 1, ends: { duties: 0 } })
      // Who is back is back.
      expect(await people(text.replace(word, 'active'))).toMatchObject({ changed: 1 })
    },
  )

  test('leaves the unit that is named, or all of them where they died', async () => {
    await people('code,name,unit\nG1,甲,U1\nG1,甲,U2\nG2,乙,U1\nG2,乙,U2\n')
    await people('code,name,unit,status\nG1,甲,U1,left\nG2,乙,U1,deceased\n')
    expect(await known()).toEqual(['G1', 'G2 left'])
    const report = await people('code,name,unit,status\nG1,甲,U1,left\n')
    expect(notTaken(report)).toEqual([[2, 'GONE_ELSEWHERE']])
  })

  test('of one unit and in another by the same file has changed units', async () => {
    await people('code,name,unit\nG1,甲,U1\n')
    const report = await people('code,name,unit,status\nG1,甲,U1,转出\nG1,甲,U2,在岗\n')
    expect(report).toMatchObject({ changed: 1, unplaced: [], asked: [], ends: { people: 0 } })
    const units = await scene.rows<{ unit: string }>(
      'membership',
      `person = (select id from person where code = 'G1') and ends = 'infinity'`,
    )
    expect(units).toMatchObject([{ unit: scene.id('U2') }])
  })

  test('of whom it is not sure who is meant is asked about twice', async () => {
    await people('name,unit,phone\n张伟,U1,13800000091\n')
    const text = 'name,unit,phone,status\n张伟,U1,13900000092,停职\n'
    expect(asked(await people(text))).toEqual([[2, 'WHO_NAME', 'same,other,leave']])
    expect(asked(await people(text, { 2: 'same' }))).toEqual([[2, 'STATUS_OFF', 'same+take,same+gone,leave']])
    expect(await people(text, { 2: 'same+gone' })).toMatchObject({ asked: [], ends: { people: 1 } })
  })
})

test('Popolo says when somebody died', () => {
  const persons = [
    { id: 'a', name: 'A', death_date: '2020-01' },
    { id: 'b', name: 'B' },
  ]
  const { people: reading } = readPopolo(new TextEncoder().encode(JSON.stringify({ persons })), 'p.json')
  expect(reading.rows.map((row) => row.standing?.is)).toEqual(['gone', undefined])
})

test('words are known with what is written beside them', () => {
  const said = [
    '已于2024年3月去世',
    'Deceased (2024)',
    'deceased 2024-03-05',
    '已退党',
    'on leave',
    '在岗',
    'ACTIVE ',
    'huh',
  ]
  expect(said.map(standingOf)).toEqual(['dead', 'dead', 'dead', 'dead', 'off', 'here', 'here', undefined])
})

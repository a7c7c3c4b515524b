import { describe, expect, it } from 'vitest'
import { lostDigits } from '../../src/domain/imports/columns.ts'
import type { Table, TableRow } from '../../src/domain/imports/model.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { csv } from '../harness/import-world.ts'

const people = async (text: string, columns = {}) => readPeople(await csv(text), { mapping: { columns, props: {} } })
const phones = (reading: ReturnType<typeof readPeople>) =>
  reading.rows.map((row) => row.contacts.map((contact) => contact.address))

describe('columns', () => {
  it('are known by headers that people have spaced, starred, broken over two lines or explained', async () => {
    const { rows } = await people('"*编\n号",姓 名,支部,"手机\n（必填）"\nT-1,施一,B1,13800016011\n')
    expect(rows).toMatchObject([{ code: 'T-1', name: '施一', memberships: [{ unit: 'B1' }] }])
    expect(rows[0]?.contacts).toEqual([{ channel: 'phone', address: '13800016011' }])
  })

  it('of phones are all read, whichever of them is filled, and one number once', async () => {
    const text =
      '编号,姓名,支部,电话,手机\nY-1,甲,B1,,13500000001\nY-2,乙,B1,0793-6250002,13500000002\nY-3,丙,B1,13500000003,13500000003\n'
    expect(phones(await people(text))).toEqual([['13500000001'], ['07936250002', '13500000002'], ['13500000003']])
    expect(phones(await people('name,unit,手机,手机,手机2\nA,B1,13500000001,13500000002,13500000003\n'))).toEqual([
      ['13500000001', '13500000002', '13500000003'],
    ])
  })

  it('of one field may be said to be several', async () => {
    const text = 'name,unit,day,night\nA,B1,13500000001,13500000002\n'
    expect(phones(await people(text, { phone: ['day', 'night'] }))).toEqual([['13500000001', '13500000002']])
    expect(phones(await people(text, { phone: 'night' }))).toEqual([['13500000002']])
    await expect(people(text, { phone: ['day', 'noon'] })).rejects.toMatchObject({ code: 'IMPORT_COLUMN_UNKNOWN' })
  })
})

describe('codes', () => {
  it('of a unit and of a person are known by the headers of Chinese lists, whichever file they stand in', async () => {
    const { rows } = await people('人员编号,姓名,单位编码,手机\nT-1,施一,B1,13800016011\n')
    expect(rows).toMatchObject([{ code: 'T-1', memberships: [{ unit: 'B1' }] }])
    const units = readUnits(await csv('单位编码,单位名称,上级单位编码\nB1,第一支部,C1\n'), {})
    expect(units.rows).toMatchObject([{ code: 'B1', name: '第一支部', parent: 'C1' }])
    const duties = readDuties(await csv('堤段,角色,人员编号,开始\nS01,巡堤,T-1,2026-07-01\n'), {
      zone: 'Asia/Shanghai',
    })
    expect(duties.rows).toMatchObject([{ subject: 'S01', holder: 'T-1' }])
  })

  it('that are no telephone number are left out and said', async () => {
    const reading = await people('编号,姓名,支部,手机\nT-1,施一,B1,abc\n')
    expect(phones(reading)).toEqual([[]])
    expect(reading.notes).toMatchObject([{ line: 2, code: 'LEFT_OUT', value: 'abc' }])
  })
})

describe('cells that do not hold what their file shows', () => {
  const row = (line: number, cells: Record<string, string>, marks: TableRow['marks'] = {}) => ({ line, cells, marks })
  const table = (...rows: TableRow[]): Table => ({
    headers: ['编号', '姓名', '支部', '备注'],
    tags: {},
    rows,
    problems: [],
    encoding: 'xlsx',
  })

  it('are refused by name in a column that is read, and of no matter in one that is not', () => {
    const reading = readPeople(
      table(
        row(2, { 编号: '', 姓名: '周五', 支部: 'B1', 备注: '' }, { 编号: 'uncounted' }),
        row(3, { 编号: '#REF!', 姓名: '错误值', 支部: 'B1', 备注: '' }, { 编号: 'error' }),
        row(4, { 编号: 'T-4', 姓名: '吴六', 支部: 'B1', 备注: '#N/A' }, { 备注: 'error' }),
      ),
    )
    expect(reading.problems.map((p) => [p.line, p.code, p.column])).toEqual([
      [2, 'CELL_UNCOUNTED', '编号'],
      [3, 'CELL_ERROR', '编号'],
    ])
    expect(reading.rows.map((person) => person.code)).toEqual(['T-4'])
    expect(reading.read).toBe(3)
  })

  it('have lost digits past the fifteenth, or behind an exponent', () => {
    const { rows } = table(
      row(2, { 编号: '361128198001011200' }, { 编号: 'rounded' }),
      row(3, { 编号: '3.61128E+17' }),
      row(4, { 编号: '1,38E+10' }),
      row(5, { 编号: '361128' }, { 编号: 'number' }),
      row(6, { 编号: '5E10' }),
    )
    expect(rows.map((each) => lostDigits(each, '编号'))).toEqual([true, true, true, false, false])
    expect(lostDigits(rows[0] as TableRow, undefined)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { sortKeyOf } from '../../src/domain/search/sort-key.ts'

const read = async (text: string) => readPeople(await readTable(new TextEncoder().encode(text), { name: 'list.csv' }))
const phonesOf = async (...cells: string[]) => {
  const lines = cells.map((cell, i) => `P${i},Ann ${i},B1,"${cell}"`)
  const { rows, notes } = await read(`code,name,unit,phone\n${lines.join('\n')}\n`)
  const noted = new Map(notes.map((note) => [note.line, note.code]))
  return rows.map((row) => [row.contacts.map((c) => c.address), noted.get(row.line)])
}

describe('names', () => {
  it('are names, whatever a file may mean by such a word elsewhere', async () => {
    const names = ['Null', '无', 'NA', 'None Smith', 'O’Brien', '𠮷田', 'True']
    const { rows, problems } = await read(
      `name,unit,phone\n${names.map((name) => `${name},B1,无`).join('\n')}\n,B1,\n-,B1,\n`,
    )
    expect(rows.map((row) => row.name)).toEqual(names)
    expect(rows.every((row) => row.contacts.length === 0)).toBe(true)
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [9, 'MISSING'],
      [10, 'MISSING'],
    ])
  })

  it('in two columns are put together as people say them', async () => {
    const english = await read('Last Name,First Name,Station,Cell Phone\nSmith,Mary,WA,202-555-0101\nJones,,WA,\n')
    expect(english.rows.map((row) => [row.name, row.contacts[0]?.address])).toEqual([
      ['Mary Smith', '2025550101'],
      ['Jones', undefined],
    ])
    const german = await read(
      'Nr.;Name;Vorname;Einheit;Handy\n1;Müller;Jörg;WA;0171/1234567\n3;Müller;Jürgen;WA;01701112223\n',
    )
    expect(german.rows.map((row) => [row.code, row.name, row.contacts[0]?.address])).toEqual([
      ['1', 'Jörg Müller', '01711234567'],
      ['3', 'Jürgen Müller', '01701112223'],
    ])
    const chinese = await read('姓,名,支部\n欧阳,建国,B1\n')
    expect(chinese.rows.map((row) => row.name)).toEqual(['欧阳建国'])
  })

  it('longer than any name, and codes that lost digits, are refused by their cell', async () => {
    const { rows, problems } = await read(`code,name,unit\n3.61128E+17,Ann,B1\nP2,${'长'.repeat(900)},B1\nP3,Bob,B1\n`)
    expect(rows.map((row) => row.code)).toEqual(['P3'])
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'BAD_CODE'],
      [3, 'TOO_LONG'],
    ])
  })

  it('stand in lists by their sound, Chinese by pinyin with the family name read as one', () => {
    const names = ['赵测', '艾测', '陈测', '安测', '曾测', 'Ünal', 'Zed', 'apple', 'Émile', '单测']
    expect(names.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual([
      '艾测',
      '安测',
      'apple',
      '陈测',
      'Émile',
      '单测',
      'Ünal',
      'Zed',
      '曾测',
      '赵测',
    ])
  })

  it('that differ by their tones alone stand side by side, in one order', () => {
    const names = ['Nguyễn Thị Hạ', 'Nguyễn Thị Hà', 'Trần An', 'Nguyễn Thị Hả', 'が', 'か']
    const sorted = names.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))
    expect(sorted.slice(0, 3).every((name) => name.startsWith('Nguyễn'))).toBe(true)
    expect(sorted[3]).toBe('Trần An')
  })
})

describe('telephone numbers', () => {
  it('two in a cell are two, and one in groups is one', async () => {
    expect(
      await phonesOf('6251234 6251235', '13800000042 13900000042', '0086 138 0000 0044', '13911110003/13911110033'),
    ).toEqual([
      [['6251234', '6251235'], undefined],
      [['13800000042', '13900000042'], undefined],
      [['008613800000044'], undefined],
      [['13911110003', '13911110033'], undefined],
    ])
    expect(await phonesOf('+49 (0)171 7654321 / 05123-4567')).toEqual([[['+491717654321', '051234567'], undefined]])
  })

  it('with words or an extension are read, with a note of what was left', async () => {
    expect(await phonesOf('13800000046（妻）', '0793-6251234转801', '13800000049 微信同号')).toEqual([
      [['13800000046'], 'PHONE_WORDS'],
      [['07936251234'], 'PHONE_WORDS'],
      [['13800000049'], 'LEFT_OUT'],
    ])
  })

  it('that lack a digit, lost some to a spreadsheet, or are a range are left out and noted', async () => {
    expect(await phonesOf('1380000004', '1.38E+10', '6251234-6251239', 'abc', 'QQ 12345678')).toEqual(
      Array.from({ length: 5 }, () => [[], 'LEFT_OUT']),
    )
  })
})

describe('posts and terms', () => {
  it('of a compound role are several, with a note; a secretary of something else is kept as written', async () => {
    const { rows, notes } = await read(
      'code,name,unit,role\nX1,A,B1,书记兼主任\nX2,B,B1,党支部书记、村委会主任\nX3,C,B1,第一书记\nX4,D,B1,党支部书记\n',
    )
    expect(rows.map((row) => row.memberships[0]?.roles)).toEqual([
      ['secretary', '主任'],
      ['secretary', '村委会主任'],
      ['第一书记'],
      ['secretary'],
    ])
    expect(notes.map(({ line, code }) => [line, code])).toEqual([
      [2, 'ROLES_SPLIT'],
      [3, 'ROLES_SPLIT'],
      [4, 'ROLE_KEPT'],
    ])
  })

  it('without a date of joining that can be read are taken; without one of leaving they are not', async () => {
    const { rows, notes, problems } = await read(
      '姓名,所在支部,手机号,入党时间,结束日期\n赵六,WA,13900000006,不详,\n钱七,WA,,2001,至今\n孙八,WA,,,不详\n',
    )
    expect(rows.map((row) => [row.name, row.memberships[0]?.from, row.memberships[0]?.to])).toEqual([
      ['赵六', null, null],
      ['钱七', '2001-01-01', null],
    ])
    expect(notes).toMatchObject([{ line: 2, code: 'LEFT_OUT', value: '不详' }])
    expect(problems).toMatchObject([{ line: 4, code: 'BAD_DATE' }])
  })

  it('of one person in two rows of a unit are all kept', async () => {
    const { rows } = await read('code,name,unit,role\nP1,Ann,B1,secretary\nP1,Ann,B1,treasurer\n')
    expect(rows[0]?.memberships).toMatchObject([{ unit: 'B1', roles: ['secretary', 'treasurer'] }])
  })
})

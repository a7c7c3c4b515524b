import { describe, expect, it } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { csv, importer, SOLE_ROLES } from '../harness/import-world.ts'
import { readBook } from '../harness/read-workbook.ts'
import { useScene } from '../harness/scene.ts'
import type { MadeBook } from '../harness/workbook.ts'

/** What is wrong with a cell is told with its sheet, row and column. */

const scene = useScene()
const { preview } = importer(scene.world)

const sheetXml = (xml: string): MadeBook => ({ sheets: [{ name: '名册', rows: [], xml }] })
const cellXml = (at: string, value: string, type = 'str') => `<c r="${at}" t="${type}"><v>${value}</v></c>`
const HEAD = `<row r="1">${cellXml('A1', 'code')}${cellXml('B1', 'name')}</row>`
const bookWith = (row: string) => sheetXml(`<sheetData>${HEAD}${row}</sheetData>`)

describe('a workbook that is refused for a cell says which', () => {
  it.each([
    [
      'a cell of too many characters',
      bookWith(`<row r="7">${cellXml('A7', 'T-1')}${cellXml('C7', 'x'.repeat(40_000))}</row>`),
      { code: 'IMPORT_TOO_LARGE', details: { bound: 'cellChars', sheet: '名册', line: 7, column: 'C' } },
      '(sheet "名册", line 7, column C)',
    ],
    [
      'a cell far to the right',
      bookWith(`<row r="3">${cellXml('XFD3', 'x')}</row>`),
      { code: 'IMPORT_TOO_LARGE', details: { bound: 'columns', sheet: '名册', line: 3, column: 'XFD' } },
      '(sheet "名册", line 3, column XFD)',
    ],
    [
      'a cell whose text is not in the file',
      bookWith(`<row r="4">${cellXml('A4', 'T-1')}${cellXml('B4', '12', 's')}</row>`),
      { code: 'IMPORT_UNREADABLE', details: { sheet: '名册', line: 4, column: 'B' } },
      'sheet "名册", line 4, column B: its text is number 12',
    ],
    [
      'a cell with a name that is no place',
      bookWith(`<row r="5">${cellXml('5', 'x')}</row>`),
      { code: 'IMPORT_UNREADABLE', details: { sheet: '名册', line: 5 } },
      'sheet "名册", line 5: a cell is named "5"',
    ],
    [
      'a row that is torn',
      bookWith(`<row r="9"><c r="A9"></row>`),
      { code: 'IMPORT_UNREADABLE', details: { sheet: '名册', line: 9 } },
      'sheet "名册", line 9',
    ],
    [
      'a row that no sheet has',
      bookWith(`<row r="2000000">${cellXml('A1', 'x')}</row>`),
      { code: 'IMPORT_UNREADABLE', details: { sheet: '名册' } },
      'sheet "名册": it has a row 2000000',
    ],
    [
      'a header with a character that no text may have',
      sheetXml(`<sheetData><row r="1">${cellXml('A1', 'code')}${cellXml('B1', 'na_x0000_me')}</row></sheetData>`),
      { code: 'IMPORT_UNREADABLE', details: { sheet: '名册', line: 1, column: 'B' } },
      'sheet "名册", line 1, column B',
    ],
  ])('%s', async (_, book, error, words) => {
    await expect(readBook(book)).rejects.toMatchObject(error)
    await expect(readBook(book)).rejects.toThrow(words)
  })

  it('a table of separated text says the line and the column', async () => {
    await expect(csv('code,na\0me\nT-1,a\n')).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
      details: { line: 1, column: 'B' },
    })
  })
})

describe('a row that is not taken for what stands in a cell says which', () => {
  it.each([
    [
      'an end before the beginning',
      async () => readPeople(await csv('name,unit,from,to\n张三,U1,2024-05,2023-01\n')),
      'to',
    ],
    [
      'a unit that ends before it begins',
      async () => readUnits(await csv('code,name,founded,dissolved\nX1,甲,2024-05,2023-01\n')),
      'dissolved',
    ],
    [
      'the same place twice',
      async () => readPlaces(await csv('code,name,lon,lat\nX1,甲,116.6,29\nX1,乙,116.6,29\n'), { kind: 'gate' }),
      'code',
    ],
    [
      'a position that is not on the globe',
      async () => readPlaces(await csv('code,name,lon,lat\nX1,甲,116.6,291\n'), { kind: 'gate' }),
      'lat',
    ],
  ])('%s', async (_, read, column) => {
    const [problem] = (await read()).problems
    expect(problem).toMatchObject({ line: expect.any(Number), column })
  })

  it('of a workbook with its sheet as well, whoever found it', async () => {
    const rows = [
      ['code', 'name', 'unit', 'from', 'to'],
      ['X1', '张三', 'U1', '2024-05', '2023-01'],
      ['X2', '李四', 'nowhere', '', ''],
    ]
    const table = await readBook({ sheets: [{ name: '名册', rows }] })
    const reading = { ...readPeople(table), from: { ...table, headerRows: table.headerRows ?? null, sheet: '名册' } }
    const [report] = await preview({ source: 'a.xlsx', what: 'people', reading, soleRoles: SOLE_ROLES })
    expect(report?.unplaced.map(({ line, column, details }) => [line, column, details.sheet])).toEqual([
      [2, 'to', '名册'],
      [3, 'unit', '名册'],
    ])
  })
})

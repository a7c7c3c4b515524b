import { describe, expect, it } from 'vitest'
import { cellsOf, HEADS, notesOf, readBook, sheetOf } from '../harness/read-workbook.ts'
import type { MadeSheet } from '../harness/workbook.ts'

describe('merged cells', () => {
  it('down a column belong to each row that they stand beside', async () => {
    const table = await readBook(
      sheetOf(
        [
          ['支部', '编号', '姓名'],
          ['B1', 'T-1', '赵一'],
          [null, 'T-2', '钱二'],
          [null, 'T-3', '孙三'],
          ['B2', 'T-4', '李四'],
        ],
        { merges: ['A2:A4'] },
      ),
    )
    expect(cellsOf(table).map(([unit]) => unit)).toEqual(['B1', 'B1', 'B1', 'B2'])
    expect(notesOf(table)).toEqual([[2, 'MERGE_FILLED', 'B1']])
  })

  it('that are left empty stay so, and a title over the table is none of its rows', async () => {
    const rows = [['2026年党员名册'], ['编号', '姓名'], ['T-1', '赵一'], [null, '钱二']]
    const table = await readBook(sheetOf(rows, { merges: ['A1:B1', 'A4:A5'] }))
    expect(table).toMatchObject({ headers: ['编号', '姓名'], headerRows: [2, 2] })
    expect(cellsOf(table)).toEqual([
      ['T-1', '赵一'],
      ['', '钱二'],
    ])
  })

  it('over a whole sheet are refused before they cost anything', async () => {
    const rows = [['code', 'name']]
    await expect(readBook(sheetOf(rows, { merges: ['A1:XFD1048576'] }))).rejects.toMatchObject({
      code: 'IMPORT_TOO_LARGE',
      details: { bound: 'mergedCells' },
    })
    const table = await readBook(sheetOf([...rows, ['1', 'a'], [null, 'b']], { merges: ['A2:A1048576', 'A1:A1'] }))
    expect(cellsOf(table)).toEqual([
      ['1', 'a'],
      ['1', 'b'],
    ])
  })
})

describe('headers of two rows', () => {
  it('are one: what stands over several columns, and what stands under it', async () => {
    const table = await readBook(
      sheetOf(
        [
          ['编号', '姓名', '支部', '联系方式'],
          [null, null, null, '手机', '邮箱'],
          ['T-1', '吕一', 'B1', '138', 'a@b.cn'],
        ],
        {
          merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1'],
        },
      ),
    )
    expect(table).toMatchObject({
      headers: ['编号', '姓名', '支部', '手机', '邮箱'],
      headerRows: [1, 2],
    })
    expect(table.notes).toBeUndefined()
    expect(cellsOf(table)).toEqual([['T-1', '吕一', 'B1', '138', 'a@b.cn']])
  })

  it('are told apart by the upper one where the lower says the same twice', async () => {
    const table = await readBook([
      ['姓名', '白班', null, '夜班', null, '备注'],
      [null, '起', '止', '起', '止'],
      ['甲', '8:00', '16:00', '16:00', '24:00'],
    ])
    expect(table.headers).toEqual(['姓名', '白班 起', '白班 止', '夜班 起', '夜班 止', '备注'])
  })

  it('are where somebody says that they are', async () => {
    const rows = [
      ['x', 'y'],
      ['code', 'name'],
      ['1', 'a'],
    ]
    expect((await readBook(rows)).headers).toEqual(['x', 'y'])
    expect(await readBook(rows, { headerRows: '2' })).toMatchObject({ headers: ['code', 'name'], rows: [{ line: 3 }] })
    expect(await readBook(rows, { headerRows: '0' })).toMatchObject({
      headers: ['column 1', 'column 2'],
      headerRows: null,
    })
    expect((await readBook(rows, { headerRows: '1-2' })).headers).toEqual(['code', 'name'])
    await expect(readBook(rows, { headerRows: '9' })).rejects.toMatchObject({ code: 'IMPORT_EMPTY' })
  })
})

describe('further sheets that have rows', () => {
  const branch = (name: string, count: number, heads = HEADS): MadeSheet => ({
    name,
    rows: [heads, ...Array.from({ length: count }, (_, i) => [`T-${name}${i}`, '张三', name, '138'])],
  })

  it('are named with how many, and those with the same headers told from others', async () => {
    const book = {
      sheets: [
        branch('一支部', 1),
        branch('二支部', 2),
        { ...branch('旧', 3), state: 'hidden' as const },
        branch('物资', 70, ['物资', '数量', '单位', '备注']),
        { name: '空', rows: [] },
        { name: '只有表头', rows: [HEADS] },
      ],
    }
    const table = await readBook(book)
    expect(table.rows).toHaveLength(1)
    const notes = table.notes?.map(({ code, value, details }) => [code, value, details.count])
    expect(notes).toEqual([
      ['SHEET_ALIKE', '二支部', 2],
      ['SHEET_NOT_READ', '物资', 70],
    ])
    const chosen = await readBook(book, { sheet: '二支部' })
    expect(chosen.rows).toHaveLength(2)
    expect(notesOf(chosen)[0]).toEqual([1, 'SHEET_ALIKE', '一支部'])
  })

  it('that are broken do not keep the one that is meant from being read', async () => {
    const table = await readBook({ sheets: [branch('一支部', 1), { name: '坏', rows: [], xml: '<sheetData><row>' }] })
    expect(table.rows).toHaveLength(1)
    expect(table.notes).toMatchObject([{ code: 'SHEET_NOT_READ', value: '坏', details: { count: '?' } }])
  })
})

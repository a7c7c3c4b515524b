import { describe, expect, it } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { cellsOf, HEADS, notesOf, readBook, sheetOf } from '../harness/read-workbook.ts'
import type { MadeCell, MadeSheet } from '../harness/workbook.ts'

describe('sheets, rows and columns that are hidden', () => {
  const people = (name: string, rows: MadeCell[][]): MadeSheet => ({ name, rows: [HEADS, ...rows] })
  const old = people('old', [['T-1', '旧人', 'B1', '138']])
  const now = people('名单', [['T-2', '新人', 'B1', '139']])

  it('are no sheet to begin with, but may be chosen', async () => {
    const book = { sheets: [{ ...old, state: 'hidden' as const }, now] }
    const table = await readBook(book)
    expect(table).toMatchObject({ sheet: '名单', sheets: ['old', '名单'], hiddenSheets: ['old'] })
    expect(cellsOf(table)[0]?.[0]).toBe('T-2')
    const chosen = await readBook(book, { sheet: 'old' })
    expect(cellsOf(chosen)[0]?.[0]).toBe('T-1')
    expect(notesOf(chosen)).toEqual([
      [1, 'HIDDEN_SHEET', 'old'],
      [1, 'SHEET_ALIKE', '名单'],
    ])
  })

  it('are passed over where the first sheet holds notes only', async () => {
    const notes = { name: '填写说明', rows: [['填写说明'], ['1. 请勿修改表头']] }
    expect((await readBook({ sheets: [notes, now] })).sheet).toBe('名单')
    expect((await readBook({ sheets: [notes] })).sheet).toBe('填写说明')
    await expect(readBook({ sheets: [{ ...now, state: 'veryHidden' }] })).rejects.toMatchObject({
      code: 'IMPORT_EMPTY',
    })
  })

  it('are left out with a note that says which', async () => {
    const rows = [
      HEADS,
      ['T-1', '可见', 'B1', '1'],
      ['T-2', '离队', 'B1', '2'],
      ['T-3', '离队', 'B1', '3'],
      ['T-4', '可见', 'B1', '4'],
    ]
    const table = await readBook(sheetOf(rows, { hiddenRows: [3, 4], hiddenColumns: [4] }))
    expect(table.rows.map((row) => row.line)).toEqual([2, 5])
    expect(table.headers).toEqual(['编号', '姓名', '支部'])
    expect(notesOf(table)).toEqual([
      [3, 'HIDDEN_ROWS', '3–4'],
      [1, 'HIDDEN_COLUMNS', 'D'],
    ])
  })
})

it('a row of no height and a column of no width are hidden', async () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  const row = (n: number, more: string, ...texts: string[]) =>
    `<row r="${n}"${more}>${texts.map((text, i) => cell(`${'ABC'[i]}${n}`, text)).join('')}</row>`
  const xml = `<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>${row(1, '', 'code', 'name', 'x')}${row(2, ' ht="0" customHeight="1"', 'T-1', 'a')}${row(3, ' ht="14.5"', 'T-2', 'b')}</sheetData>`
  const table = await readBook({ sheets: [{ name: 'a', rows: [], xml }] })
  expect(cellsOf(table)).toEqual([['T-2', 'b']])
  expect(notesOf(table).map(([, code]) => code)).toEqual(['HIDDEN_ROWS', 'HIDDEN_COLUMNS'])
})

describe('what is struck out', () => {
  const out = (text: string): MadeCell => ({ xml: `<is><t>${text}</t></is>`, type: 'inlineStr', style: 1 })
  const runs = (...texts: string[]) =>
    texts
      .map((t) =>
        t.startsWith('-') ? `<r><rPr><strike/></rPr><t>${t.slice(1)}</t></r>` : `<r><rPr><b/></rPr><t>${t}</t></r>`,
      )
      .join('')

  it('is left out: rows with a note that names the line, cells and parts of cells with one that names the cell', async () => {
    const table = await readBook({
      struck: true,
      sharedStrings: [runs('-13800000001', '13900000001'), runs('-旧名'), runs('张三'), '<t>李四</t>'],
      sheets: [
        {
          name: 'Sheet1',
          rows: [
            HEADS,
            ['T-1', '赵一', 'B1', '1'],
            [out('T-2'), out('钱二'), out('B1'), { xml: '<v>139</v>', style: 1 }],
            ['T-3', '孙三', 'B1', out('138')],
            ['T-4', '周四', 'B1', { xml: '<v>0</v>', type: 's' }],
            [out('T-5'), { xml: '<v>1</v>', type: 's' }, null, null],
            ['T-6', { xml: '<v>2</v>', type: 's', style: 1 }, 'B1', null],
            [out('T-7'), { xml: '<v>3</v>', type: 's', style: 1 }, null, null],
            ['T-8', { xml: `<is>${runs('-王', '汪')}</is>`, type: 'inlineStr' }, 'B1', null],
          ],
        },
      ],
    })
    expect(cellsOf(table)).toEqual([
      ['T-1', '赵一', 'B1', '1'],
      ['T-3', '孙三', 'B1', ''],
      ['T-4', '周四', 'B1', '13900000001'],
      ['T-6', '张三', 'B1', ''],
      ['T-8', '汪', 'B1', ''],
    ])
    expect(table.notes?.map(({ line, code, column, value }) => [line, code, column, value])).toEqual([
      [3, 'STRUCK_ROW', null, 'T-2 钱二 B1 139'],
      [4, 'STRUCK_CELL', 'D4', '138'],
      [5, 'STRUCK_PART', 'D5', '13800000001'],
      [6, 'STRUCK_ROW', null, 'T-5 旧名'],
      [8, 'STRUCK_ROW', null, 'T-7 李四'],
      [9, 'STRUCK_PART', 'B9', '王'],
    ])
  })

  it('of a name leaves its row without one', async () => {
    const reading = readPeople(
      await readBook({ struck: true, sheets: [{ name: 'a', rows: [HEADS, ['T-1', out('赵一'), 'B1', '1']] }] }),
    )
    expect(reading).toMatchObject({ rows: [], problems: [{ line: 2, code: 'MISSING' }] })
    expect(reading.notes).toMatchObject([{ code: 'STRUCK_CELL', value: '赵一' }])
  })
})

it('a comment that says that somebody died or left is asked about, and no other', async () => {
  const rows = [HEADS, ['T-1', '赵一', 'B1', '1'], ['T-2', '钱二', 'B1', '2'], ['T-3', '孙三', 'B1', '3']]
  const comments = { B2: '张主任：此人2024年已故，家属在外地', C3: '新来的', B4: '转出' }
  const reading = readPeople(await readBook(sheetOf(rows, { comments })))
  expect(reading.rows.map(({ standing }) => standing)).toEqual([
    { is: 'unsure', known: true, column: 'B2', value: '已故' },
    undefined,
    { is: 'unsure', known: true, column: 'B4', value: '转出' },
  ])
})

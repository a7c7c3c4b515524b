import { describe, expect, it } from 'vitest'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { cellsOf, HEADS, notesOf, readBook, sheetOf } from '../harness/read-workbook.ts'
import { type MadeBook, type MadeCell, type MadeSheet, workbook, zipped } from '../harness/workbook.ts'

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

it('a row of no height and a column of no width are hidden', async () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  const row = (n: number, more: string, ...texts: string[]) =>
    `<row r="${n}"${more}>${texts.map((text, i) => cell(`${'ABC'[i]}${n}`, text)).join('')}</row>`
  const xml = `<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>${row(1, '', 'code', 'name', 'x')}${row(2, ' ht="0" customHeight="1"', 'T-1', 'a')}${row(3, ' ht="14.5"', 'T-2', 'b')}</sheetData>`
  const table = await readBook({ sheets: [{ name: 'a', rows: [], xml }] })
  expect(cellsOf(table)).toEqual([['T-2', 'b']])
  expect(notesOf(table).map(([, code]) => code)).toEqual(['HIDDEN_ROWS', 'HIDDEN_COLUMNS'])
})

describe('other workbooks', () => {
  it('are read whatever prefix their XML bears', async () => {
    const table = await readBook({
      ...sheetOf([
        ['code', 'name'],
        ['1', 'a'],
      ]),
      prefix: 'x',
    })
    expect(cellsOf(table)).toEqual([['1', 'a']])
  })

  it('and files that are none are named for what they are', async () => {
    const named = async (bytes: Uint8Array, name = 'list.xls') =>
      readTable(bytes, { name }).then(
        () => 'read',
        (error) => `${error.code} ${error.details.format ?? ''}`,
      )
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    expect(await named(ole)).toBe('IMPORT_FORMAT an old workbook (.xls)')
    const secret = Buffer.concat([ole, Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le')])
    expect(await named(secret, 'a.xlsx')).toBe('IMPORT_FORMAT a workbook with a password')
    expect(await named(Buffer.from('<html><table><tr><td>编号</td></tr></table></html>'))).toContain('a web page')
    expect(await named(Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:x">'))).toContain('XML of 2003')
    expect(await named(Buffer.from('%PDF-1.7'))).toContain('a PDF')
    expect(await named(await zipped({ 'content.xml': '<a/>' }), 'a.ods')).toContain('OpenDocument')
    expect(await named(await zipped({ 'xl/workbook.bin': 'x' }), 'a.xlsb')).toContain('binary')
  })

  it('that are damaged, or not well-formed, are refused with the reason', async () => {
    const whole = await workbook([
      ['code', 'name'],
      ['1', 'a'],
    ])
    await expect(readTable(whole.subarray(0, whole.length - 30), { name: 'a.xlsx' })).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
    })
    const torn = { sheets: [{ name: 'Sheet1', rows: [], xml: '<sheetData><row r="1"><c r="A1"></row></sheetData>' }] }
    await expect(readBook(torn)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
  })
})

describe('bounds', () => {
  const bound = (book: MadeBook) => expect(readBook(book)).rejects
  const xml = (text: string): MadeBook => ({ sheets: [{ name: 'Sheet1', rows: [], xml: text }] })

  it('hold for a cell at the far end of a sheet, and not for one there that is blank', async () => {
    const far = (value: string) =>
      xml(
        `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>${value}</v></c></row></sheetData>`,
      )
    await bound(far('x')).toMatchObject({ code: 'IMPORT_TOO_LARGE', details: { bound: 'columns', limit: 1_000 } })
    expect(cellsOf(await readBook(far(' ')))).toEqual([['3', '4']])
  })

  it('hold for a cell of many characters, and for what a part unpacks to', async () => {
    await bound(
      sheetOf([
        ['a', 'b'],
        ['x'.repeat(40_000), 'c'],
      ]),
    ).toMatchObject({ details: { bound: 'cellChars' } })
    const bomb = await zipped({
      '_rels/.rels': '<Relationships/>',
      'xl/workbook.xml': `<workbook>${' '.repeat(1024 * 1024)}<sheets><sheet/>`,
    })
    await expect(readTable(bomb, { name: 'bomb.xlsx' })).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
  })

  it('hold for a tag, a text or a comment that does not end', async () => {
    const long = 'x'.repeat(700_000)
    for (const endless of [
      `<row r="${long}"/>`,
      `<row r="1"><c t="str"><v>${long}</v></c></row>`,
      `<!-- > ${long} -->`,
      long,
    ]) {
      await bound(xml(`<sheetData>${endless}</sheetData>`)).toMatchObject({
        code: 'IMPORT_UNREADABLE',
        details: { reason: expect.stringContaining('more than 500000 characters') },
      })
    }
  })

  it('hold for merged ranges without number', async () => {
    const merges = '<mergeCell ref="A1:B2"/>'.repeat(100_001)
    await bound(xml(`<sheetData/><mergeCells>${merges}</mergeCells>`)).toMatchObject({ details: { bound: 'merges' } })
  })
})

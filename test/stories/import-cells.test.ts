import { describe, expect, it } from 'vitest'
import { lostDigits } from '../../src/domain/imports/columns.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { cellsOf, HEADS, numberCell, readBook } from '../harness/read-workbook.ts'
import { type MadeCell, workbook } from '../harness/workbook.ts'

describe('cells', () => {
  it('of formulas are their results; one without a result, or that failed, refuses its row', async () => {
    const reading = readPeople(
      await readBook([
        HEADS,
        [{ xml: '<f>"T-"&amp;ROW()</f>' }, '周五', 'B1', null],
        [{ xml: '<f>1+1</f><v>7</v>' }, '吴六', 'B1', null],
        [{ xml: '<f>"T"</f><v>T-4</v>', type: 'str' }, '郑七', 'B1', null],
        [{ xml: '<v>#REF!</v>', type: 'e' }, '错误', 'B1', null],
        ['T-6', '空串', { xml: '<f>""</f><v></v>', type: 'str' }, null],
      ]),
    )
    expect(reading.rows.map((person) => person.code)).toEqual(['7', 'T-4', 'T-6'])
    expect(reading.problems.map((p) => [p.line, p.code])).toEqual([
      [2, 'CELL_UNCOUNTED'],
      [5, 'CELL_ERROR'],
    ])
  })

  it('of numbers keep zeros that their format shows, and say where digits are lost', async () => {
    const table = await readBook({
      formats: ['0000', '00000000000', '@', '0.00', '000-0000-0000'],
      sheets: [
        {
          name: 'Sheet1',
          rows: [
            ['code', 'n'],
            [numberCell(71, 1), 1],
            [numberCell(79362512345, 2), 2],
            [numberCell(71), 3],
            [numberCell('361128198001011234'), 4],
            [numberCell('3.61128198001011E+17'), 5],
            [numberCell('116.68000000000001', 4), 6],
            [numberCell(13800138000, 5), 7],
          ],
        },
      ],
    })
    expect(cellsOf(table).map(([code]) => code)).toEqual([
      '0071',
      '79362512345',
      '71',
      '361128198001011234',
      '3.61128198001011E+17',
      '116.68000000000001',
      '13800138000',
    ])
    expect(table.rows.map((row) => lostDigits(row, 'code'))).toEqual([false, false, false, true, true, false, false])
    expect(table.rows.map((row) => row.marks?.code)).toEqual([
      undefined,
      'number',
      'number',
      'rounded',
      'rounded',
      'number',
      'number',
    ])
  })

  it('of dates are wall time: a day, a month, a moment or a time alone, as their format shows', async () => {
    const formats = [
      14,
      22,
      'yyyy"年"m"月"d"日"',
      'yyyy-mm',
      20,
      '[$-409]d-mmm-yy h:mm AM/PM',
      31,
      'yyyy',
      '[h]:mm',
      'General',
    ]
    const at = (value: number, style: number) => [numberCell(value, style), 'x']
    const rows = [
      ['when', 'x'],
      at(46357, 1),
      at(46357.333333333336, 1),
      at(46357.333333333336, 2),
      at(46358, 2),
      at(46357, 3),
      at(46357, 4),
      at(0.25, 5),
      at(0.25, 2),
      at(46357.333333333336, 5),
      at(46357.75, 6),
      at(46357, 7),
      at(46357, 8),
      at(0.5, 9),
      at(46357, 10),
      at(1, 1),
      at(61, 1),
    ]
    const expected = [
      '2026-12-01',
      '2026-12-01 08:00:00',
      '2026-12-01 08:00:00',
      '2026-12-02 00:00:00',
      '2026-12-01',
      '2026-12',
      '06:00:00',
      '06:00:00',
      '2026-12-01 08:00:00',
      '2026-12-01 18:00:00',
      '2026-12-01',
      '2026',
      '12:00:00',
      '46357',
      '1900-01-01',
      '1900-03-01',
    ]
    const book = { formats, sheets: [{ name: 'Sheet1', rows }] }
    expect(cellsOf(await readBook(book)).map(([when]) => when)).toEqual(expected)
    const mac = await readBook({
      ...book,
      date1904: true,
      sheets: [{ name: 'Sheet1', rows: [['when', 'x'], at(44895, 1)] }],
    })
    expect(cellsOf(mac)[0]?.[0]).toBe('2026-12-01')
  })

  it('of shared texts are read without how they are pronounced, and with their escapes undone', async () => {
    const shared = (i: number): MadeCell => ({ xml: `<v>${i}</v>`, type: 's' })
    const table = await readBook({
      sharedStrings: [
        '<t>氏名</t><rPh sb="0" eb="2"><t>シメイ</t></rPh>',
        '<r><t>山</t></r><r><t xml:space="preserve"> 田</t></r>',
        '<t>a_x000D_b &amp; c</t>',
      ],
      sheets: [
        {
          name: 'Sheet1',
          rows: [
            [shared(0), 'x'],
            [shared(1), shared(2)],
          ],
        },
      ],
    })
    expect(table.rows[0]?.cells).toEqual({ 氏名: '山 田', x: 'a\rb & c' })
  })

  it('that are numbers where a day belongs are said to be that', async () => {
    const rows = [
      [...HEADS, '加入日期', '结束日期'],
      ['T-1', '甲', 'B1', '1', numberCell('2020.1'), ''],
      ['T-2', '乙', 'B1', '2', '', numberCell('44021.5')],
    ]
    const reading = readPeople(await readBook(rows))
    const told = [...reading.notes, ...reading.problems].filter((each) => each.code === 'DATE_IS_NUMBER')
    expect(told.map(({ line }) => line)).toEqual([2, 3])
  })

  it('in rows that no sheet has are no cells', async () => {
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
    const xml =
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' +
      `<row r="1">${cell('A1', '编号')}${cell('B1', '姓名')}</row>` +
      `<row r="2147483648">${cell('A2147483648', '1')}${cell('B2147483648', '甲')}</row></sheetData></worksheet>`
    const wild = await workbook({ sheets: [{ name: 'S', rows: [], xml }] })
    await expect(readTable(wild, { name: 'list.xlsx' })).rejects.toMatchObject({
      code: 'IMPORT_UNREADABLE',
      details: { reason: expect.stringContaining('2147483648') },
    })
  })

  it('of formulas that were never counted are not empty, however they are written', async () => {
    const of = (value: string, type?: string): MadeCell => ({ xml: `<f>A1</f>${value}`, ...(type ? { type } : {}) })
    const reading = readPeople(
      await readBook([
        HEADS,
        ['F-1', '甲', 'B1', of('<v/>')],
        ['F-2', '乙', 'B1', of('<v></v>')],
        ['F-3', '丙', 'B1', of('')],
        ['F-4', of('<v></v>', 'str'), 'B1', '13900009008'],
        ['F-5', '戊', 'B1', of('<v></v>', 'str')],
        [of('<v></v>', 'str'), of('<v></v>', 'str'), of('<v></v>', 'str'), of('<v></v>', 'str')],
      ]),
    )
    expect(reading.problems.map(({ line, code }) => [line, code])).toEqual(
      [2, 3, 4, 5].map((line) => [line, 'CELL_UNCOUNTED']),
    )
    // A formula may well come to nothing: of a cell that may be empty that is what it says.
    expect(reading.rows).toMatchObject([{ code: 'F-5', contacts: [] }])
  })

  it('or sheets and headers that hold NUL are refused', async () => {
    const rows = [
      ['编号', { xml: '<v>姓_x0000_名</v>', type: 'str' }],
      ['1', '2'],
    ] as const
    await expect(readBook(rows)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
    const named = await workbook({ sheets: [{ name: 'S&#0;', rows: [HEADS, ['1', '2', '3', '4']] }] })
    await expect(readTable(named, { name: 'list.xlsx' })).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
  })

  it('that hold what no text may have are refused', async () => {
    const rows = [
      HEADS,
      ['T-1', { xml: '<v>a_x0000_b</v>', type: 'str' }, 'B1', '1'],
      ['T-2', '好', 'B1', '2'],
    ] as const
    const table = await readBook(rows)
    expect(table.problems).toMatchObject([{ line: 2, code: 'BAD_CHARACTER', column: '姓名' }])
    expect(cellsOf(table)).toHaveLength(1)
  })
})

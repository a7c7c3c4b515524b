import { describe, expect, it } from 'vitest'
import { readTable } from '../../src/domain/imports/table.ts'
import { workbook } from '../harness/workbook.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const csv = (text: string) => readTable(bytes(text), { name: 'list.csv' })
const cellsOf = async (text: string) => (await csv(text)).rows.map((row) => row.cells)

/** 编号,姓名 / 1,王芳 as an office program in China saves it. */
const GB18030 = Uint8Array.from([
  0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0x31, 0x2c, 0xcd, 0xf5, 0xb7, 0xbc, 0x0a,
])

describe('tables out of files', () => {
  it('finds the separator, whatever stands inside quotes', async () => {
    const expected = [{ code: '1', name: 'a, b' }]
    expect(await cellsOf('\ufeffcode;name\n1;"a, b"\n')).toEqual(expected)
    expect(await cellsOf('code\tname\r\n1\ta, b\r\n')).toEqual(expected)
    expect(await cellsOf('code,name\n1,"a, b"\n')).toEqual(expected)
    expect(await cellsOf('code\n1\n')).toEqual([{ code: '1' }])
  })

  it('numbers rows by the line on which they begin', async () => {
    const table = await csv('code,name\n\n1,"two\nlines"\n2,b\n,\n3,c\n')
    expect(table.rows.map((row) => row.line)).toEqual([3, 5, 7])
  })

  it('reads GB18030 where its headers are known, and UTF-16', async () => {
    const chinese = await readTable(GB18030, { name: 'list.csv' })
    expect(chinese).toMatchObject({ encoding: 'gb18030', rows: [{ cells: { 编号: '1', 姓名: '王芳' } }] })
    const wide = await readTable(Buffer.from('\ufeffcode,name\n1,王芳\n', 'utf16le'), { name: 'a.csv' })
    expect(wide).toMatchObject({ encoding: 'utf-16le', rows: [{ cells: { name: '王芳' } }] })
  })

  it('recognises the HXL tags under the headers', async () => {
    const table = await csv('Code,Name,Note\n#adm1 +code,#ADM1+name,\nID31,Jakarta,x\n')
    expect(table.tags).toEqual({ Code: '#adm1 +code', Name: '#ADM1+name' })
    expect(table.rows).toHaveLength(1)
  })

  it('passes over titles above the headers and names headers that are empty or doubled', async () => {
    const table = await csv('双港镇党员名册,,,\n制表：王芳,,,\ncode,name,,name\n1,a,b,c\n')
    expect(table.headers).toEqual(['code', 'name', 'column 3', 'name (2)'])
    expect(table.rows[0]).toEqual({ line: 4, cells: { code: '1', name: 'a', 'column 3': 'b', 'name (2)': 'c' } })
  })

  it('refuses a row whose cells have slipped under other headers, and fills a short one', async () => {
    const table = await csv('code,name\n1,Rao, east bank\n2\n3,c,\n')
    expect(table.problems).toMatchObject([{ line: 2, code: 'RAGGED' }])
    expect(table.rows.map((row) => row.cells)).toEqual([
      { code: '2', name: '' },
      { code: '3', name: 'c' },
    ])
  })

  it('says what cannot be read at all', async () => {
    await expect(csv('')).rejects.toMatchObject({ code: 'IMPORT_EMPTY' })
    await expect(csv('code,name\n1,"never closed\n2,b\n')).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
    const broken = readTable(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), { name: 'list.xlsx' })
    await expect(broken).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
    const json = readTable(bytes('{"type":"FeatureCollection","features":['), { name: 'a.geojson' })
    await expect(json).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' })
    const crs = '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":[]}'
    await expect(readTable(bytes(crs), { name: 'a.geojson' })).rejects.toMatchObject({ code: 'IMPORT_NOT_WGS84' })
  })
})

describe('workbooks', () => {
  const members = () =>
    workbook({
      formats: [14],
      sheets: [
        {
          name: '成员',
          merges: ['A1:C1'],
          rows: [
            ['双港镇成员'],
            ['姓名', '电话', '加入日期'],
            ['王芳', 13800138000, { xml: '<v>44021</v>', style: 1 }],
            [{ xml: '<is><r><t>李</t></r><r><t>强</t></r></is>', type: 'inlineStr' }, { xml: '<f>1+1</f><v>2</v>' }],
          ],
        },
        {
          name: 'Units',
          rows: [
            ['code', 'name'],
            [361128, 'Poyang'],
          ],
        },
      ],
    })

  it('reads the first sheet or the one named, with numbers, dates, rich text and formulas as text', async () => {
    const file = await members()
    const table = await readTable(file, { name: 'members.xlsx' })
    expect(table.headers).toEqual(['姓名', '电话', '加入日期'])
    expect(table.rows).toEqual([
      { line: 3, cells: { 姓名: '王芳', 电话: '13800138000', 加入日期: '2020-07-09' }, marks: { 电话: 'number' } },
      { line: 4, cells: { 姓名: '李强', 电话: '2', 加入日期: '' }, marks: { 电话: 'number' } },
    ])
    const units = await readTable(file, { name: 'members.xlsx', sheet: 'Units' })
    expect(units.rows).toEqual([{ line: 2, cells: { code: '361128', name: 'Poyang' }, marks: { code: 'number' } }])
  })

  it('names the sheets there are when the one asked for is not', async () => {
    const missing = readTable(await members(), { name: 'members.xlsx', sheet: 'People' })
    await expect(missing).rejects.toMatchObject({ code: 'IMPORT_SHEET_UNKNOWN', details: { known: '成员, Units' } })
  })
})

describe('features', () => {
  const feature = (geometry: unknown, properties: object = {}) => ({ type: 'Feature', properties, geometry })
  const collection = (...features: object[]) =>
    readTable(bytes(JSON.stringify({ type: 'FeatureCollection', features })), { name: 'a.geojson' })

  it('has their properties as cells and their shapes beside them', async () => {
    const point = { type: 'Point', coordinates: [116.7, 29, 14.5] }
    const table = await collection(feature(point, { name: 'Gate', wet: true, n: 3, gone: null }))
    expect(table.headers).toEqual(['name', 'wet', 'n', 'gone'])
    expect(table.rows[0]).toEqual({
      line: 1,
      cells: { name: 'Gate', wet: 'true', n: '3', gone: '' },
      geometry: { type: 'Point', coordinates: [116.7, 29] },
    })
  })

  it('closes open rings and names what is no shape', async () => {
    const open = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
    }
    const table = await collection(
      feature(open),
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      }),
      feature({ type: 'Point', coordinates: [29, 116.7] }),
      feature({ type: 'Point', coordinates: ['x', 1] }),
      feature({ type: 'Circle', coordinates: [0, 0] }),
      feature(null),
      feature({ type: 'MultiPoint', coordinates: [[1, 2]] }),
    )
    expect(table.rows[0]).toMatchObject({
      mended: true,
      geometry: {
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    })
    expect(table.rows.slice(1, 5).map((row) => row.fault?.code)).toEqual([
      'BAD_SHAPE',
      'OFF_GLOBE',
      'BAD_SHAPE',
      'BAD_SHAPE',
    ])
    expect(table.rows[2]?.fault?.hint).toContain('longitude comes first')
    expect(table.rows[5]).toMatchObject({ geometry: null })
    expect(table.rows[6]?.geometry).toEqual({ type: 'Point', coordinates: [1, 2] })
  })
})

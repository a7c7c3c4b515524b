import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import type { Tx } from '../../src/db/connect.ts'
import { applyImport, type ImportJob, previewImport } from '../../src/domain/imports/actions.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readDuties } from '../../src/domain/imports/read-duties.ts'
import { readGbCodes } from '../../src/domain/imports/read-gb-codes.ts'
import { readPeople } from '../../src/domain/imports/read-people.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readSections } from '../../src/domain/imports/read-sections.ts'
import { readUnits } from '../../src/domain/imports/read-units.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const CLERK = { kind: 'import', id: 'clerk' } as const
const soleRoles = new Set(['secretary', 'person in charge'])

const csv = (text: string) => readTable(new TextEncoder().encode(text), { name: 'list.csv' })
const features = (...all: [Record<string, unknown>, object][]) => {
  const list = all.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry }))
  const text = JSON.stringify({ type: 'FeatureCollection', features: list })
  return readTable(new TextEncoder().encode(text), { name: 'shapes.geojson' })
}
/** A rectangle from (x0, 0) to (x1, 1) in hundredths of a degree east and north of a point on the lake. */
const box = (x0: number, x1: number, y0 = 0, y1 = 1) => {
  const at = (x: number, y: number) => [116.6 + x / 100, 29 + y / 100]
  return { type: 'Polygon', coordinates: [[at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)]] }
}
const point = (x: number, y: number) => ({ type: 'Point', coordinates: [116.6 + x / 100, 29 + y / 100] })

const apply = (...jobs: ImportJob[]) => applyImport(world.db, world.now(), CLERK, jobs)
const preview = (...jobs: ImportJob[]) => previewImport(world.db, world.now(), CLERK, jobs)
const query = <T>(fn: (tx: Tx) => Promise<T>) => world.db.read(fn)
const counts = (report: { new: number; changed: number; same: number } | undefined) => [
  report?.new,
  report?.changed,
  report?.same,
]

/** Two villages of one town, side by side, with the county above them. */
async function villages(): Promise<ImportJob> {
  const table = await features(
    [{ county: 'Poyang', town: 'Shuanggang', village: 'East', wet: 'YES' }, box(0, 1)],
    [{ county: 'Poyang', town: 'Shuanggang', village: 'West', wet: '0' }, box(1, 2)],
  )
  const props = { wet: { column: 'wet', as: 'flag' as const } }
  const levels = ['county', 'town', 'village']
  const reading = readAreaShapes(table, { levels, mapping: { columns: {}, props } })
  return { source: 'villages.geojson', what: 'areas', reading, districtKind: 'county' }
}

async function units(
  text = 'code,name,parent,area\nT,Town committee,,POYANG/SHUANGGANG\nB1,East branch,T,POYANG/SHUANGGANG/EAST\nB2,West branch,T,\n',
) {
  return { source: 'units.csv', what: 'units', reading: readUnits(await csv(text)) } as const
}

async function people(text = 'code,name,unit,role,phone\nP1,Ann,B1,secretary,0100100\nP2,Bob,B1,,0100200\n') {
  return { source: 'people.csv', what: 'people', reading: readPeople(await csv(text)), soleRoles } as const
}

describe('areas', () => {
  test('are previewed, written, and not written again', async () => {
    const [before] = await preview(await villages())
    expect(counts(before)).toEqual([4, 0, 0])
    expect(await query((tx) => tx`select from area`)).toHaveLength(0)

    expect(counts((await apply(await villages()))[0])).toEqual([4, 0, 0])
    const east = await query(
      (tx) => tx`select level, district, path, props from area where code = 'POYANG/SHUANGGANG/EAST'`,
    )
    expect(east[0]).toEqual({
      level: 2,
      district: 'POYANG',
      path: ['POYANG', 'POYANG/SHUANGGANG', 'POYANG/SHUANGGANG/EAST'],
      props: { wet: true },
    })
    world.clock.forward(HOUR)
    expect(counts((await apply(await villages()))[0])).toEqual([0, 0, 4])
    expect(await query((tx) => tx`select act, district, detail ->> 'new' as n from audit`)).toEqual([
      { act: 'import.areas', district: 'POYANG', n: '4' },
    ])
  })

  test('hang under what the register has, and say what hangs in the air or looks misspelt', async () => {
    await apply(await villages())
    const table = await features(
      [{ town: 'Shuanggang', village: 'Eastern hill' }, box(2, 3)],
      [{ town: 'Shuangang', village: 'South' }, box(3, 4)],
    )
    const reading = readAreaShapes(table, { levels: ['town', 'village'] })
    const [lost] = await preview({ source: 'more', what: 'areas', reading, districtKind: 'county', under: 'NOWHERE' })
    expect(lost?.unplaced.map((each) => each.code)).toEqual(['UNKNOWN', 'PARENT_REFUSED', 'UNKNOWN', 'PARENT_REFUSED'])
    const [report] = await preview({ source: 'more', what: 'areas', reading, districtKind: 'county', under: 'POYANG' })
    expect(report?.notes).toMatchObject([
      { code: 'RESEMBLES', value: 'Shuanggang' },
      { code: 'RESEMBLES', value: 'Shuangang' },
    ])
  })

  test('that move take what is below them along, but never to another district', async () => {
    const read = async (text: string) => ({ ...readGbCodes([]), ...(await rowsOf(text)) })
    const rowsOf = async (text: string) => {
      const table = await csv(text)
      const blank = { names: {}, geometry: null, props: {}, opened: null, closed: null, implied: false }
      return {
        rows: table.rows.map(({ line, cells }) => ({
          line,
          code: cells.code ?? '',
          parent: cells.parent || null,
          kind: cells.kind ?? '',
          name: cells.code ?? '',
          ...blank,
        })),
      }
    }
    const job = async (text: string) =>
      ({ source: 'areas', what: 'areas', reading: await read(text), districtKind: 'county' }) as const
    await apply(
      await job(
        'code,parent,kind\nP,,province\nQ,P,prefecture\nC,Q,county\nD,Q,county\nT,C,town\nU,C,town\nW,C,town\nV,T,village\n',
      ),
    )
    const [report] = await apply(await job('code,parent,kind\nT,U,town\nW,D,town\n'))
    expect(counts(report)).toEqual([0, 1, 0])
    expect(report?.unplaced).toMatchObject([{ line: 3, code: 'OTHER_DISTRICT', value: 'D' }])
    const below = await query((tx) => tx`select code, level, path from area where code in ('T', 'V') order by code`)
    expect(below).toEqual([
      { code: 'T', level: 4, path: ['P', 'Q', 'C', 'U', 'T'] },
      { code: 'V', level: 5, path: ['P', 'Q', 'C', 'U', 'T', 'V'] },
    ])
  })
})

describe('places', () => {
  test('lie in the deepest area that holds most of them; what lies in none is named', async () => {
    const table = await features(
      [{ id: 'in-east' }, point(0.5, 0.5)],
      [{ id: 'mostly-west' }, box(0.9, 1.5, 0.2, 0.4)],
      [{ id: 'nowhere' }, point(9, 9)],
      [{ id: 'by-code', area: ' POYANG/SHUANGGANG ' }, point(0.5, 0.5)],
      [{ id: 'by-wrong-code', area: 'ELSEWHERE' }, point(1.5, 0.5)],
    )
    const job = { source: 'houses', what: 'places', reading: readPlaces(table, { kind: 'household' }) } as const
    const [, report] = await preview(await villages(), job)
    expect(counts(report)).toEqual([4, 0, 0])

    await apply(await villages(), job)
    expect(await query((tx) => tx`select code, area, district from place order by code`)).toEqual([
      { code: 'by-code', area: 'POYANG/SHUANGGANG', district: 'POYANG' },
      { code: 'by-wrong-code', area: 'POYANG/SHUANGGANG/WEST', district: 'POYANG' },
      { code: 'in-east', area: 'POYANG/SHUANGGANG/EAST', district: 'POYANG' },
      { code: 'mostly-west', area: 'POYANG/SHUANGGANG/WEST', district: 'POYANG' },
    ])
    expect(report?.unplaced).toMatchObject([{ line: 3, code: 'OUTSIDE' }])
    expect(report?.notes).toMatchObject([{ line: 5, code: 'AREA_BY_SHAPE', value: 'ELSEWHERE' }])
    expect(counts((await apply(job))[0])).toEqual([0, 0, 4])
  })

  test('are found in their area by its names', async () => {
    const table = await csv(
      'code,town,village,lat,lon\nH1,SHUANGGANG,  east,29.005,116.615\nH2,Shuanggang,Atlantis,29.005,116.615\n',
    )
    const reading = readPlaces(table, { kind: 'household', areaPath: ['town', 'village'] })
    const [, report] = await apply(await villages(), { source: 'houses', what: 'places', reading })
    expect(await query((tx) => tx`select code, area from place order by code`)).toEqual([
      { code: 'H1', area: 'POYANG/SHUANGGANG/EAST' },
      { code: 'H2', area: 'POYANG/SHUANGGANG/WEST' },
    ])
    expect(report?.notes).toMatchObject([{ line: 3, code: 'AREA_BY_SHAPE' }])
  })

  test('keep their ids when a file says something new of them, and what it does not say', async () => {
    const read = async (text: string) =>
      ({ source: 'h', what: 'places', reading: readPlaces(await csv(text), { kind: 'household' }) }) as const
    await apply(
      await villages(),
      await read('code,name,people,lat,lon\nH1,Old,4,29.005,116.605\nH2,Same,2,29.005,116.606\n'),
    )
    const ids = () => query((tx) => tx<{ id: string }[]>`select id, name, people, area from place where code = 'H1'`)
    const [before] = await ids()
    const [report] = await apply(
      await read('code,name,people,lat,lon\nH1,New,,29.005,116.615\nH2,Same,2,29.005,116.606\n'),
    )
    expect(counts(report)).toEqual([0, 1, 1])
    expect(await ids()).toEqual([{ id: before?.id, name: 'New', people: 4, area: 'POYANG/SHUANGGANG/WEST' }])
  })

  test('that are sections carry their line and chainage', async () => {
    const dam = { type: 'LineString', coordinates: [point(0, 0.5).coordinates, point(2, 0.5).coordinates] }
    const reading = readSections(await features([{ code: 'D1', name: 'Rao dyke' }, dam]), {
      kind: 'dam-section',
      sectionM: 500,
    })
    await apply(await villages(), { source: 'dams', what: 'places', reading })
    const sections = await query((tx) => tx`select code, line, from_m, area from place order by from_m`)
    expect(sections).toMatchObject([
      { code: 'D1/K0+000', line: 'D1', from_m: 0, area: 'POYANG/SHUANGGANG/EAST' },
      { code: 'D1/K0+500', from_m: 500, area: 'POYANG/SHUANGGANG/EAST' },
      { code: 'D1/K1+000', from_m: 1000, area: 'POYANG/SHUANGGANG/WEST' },
      { code: 'D1/K1+500', from_m: 1500, area: 'POYANG/SHUANGGANG/WEST' },
    ])
  })
})

describe('the organisation', () => {
  test('is written once: units in their tree, people in their units, posts as duties', async () => {
    const reports = await apply(await villages(), await units(), await people())
    expect(reports.slice(1).map(counts)).toEqual([
      [3, 0, 0],
      [2, 0, 0],
    ])
    expect(
      await query(
        (tx) =>
          tx`select u.code, p.code as parent from unit_parent e join unit u on u.id = e.unit join unit p on p.id = e.parent order by 1`,
      ),
    ).toEqual([
      { code: 'B1', parent: 'T' },
      { code: 'B2', parent: 'T' },
    ])
    const posts = await query(
      (tx) =>
        tx`select d.role, d.sole, p.name, u.name as unit from duty d join person p on p.id = d.holder join unit u on u.id = d.subject`,
    )
    expect(posts).toEqual([{ role: 'secretary', sole: true, name: 'Ann', unit: 'East branch' }])
    world.clock.forward(HOUR)
    expect((await apply(await units(), await people())).map(counts)).toEqual([
      [0, 0, 3],
      [0, 0, 2],
    ])
    expect(await query((tx) => tx`select from audit`)).toHaveLength(3)
  })

  test('shows its past days as they were when a unit moves and a member leaves', async () => {
    await apply(await villages(), await units(), await people())
    const before = world.now()
    world.clock.forward(24 * HOUR)
    const moved = await units('code,name,parent\nB2,West branch,B1\n')
    const left = await people(
      'code,name,unit,role,phone,to,kind\nP2,Bob,B1,,0100300,2020-07-01,\nP1,Ann,B1,,0100100,,official\n',
    )
    expect((await apply(moved, left)).map(counts)).toEqual([
      [0, 1, 0],
      [0, 2, 0],
    ])
    const parentAt = (at: Date) =>
      query(
        (tx) =>
          tx`select p.code from unit_parent e join unit u on u.id = e.unit join unit p on p.id = e.parent where u.code = 'B2' and e.during @> ${at}::timestamptz`,
      )
    expect([await parentAt(before), await parentAt(world.now())]).toEqual([[{ code: 'T' }], [{ code: 'B1' }]])
    expect(
      await query(
        (tx) =>
          tx`select p.code, m.kind, m.ends from membership m join person p on p.id = m.person order by p.code, m.ends`,
      ),
    ).toMatchObject([
      { code: 'P1', kind: 'member', ends: world.now() },
      { code: 'P1', kind: 'official' },
      { code: 'P2', kind: 'member', ends: world.now() },
    ])
    expect(await query((tx) => tx`select address from contact order by 1`)).toEqual([
      { address: '0100100' },
      { address: '0100300' },
    ])
    world.clock.forward(HOUR)
    expect((await apply(moved, left)).map(counts)).toEqual([
      [0, 0, 1],
      [0, 0, 2],
    ])
  })

  test('names whom it cannot place, and writes the rest', async () => {
    const lost = await units(
      'code,name,parent,area\nX,Lost,NOBODY,\nY,Adrift,,\nZ,Unknown land,,ATLANTIS\nB9,North branch,T,ATLANTIS\n',
    )
    const strangers = await people('code,name,unit,role\nP8,Cid,NOBODY,\nP9,Dan,,\nP3,Eve,B1,secretary\n')
    const reports = await apply(await villages(), await units(), await people(), lost, strangers)
    expect(reports[3]?.unplaced.map(({ line, code }) => [line, code])).toEqual([
      [2, 'UNKNOWN'],
      [3, 'MISSING'],
      [4, 'UNKNOWN'],
    ])
    expect(reports[3]?.notes).toMatchObject([{ line: 5, code: 'LEFT_OUT', value: 'ATLANTIS' }])
    expect(reports[4]?.unplaced.map(({ line, code }) => [line, code])).toEqual([
      [2, 'UNKNOWN'],
      [3, 'MISSING'],
    ])
    expect(reports[4]?.notes).toMatchObject([{ line: 4, code: 'TAKEN', value: 'secretary' }])
    expect([counts(reports[3]), counts(reports[4])]).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ])
  })

  test('knows one person in two districts by a row that points home', async () => {
    const table = await features([{ county: 'Duchang', town: 'Zhouxi', village: 'North' }, box(5, 6)])
    const reading = readAreaShapes(table, { levels: ['county', 'town', 'village'] })
    const other = { source: 'duchang', what: 'areas', reading, districtKind: 'county' } as const
    const away = await units('code,name,parent,area\nD1,North branch,,DUCHANG/ZHOUXI/NORTH\n')
    await apply(await villages(), other, await units(), away, await people('code,name,unit\nP1,Ann,B1\nP1,Ann,D1\n'))
    const rows = await query(
      (tx) => tx<{ id: string }[]>`select id, district, home_district from person order by district`,
    )
    expect(rows).toMatchObject([
      { district: 'DUCHANG', home_district: 'POYANG' },
      { district: 'POYANG', home_district: null },
    ])
    expect(rows[0]?.id).toBe(rows[1]?.id)
  })
})

describe('duties', () => {
  const houses = async () => {
    const table = await features([{ id: 'H1' }, point(0.5, 0.5)], [{ id: 'H2' }, point(0.6, 0.5)])
    return { source: 'houses', what: 'places', reading: readPlaces(table, { kind: 'household' }) } as const
  }
  const duties = async (text: string) => {
    const reading = readDuties(await csv(`place,role,holder,from,to\n${text}`), { zone: '+08:00' })
    return { source: 'duties.csv', what: 'duties', reading, soleRoles } as const
  }

  test('are taken over from an earlier register, once, and end when it says so', async () => {
    await apply(await villages(), await units(), await people(), await houses())
    const first = await duties(
      'H1,helper,P2,2019-01-01,\nH1,person in charge,P1,2020-07-10,2020-07-12\nH2,helper,B2,2020-07-10,\n',
    )
    expect(counts((await apply(first))[0])).toEqual([3, 0, 0])
    const written = await query(
      (tx) =>
        tx`select role, holder_kind, backfilled, ends from duty where subject_kind = 'place' order by starts, role`,
    )
    expect(written).toMatchObject([
      { role: 'helper', backfilled: true },
      { role: 'helper', holder_kind: 'unit', backfilled: false },
      { role: 'person in charge', ends: new Date('2020-07-13T00:00:00+08:00') },
    ])
    world.clock.forward(HOUR)
    expect(counts((await apply(first))[0])).toEqual([0, 0, 3])
    const ended = await duties('H1,helper,P2,2019-01-01,2020-07-20\n')
    expect(counts((await apply(ended))[0])).toEqual([0, 1, 0])
    expect(counts((await apply(ended))[0])).toEqual([0, 0, 1])
  })

  test('are refused where somebody else alone answers, where the past would change, or where a code says nothing', async () => {
    await apply(await villages(), await units(), await people(), await houses())
    const [report] = await apply(
      await duties(
        'H1,person in charge,P1,2020-07-10,2020-07-12\nH1,person in charge,P2,2020-07-11,2020-07-14\n' +
          'H1,helper,P2,2019-01-01,2019-12-31\nH9,helper,P1,2020-07-10,\nH1,helper,P9,2020-07-10,\n',
      ),
    )
    expect(counts(report)).toEqual([2, 0, 0])
    expect(report?.unplaced.map(({ line, code, column }) => [line, code, column])).toEqual([
      [3, 'TAKEN', 'role'],
      [5, 'UNKNOWN', 'subject'],
      [6, 'UNKNOWN', 'holder'],
    ])
    const [late] = await apply(await duties('H1,helper,P2,2019-01-01,2020-03-31\n'))
    expect(late?.unplaced).toMatchObject([{ line: 2, code: 'PAST' }])
  })
})

describe('all or nothing', () => {
  test('a job that breaks off takes back those before it', async () => {
    const broken = { ...(await villages()), reading: null } as unknown as ImportJob
    await expect(apply(await villages(), broken)).rejects.toThrow(TypeError)
    expect(await query((tx) => tx`select from area`)).toHaveLength(0)
    expect(await query((tx) => tx`select from audit`)).toHaveLength(0)
  })
})

const jakarta = new URL('../../../shared/data/jakarta/', import.meta.url)
describe.skipIf(!existsSync(jakarta))('Jakarta as published (needs ../shared/data)', () => {
  test('every building is put into its neighbourhood or named as lying in none', async () => {
    const file = async (name: string) => readTable(readFileSync(new URL(name, jakarta)), { name })
    const levels = ['KAB_NAME', 'KEC_NAME', 'KEL_NAME', 'RW']
    const kinds = ['city', 'district', 'village', 'rw']
    const root = { code: 'ID31', name: 'DKI Jakarta', kind: 'province' }
    const areas = readAreaShapes(await file('rw.geojson'), { levels, kinds, root })
    const buildings = readPlaces(await file('buildings.geojson'), { kind: 'household' })
    const rivers = readSections(await file('waterways.geojson'), { kind: 'river-section', sectionM: 500 })
    const jobs: ImportJob[] = [
      { source: 'rw.geojson', what: 'areas', reading: areas, districtKind: 'city' },
      { source: 'buildings.geojson', what: 'places', reading: buildings },
      { source: 'waterways.geojson', what: 'places', reading: rivers },
    ]
    const [rw, homes, sections] = await apply(...jobs)
    expect([rw?.read, rw?.unplaced.length]).toEqual([2685, 0])
    expect(homes?.read).toBe(22_266)
    expect((homes?.new ?? 0) + (homes?.unplaced.length ?? 0)).toBe(22_266)
    // 18,618 of them by a point inside them, and a few more that only touch one.
    expect(homes?.new).toBe(18_642)
    expect((sections?.new ?? 0) + (sections?.unplaced.length ?? 0)).toBe(rivers.rows.length)
    expect((await apply(...jobs)).map((report) => [report.new, report.changed])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})

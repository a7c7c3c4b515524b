import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import type { ImportJob } from '../../src/domain/imports/actions.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readGbCodes } from '../../src/domain/imports/read-gb-codes.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readSections } from '../../src/domain/imports/read-sections.ts'
import { readTable } from '../../src/domain/imports/table.ts'
import { box, counts, csv, features, importer, point, villages } from '../harness/import-world.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
const { apply, preview, query } = importer(world)

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
      const blank = {
        names: {},
        geometry: null,
        props: {},
        opened: null,
        closed: null,
        successors: [],
        replaces: [],
        implied: false,
      }
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

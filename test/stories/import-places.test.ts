import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readTable } from '../../src/domain/imports/table.ts'

const read = (text: string, name: string) => readTable(new TextEncoder().encode(text), { name })
const csv = (text: string) => read(text, 'places.csv')
const features = (...all: [Record<string, unknown>, object | null, (string | number)?][]) => {
  const list = all.map(([properties, geometry, id]) => ({ type: 'Feature', id, properties, geometry }))
  return read(JSON.stringify({ type: 'FeatureCollection', features: list }), 'places.geojson')
}
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })

describe('places out of features and tables', () => {
  it('keeps their codes, shapes and the props that the mapping names', async () => {
    const table = await features(
      [{ name: 'Gate 1', pumps: '3', wet: 'Ya', owner: 'somebody', pcode: ' ID3172 ' }, point(106.8, -6.2), 'n17'],
      [{ name: 'null', wet: 'perhaps' }, point(106.9, -6.2), 18],
    )
    const props = { pumps: { column: 'pumps', as: 'number' as const }, wet: { column: 'wet', as: 'flag' as const } }
    const { rows, notes } = readPlaces(table, { kind: 'gate', mapping: { columns: {}, props } })
    expect(rows).toMatchObject([
      { code: 'n17', kind: 'gate', name: 'Gate 1', area: 'ID3172', section: null },
      { code: '18', name: '18', area: null },
    ])
    expect(rows.map((row) => row.props)).toEqual([{ pumps: 3, wet: true }, {}])
    expect(notes).toMatchObject([{ line: 2, code: 'LEFT_OUT', column: 'wet', value: 'perhaps' }])
  })

  it('reads a table by longitude and latitude, with the names of the areas where it has no code', async () => {
    const table = await csv(
      'code,kel,rw,lat,lon,people\nH1,Grogol,RW 9,-6.16,106.79,4\nH2,Grogol,,"-6,17","106,79",four\n',
    )
    const { rows, notes } = readPlaces(table, { kind: 'household', areaPath: ['kel', 'rw'] })
    expect(rows).toMatchObject([
      { areaPath: ['Grogol', 'RW 9'], people: 4, geometry: { type: 'Point', coordinates: [106.79, -6.16] } },
      { areaPath: null, people: null, geometry: { coordinates: [106.79, -6.17] } },
    ])
    expect(notes).toMatchObject([{ code: 'LEFT_OUT', value: 'four' }])
  })

  it('gives the same code to the same shape each time, and refuses it twice', async () => {
    const once = readPlaces(await features([{}, point(1, 1)], [{}, point(2, 2)]), { kind: 'household' })
    const again = readPlaces(await features([{}, point(2, 2)], [{}, point(1, 1)], [{}, point(1, 1)]), {
      kind: 'household',
    })
    expect(new Set(again.rows.map((row) => row.code))).toEqual(new Set(once.rows.map((row) => row.code)))
    expect(again.problems).toMatchObject([{ line: 3, code: 'DUPLICATE', reason: 'the same as line 2' }])
  })

  it('names why a row is no place', async () => {
    const table = await csv(
      'code,lat,lon\nA,,\nB,0,0\nC,116.7,29\nD,north,29\nE,91,181\n3.6E+11,29,116.7\nF,29,116.7\nF,29,116.8\n',
    )
    const { read, rows, problems } = readPlaces(table, { kind: 'shelter' })
    expect([read, rows.length]).toEqual([8, 1])
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'NO_SHAPE'],
      [3, 'NO_SHAPE'],
      [4, 'OFF_GLOBE'],
      [5, 'BAD_SHAPE'],
      [6, 'OFF_GLOBE'],
      [7, 'BAD_CODE'],
      [9, 'DUPLICATE'],
    ])
    expect(problems[2]?.reason).toContain('longitude comes first')
  })

  it('takes or refuses every row, whatever stands in it', async () => {
    const row = fc.record({
      code: fc.oneof(fc.string(), fc.constantFrom('', '1', 'null', '3E+5')),
      lat: fc.oneof(fc.string(), fc.double().map(String)),
      lon: fc.oneof(fc.string(), fc.double({ min: -200, max: 200 }).map(String)),
      people: fc.string(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (list) => {
        const headers = ['code', 'lat', 'lon', 'people'] as const
        const rows = list.map((cells, i) => ({ line: i + 2, cells: { ...cells } }))
        const table = { headers: [...headers], tags: {}, rows, problems: [], encoding: 'utf-8' }
        const reading = readPlaces(table, { kind: 'household' })
        const lines = [...reading.rows, ...reading.problems].map((each) => each.line)
        expect(lines.sort((a, b) => a - b)).toEqual(rows.map((each) => each.line))
      }),
    )
  })
})

const buildings = new URL('../../../shared/data/jakarta/buildings.geojson', import.meta.url)
describe.skipIf(!existsSync(buildings))('the buildings of Jakarta (needs ../shared/data)', () => {
  it('are all read; a footprint drawn twice is one building', async () => {
    const table = await readTable(readFileSync(buildings), { name: 'buildings.geojson' })
    const { read, rows, problems } = readPlaces(table, { kind: 'household' })
    expect([read, rows.length, problems.length]).toEqual([22_266, 22_232, 34])
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set(['DUPLICATE']))
  })
})

import { describe, expect, test } from 'vitest'
import { cutPath, cutPolygon } from '../../src/base/antimeridian.ts'
import type { Geometry, Position } from '../../src/base/geometry.ts'
import { readAreaShapes } from '../../src/domain/imports/read-area-shapes.ts'
import { readPlaces } from '../../src/domain/imports/read-places.ts'
import { readPopolo } from '../../src/domain/imports/read-popolo.ts'
import { readSections } from '../../src/domain/imports/read-sections.ts'
import { counts, features, importer } from '../harness/import-world.ts'
import { useWorld } from '../harness/world.ts'

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
const across = { type: 'Polygon', coordinates: [box(179, -17, -179, -16)] }
const lonsOf = (shape: Geometry | null | undefined) =>
  ((shape?.coordinates ?? []) as unknown[]).flat(Infinity).filter((_, i) => i % 2 === 0) as number[]

const world = useWorld()
const { apply, query } = importer(world)

describe('A shape over the 180th meridian', () => {
  test('is cut there in a list of places and of areas, with a note', async () => {
    const table = await features([{ code: 'v', name: 'Taveuni' }, across])
    const places = readPlaces(table, { kind: 'village' })
    const areas = readAreaShapes(table, { levels: ['name'] })
    for (const shape of [places.rows[0]?.geometry, areas.rows[0]?.geometry]) {
      expect(shape).toMatchObject({ type: 'MultiPolygon' })
      expect(shape?.coordinates).toHaveLength(2)
      expect(lonsOf(shape).every((lon) => Math.abs(lon) >= 179)).toBe(true)
    }
    for (const { notes } of [places, areas]) expect(notes).toMatchObject([{ line: 1, code: 'SHAPE_CUT' }])
  })

  test('is cut alike whether its longitudes turn or run on', async () => {
    const table = await features(
      [{ code: 'a' }, across],
      [{ code: 'b' }, { type: 'Polygon', coordinates: [box(179, -17, 181, -16)] }],
      [{ code: 'c' }, { type: 'Polygon', coordinates: [box(181, -17, 182, -16)] }],
    )
    const { rows, notes } = readPlaces(table, { kind: 'village' })
    expect(new Set(lonsOf(rows[1]?.geometry))).toEqual(new Set(lonsOf(rows[0]?.geometry)))
    expect(rows[2]?.geometry.type).toBe('Polygon')
    expect(new Set(lonsOf(rows[2]?.geometry))).toEqual(new Set([-179, -178]))
    expect(notes.map((note) => note.code)).toEqual(['SHAPE_CUT', 'SHAPE_CUT', 'SHAPE_WRAPPED'])
  })

  test('keeps its holes on the side on which they lie, one over the meridian on both', () => {
    const hole = box(-179.8, -16.8, -179.6, -16.6)
    const parts = cutPolygon([box(179, -17, -179, -16), hole, box(179.9, -16.4, -179.9, -16.3)])
    const isEast = (rings: Position[][]) => lonsOf({ type: 'Polygon', coordinates: rings }).every((lon) => lon > 0)
    const [east, west] = [parts.find(isEast), parts.find((rings) => !isEast(rings))]
    expect(east).toHaveLength(2)
    expect(west).toHaveLength(3)
    expect(west?.[1]).toEqual(hole)
  })

  test('is cut in Popolo too', () => {
    const file = JSON.stringify({ areas: [{ id: 'v', name: 'Taveuni', geometry: across }] })
    const { areas } = readPopolo(new TextEncoder().encode(file), 'a.json')
    expect(areas.rows[0]?.geometry?.coordinates).toHaveLength(2)
    expect(areas.notes).toMatchObject([{ code: 'SHAPE_CUT' }])
  })

  test('that is a line becomes lines that meet at the meridian, and sections that do not go over it', async () => {
    const line: Position[] = [
      [179.99, -17],
      [-179.99, -17.01],
      [-179.98, -17],
    ]
    const [east, west] = cutPath(line)
    expect(east?.at(-1)).toEqual([180, expect.closeTo(-17.005)])
    expect(west?.[0]).toEqual([-180, expect.closeTo(-17.005)])
    const table = await features([{ name: 'Sea wall' }, { type: 'LineString', coordinates: line }])
    const { rows, notes } = readSections(table, { kind: 'dam', sectionM: 500 })
    expect(notes.map((note) => note.code)).toEqual(['SHAPE_CUT', 'LINE_SPLIT'])
    for (const { geometry } of rows) {
      const lons = lonsOf(geometry)
      expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(1)
    }
  })

  test('that does not reach the meridian stays as it is drawn', async () => {
    const world: Position[] = box(-180, -90, 180, 90)
    for (const ring of [box(170, -17, 180, -16), box(-180, -17, -170, -16), world]) {
      const table = await features([{ code: 'a' }, { type: 'Polygon', coordinates: [ring] }])
      const { rows, notes } = readPlaces(table, { kind: 'village' })
      expect(rows[0]?.geometry).toEqual({ type: 'Polygon', coordinates: [ring] })
      expect(notes).toEqual([])
    }
  })

  test('holds the places that lie in it, on either side, and none at the other end of the globe', async () => {
    const areas = readAreaShapes(await features([{ name: 'Taveuni' }, across]), { levels: ['name'], kinds: ['county'] })
    await apply({ source: 'areas', what: 'areas', reading: areas, districtKind: 'county' })
    const spots = [179.5, -179.5, 50].map((lon, i): [Record<string, unknown>, object] => [
      { code: `w${i}` },
      { type: 'Point', coordinates: [lon, -16.5] },
    ])
    const places = readPlaces(await features(...spots), { kind: 'well' })
    const [report] = await apply({ source: 'places', what: 'places', reading: places })
    expect(report && counts(report)).toEqual([2, 0, 0])
    expect(report?.unplaced).toMatchObject([{ line: 3, code: 'OUTSIDE' }])
    expect(
      await query((tx) => tx`select st_xmax(shape) - st_xmin(shape) as wide, st_area(shape) as area from area`),
    ).toEqual([{ wide: 360, area: 2 }])
  })
})

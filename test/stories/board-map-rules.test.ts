import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countInSight, tallyOf } from '../../src/apps/board/map/in-sight.ts'
import { scaleOf } from '../../src/apps/board/map/scale.ts'
import {
  boxOfView,
  boxRound,
  LAYERS,
  marginOf,
  PLAIN,
  parseMap,
  polygonOf,
  viewOfBox,
  writeMap,
} from '../../src/apps/board/map/view.ts'

describe('the map in an address', () => {
  test('says the view and only what was wished otherwise', () => {
    expect(writeMap(PLAIN)).toBeUndefined()
    expect(writeMap({ ...PLAIN, view: { zoom: 9.4, lat: 29.01, lon: 116.68 } })).toBe('9.40/29.01000/116.68000')
    const wished = { view: null, shown: new Set(['places', 'sites', 'zones', 'people'] as const), table: true }
    expect(writeMap(wished)).toBe('-dams,people,table')
  })

  test('is read back as it was written, within a metre and a hundredth of a zoom', () => {
    const view = fc.record({
      zoom: fc.double({ min: 0, max: 20, noNaN: true }),
      lat: fc.double({ min: -85, max: 85, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    const shown = fc.subarray([...LAYERS]).map((layers) => new Set(layers))
    fc.assert(
      fc.property(fc.option(view, { nil: null }), shown, fc.boolean(), (at, layers, table) => {
        const back = parseMap(writeMap({ view: at, shown: layers, table }))
        expect(back).toMatchObject({ shown: layers, table })
        for (const key of ['zoom', 'lat', 'lon'] as const) {
          if (!at) expect(back.view).toBeNull()
          else expect(back.view?.[key]).toBeCloseTo(at[key], key === 'zoom' ? 1 : 4)
        }
      }),
    )
  })

  test('that somebody mistyped is as if it were not there', () => {
    for (const text of ['', '//', '9/29', 'x/y/z', '9/99/116', '-1/29/116', '9//116']) {
      expect(parseMap(text)).toEqual(PLAIN)
    }
    fc.assert(fc.property(fc.string(), (text) => void parseMap(text)))
  })
})

describe('a box that is shown whole', () => {
  test('lies within its margins, and touches them one way', () => {
    const [width, height] = [1000, 700]
    const { left, right, top, bottom } = marginOf(width, height)
    const corner = (max: number) => fc.double({ min: -max, max, noNaN: true })
    fc.assert(
      fc.property(corner(170), corner(75), fc.double({ min: 0.05, max: 8, noNaN: true }), (west, south, size) => {
        const [east, north] = [west + size, south + size]
        const view = viewOfBox([west, south, east, north], width, height)
        const [w, s, e, n] = boxOfView(view, width, height)
        const x = (lon: number) => ((lon - w) / (e - w)) * width
        const mercator = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180))
        const y = (lat: number) => ((mercator(n) - mercator(lat)) / (mercator(n) - mercator(s))) * height
        const gaps = [x(west) - left, width - right - x(east), y(north) - top, height - bottom - y(south)]
        for (const gap of gaps) expect(gap).toBeGreaterThan(-0.01)
        expect(Math.min(...gaps)).toBeLessThan(0.01)
      }),
    )
  })
})

describe('what is in sight', () => {
  const box = [0, 0, 10, 10] as const
  const section = (id: string, state: string, from = 1) => ({
    properties: { id, state },
    corners: [
      [from, 1],
      [from + 1, 2],
    ] as [number, number][],
  })

  test('a section that several tiles tell of counts once; one that only reaches in counts too', () => {
    const drawn = [section('a', 'held'), section('a', 'held'), section('b', 'unheld', 9.5), section('c', 'late', 11)]
    expect(countInSight(box, drawn, []).sections).toEqual(tallyOf({ held: 1, unheld: 1 }))
  })

  test('neighbouring sections drawn as one count as so many', () => {
    const run = {
      properties: { line: 'Dam', from_m: 0, to_m: 2000, state: 'free', n: 4 },
      corners: section('', '').corners,
    }
    expect(countInSight(box, [run, run], []).sections.free).toBe(4)
  })

  test('places together count by their states, and what lies outside does not', () => {
    const together = { properties: { n: 5, unheld: 2, held: 3 }, corners: [[5, 5]] as [number, number][] }
    const alone = { properties: { id: 'x', state: 'late' }, corners: [[5, 6]] as [number, number][] }
    const outside = { properties: { n: 900, unheld: 900 }, corners: [[11, 5]] as [number, number][] }
    expect(countInSight(box, [], [together, alone, outside]).places).toEqual(tallyOf({ unheld: 2, held: 3, late: 1 }))
  })
})

describe('boxes and scales', () => {
  test('a box reaches round all and is asked for inside the bounds of the map', () => {
    expect(boxRound([])).toBeNull()
    const round = boxRound([
      [1, 2, 3, 4],
      [0, 3, 2, 9],
    ])
    expect(round).toEqual([0, 2, 3, 9])
    expect(polygonOf([-200, -90, 200, 90]).coordinates[0]?.[0]).toEqual([-180, -85])
  })

  test('a view shows as much of the world as there is room for it, the same to both sides', () => {
    const [west, south, east, north] = boxOfView({ zoom: 0, lat: 0, lon: 0 }, 512, 512)
    expect([west, east]).toEqual([-180, 180])
    expect(north).toBeCloseTo(85.0511, 3)
    expect(south).toBeCloseTo(-north, 9)
    const near = boxOfView({ zoom: 10, lat: 29, lon: 116 }, 800, 600)
    expect((near[0] + near[2]) / 2).toBeCloseTo(116, 9)
    expect(near[1]).toBeLessThan(29)
    expect(near[3]).toBeGreaterThan(29)
  })

  test('the bar of a sheet is round, as long as there is room, and true to the scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 4, max: 18, noNaN: true }),
        fc.double({ min: -70, max: 70, noNaN: true }),
        (zoom, lat) => {
          const { metres, mm, oneTo } = scaleOf(zoom, lat, 60)
          expect(mm).toBeLessThanOrEqual(60)
          expect(mm).toBeGreaterThan(60 / 2.51)
          expect(String(metres)).toMatch(/^(0\.)?[125]0*$/)
          expect((metres * 1000) / mm / oneTo).toBeCloseTo(1, 1)
        },
      ),
    )
  })
})

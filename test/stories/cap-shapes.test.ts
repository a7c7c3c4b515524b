import { describe, expect, it } from 'vitest'
import { positionsOf } from '../../src/base/geometry.ts'
import type { Warning } from '../../src/domain/warnings/model.ts'
import { cap, read, refusal, SQUARE } from '../harness/cap-message.ts'

describe('shapes', () => {
  const area = (polygon: string) => read(cap({ polygon }))
  const ring = (w: Warning) => w.area?.coordinates[0]?.[0] ?? []

  it('are read over line breaks, plus signs and stray commas', () => {
    const w = area('+28.9,116.6\n 28.9,116.8, 29.1, 116.8\n29.1,116.6 28.9,116.6')
    expect(ring(w)).toEqual(ring(area(SQUARE)))
    expect(w.notes).toEqual([expect.stringContaining('read two by two')])
  })

  it('are closed if they were left open, for there is only one way to', () => {
    const w = area(SQUARE.split(' ').slice(0, 4).join(' '))
    expect(ring(w)).toEqual(ring(area(SQUARE)))
    expect(w.notes).toEqual([expect.stringContaining('was not closed')])
  })

  it('that cross themselves are noted', () => {
    expect(area('0,0 1,1 1,0 0,1 0,0').notes).toEqual([expect.stringContaining('crosses or touches itself')])
  })

  it('past the 180th meridian are wrapped', () => {
    const w = area('-21.3,-179.9 -21.359,-180.005 -21.5,-179.8 -21.3,-179.9')
    expect(w.notes).toEqual([expect.stringContaining('180th meridian')])
    for (const [lon] of positionsOf(w.area as never)) expect(Math.abs(lon)).toBeLessThanOrEqual(180)
    expect(w.area?.coordinates).toHaveLength(2)
    const whole = area('28.9,296.6 28.9,296.8 29.1,296.8 29.1,296.6 28.9,296.6')
    expect(whole.notes).toEqual([expect.stringContaining('wrapped')])
    expect(Math.min(...ring(whole).map(([lon]) => lon))).toBeCloseTo(-63.4)
  })

  it('that cross the 180th meridian are cut there', () => {
    const w = area('51,179 51,-179 52,-179 52,179 51,179')
    expect(w.notes).toEqual([expect.stringContaining('180th meridian')])
    const spans = w.area?.coordinates.map(([ring]) => ring?.map(([lon]) => lon).sort((a, b) => a - b))
    expect(spans?.map((lons) => [lons?.at(0), lons?.at(-1)])).toEqual([
      [-180, -179],
      [179, 180],
    ])
    const circle = read(cap({ polygon: null, circle: '-17,179.9 50' }))
    expect(circle.area?.coordinates).toHaveLength(2)
    for (const [lon] of positionsOf(circle.area as never)) expect(Math.abs(lon)).toBeLessThanOrEqual(180)
  })

  it('of radius 0 are a point, drawn 1 m wide', () => {
    const w = read(cap({ polygon: null, circle: '-16.053,-173.274 0.0' }))
    expect(w.notes).toEqual([expect.stringContaining('radius 0')])
    expect(ring(w)).toHaveLength(65)
  })

  it.each([
    ['0,0 0,1 0,0 0,0', 'fewer than three different points'],
    ['0,0,5 0,1,5 1,1,5 0,0,5', 'point 1, "0,0,5", is not a pair'],
    ['0,0 0,1 1 0,0', 'an odd number of coordinates, 7'],
    ['0,0 0,x 1,1 0,0', '"x" is not a number'],
    ['106.8,-6.1 106.9,-6.1 106.9,-6.2 106.8,-6.1', 'perhaps longitude was written first'],
    ['91,0 0,1 1,1 91,0', '91,0 is not on the globe'],
    ['0,0 0,361 1,1 0,0', '0,361 is not on the globe'],
  ])('like %s are refused, and the message with them', (polygon, reason) => {
    expect(refusal(cap({ polygon }))).toContain('CAP_BAD_POLYGON: info[1]/area[1]/polygon[1] is no polygon')
    expect(refusal(cap({ polygon }))).toContain(reason)
  })

  it('in numbers that no warning has are refused before they are drawn', () => {
    const circles = Array.from({ length: 10_001 }, (_, i) => `<circle>29,${(i / 100).toFixed(2)} 1</circle>`).join('')
    const area = `<areaDesc>A</areaDesc>${circles}`
    expect(refusal(cap({ area }))).toMatch(
      /^CAP_BAD_VALUE: .* is "more than 150000 corners" and should be at most 150000/,
    )
  })

  it.each(['29,116', '29,116 -1', '29,116 5 km', '29,116 99999'])('like the circle %s too', (circle) => {
    expect(refusal(cap({ circle }))).toContain('CAP_BAD_CIRCLE')
  })
})

import { describe, expect, it } from 'vitest'
import { makeCounty } from '../../src/apps/demo/county.ts'
import { floodScript } from '../../src/apps/demo/flood-script.ts'
import { hydrograph } from '../../src/apps/demo/gauges.ts'
import type { Station } from '../../src/apps/demo/model.ts'
import { distanceM } from '../../src/base/geometry.ts'
import { believe } from '../../src/domain/warnings/believe.ts'
import { crossings } from '../../src/domain/warnings/crossings.ts'
import { type Decision, decide } from '../../src/domain/warnings/decide.ts'
import type { Warning } from '../../src/domain/warnings/model.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'

const county = makeCounty({ seed: 2020, households: 2_000, members: 4_000, damKm: 250 })
const script = floodScript(county)
const warnings = script.warnings.map(({ xml }) => readCap(xml).warnings[0] as Warning)

describe("the exercise's warnings", () => {
  it('are read without a remark, and never as anything but an exercise', () => {
    for (const { xml } of script.warnings) {
      const { warnings: read, refused } = readCap(xml)
      expect(refused).toEqual([])
      expect(read.map((w) => [w.status, w.notes])).toEqual([['Exercise', []]])
    }
  })

  it('start a drill, widen it twice and end it', () => {
    const decisions = warnings.map((w, i): Decision => decide(warnings.slice(0, i), w, w.sent))
    expect(decisions.map((d) => d.act)).toEqual(['start', 'supersede', 'supersede', 'cancel'])
    expect(decisions.every((d) => d.drill)).toBe(true)
    expect(warnings.map((w) => w.severity)).toEqual(['Moderate', 'Severe', 'Extreme', null])
    const polygons = warnings.map((w) => w.area?.coordinates.length ?? 0)
    expect(polygons[0]).toBeGreaterThan(0)
    expect(polygons[1]).toBeGreaterThan(polygons[0] as number)
    expect(polygons[2]).toBe(county.polders.length)
  })

  it('speak Chinese and English', () => {
    expect(warnings[1]?.headlines).toEqual({
      'zh-CN': '洪水橙色预警（演练）',
      'en-US': 'Flood warning, orange (exercise)',
    })
  })
})

describe("the exercise's events", () => {
  it('happen on a dam of the county while the flood runs, in order', () => {
    const times = script.events.map((event) => +event.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const event of script.events) {
      expect(event.at >= script.from && event.at <= script.to).toBe(true)
      const dam = county.dams.find((d) => d.code === event.dam)
      expect(event.chainageM).toBeLessThan(dam?.lengthM as number)
      const off = Math.min(...(dam?.line.coordinates ?? []).map((at) => distanceM(at, event.position)))
      expect(off).toBeLessThan(250)
    }
    expect(script.events.filter((event) => event.hazard === 'boil' && event.muddy)).toHaveLength(2)
  })
})

describe('its gauges', () => {
  const readings = (station: Station, stepMin = 60) => hydrograph(station, script.from, script.to, stepMin)

  it('rise over the highest threshold and fall again, at Poyang above 22.5 m', () => {
    const [poyang] = county.stations as [Station]
    const levels = readings(poyang).map((r) => r.cm)
    expect(Math.max(...levels)).toBeGreaterThan(2_250)
    for (const station of county.stations) {
      const own = readings(station).map((r) => r.cm)
      const [iv, , ii, i] = station.thresholds.map((t) => t.cm) as [number, number, number, number]
      expect(own[0]).toBeLessThan(iv)
      expect(Math.max(...own)).toBeGreaterThan(i)
      expect(own.at(-1)).toBeLessThan(ii)
    }
  })

  it('bring each level once on the way up, though one reading is false', () => {
    const all = county.stations.flatMap((station) => readings(station)).sort((a, b) => +a.at - +b.at)
    const { verdicts } = believe(all, new Map())
    const jumps = verdicts.filter((v) => v.verdict === 'doubted' && v.reason === 'a jump')
    expect(jumps.map((v) => v.reading.station)).toEqual(['古县渡站'])
    const seen = crossings(verdicts, county.stations).crossings.filter((c) => c.direction === 'up')
    for (const { name } of county.stations) {
      expect(seen.filter((c) => c.station === name).map((c) => c.level)).toEqual(['IV', 'III', 'II', 'I'])
    }
  })

  it('are false in exactly one reading, whatever the step, and repeat themselves', () => {
    const station = county.stations.find((s) => s.flood.falseAt) as Station
    for (const stepMin of [5, 10, 60, 180]) {
      const levels = readings(station, stepMin).map((r) => r.cm)
      const jumps = levels.filter((cm, i) => i > 0 && cm - (levels[i - 1] as number) > 150)
      expect(jumps).toHaveLength(1)
      expect(readings(station, stepMin).map((r) => r.cm)).toEqual(levels)
    }
  })
})

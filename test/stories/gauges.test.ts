import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../src/base/clock.ts'
import { believe, GAUGE_RULES, type GaugeRules } from '../../src/domain/warnings/believe.ts'
import { crossings } from '../../src/domain/warnings/crossings.ts'
import type { GaugeStation, Reading } from '../../src/domain/warnings/gauges.ts'
import { type GaugeSeries, readStations, readWideGauges } from '../../src/domain/warnings/read-gauges.ts'

const start = Date.UTC(2025, 2, 1)

/** Hourly readings from hour 0; null is an hour without one. */
function hourly(station: string, levels: readonly (number | null)[]): Reading[] {
  return levels.flatMap((cm, h) => (cm === null ? [] : [{ station, at: new Date(start + h * HOUR), cm }]))
}

/** What is believed of a station's readings in the end, in the order decided: `hour:cm`, and `@hour` if later. */
function trusted(readings: Reading[], rules: ReadonlyMap<string, GaugeRules> = new Map(), station = 'S'): string[] {
  const hour = (at: Date) => (at.getTime() - start) / HOUR
  return believe(readings, rules)
    .verdicts.filter((v) => v.verdict !== 'doubted' && v.reading.station === station)
    .map((v) => `${hour(v.reading.at)}:${v.reading.cm}${v.verdict === 'confirmed' ? `@${hour(v.decidedAt)}` : ''}`)
}

const station: GaugeStation = {
  name: 'S',
  position: [106.8, -6.2],
  thresholds: [
    { level: 'III', cm: 750 },
    { level: 'II', cm: 850 },
    { level: 'I', cm: 950 },
  ],
}

function crossed(levels: readonly (number | null)[]): string[] {
  return crossings(believe(hourly('S', levels), new Map()).verdicts, [station]).crossings.map(
    (c) => `${(c.at.getTime() - start) / HOUR} ${c.direction} ${c.level ?? '-'}`,
  )
}

describe('a reading is believed', () => {
  it('when it is near the one before; the very first waits for a second', () => {
    expect(trusted(hourly('S', [600, 605, 630]))).toEqual(['0:600@1', '1:605', '2:630'])
    expect(trusted(hourly('S', [600]))).toEqual([])
  })

  it('not when it jumps and comes back', () => {
    expect(trusted(hourly('S', [600, 600, 60, 600]))).toEqual(['0:600@1', '1:600', '3:600'])
    expect(trusted(hourly('S', [705, 705, 795, 700]))).toEqual(['0:705@1', '1:705', '3:700'])
  })

  it('never where it stands for no level, or no water stands there, however often it comes', () => {
    expect(trusted(hourly('S', [480, 490, -999999, -999999, 9999, 9999, 510]))).toEqual(['0:480@1', '1:490', '6:510'])
    expect(crossed([800, 805, ...Array<number>(9).fill(-999999), 810])).toEqual(['1 up III'])
    expect(crossed([800, 805, ...Array<number>(9).fill(32767), 810])).toEqual(['1 up III'])
    expect(crossed([800, 805, ...Array<number>(9).fill(8e6), 810])).toEqual(['1 up III'])
  })

  it('no fall takes a level back on one value, nor on two', () => {
    expect(crossed([800, 805, 5, 805, 800])).toEqual(['1 up III'])
    expect(crossed([800, 805, 5, 6, 805, 800])).toEqual(['1 up III'])
  })

  it('after a jump, as soon as the next agrees, and as much of it as both say', () => {
    expect(trusted(hourly('S', [160, 160, 280, 300]))).toEqual(['0:160@1', '1:160', '2:280@3', '3:300'])
    expect(trusted(hourly('S', [160, 160, 280, 350, 360])).slice(2)).toEqual(['2:280@3', '3:350@4', '4:360'])
    expect(trusted(hourly('S', [160, 160, 380, 240])).slice(2)).toEqual(['3:240'])
    expect(trusted(hourly('S', [400, 400, 260, 255])).slice(2)).toEqual(['2:260@3', '3:255'])
  })

  it('after a jump, even with a false reading between', () => {
    expect(trusted(hourly('S', [160, 160, 280, 170, 330])).slice(2)).toEqual(['3:170', '2:280@4', '4:330'])
  })

  it('after a silence, by how long it was; and as a first one when it was too long', () => {
    expect(trusted(hourly('S', [600, 600, null, null, 680])).slice(2)).toEqual(['4:680'])
    const silent = [600, 600, ...Array<null>(7).fill(null), 605, 610]
    expect(trusted(hourly('S', silent)).slice(2)).toEqual(['9:605@10', '10:610'])
  })

  it('at once, when the water rose upstream early and high enough', () => {
    const upstream = { station: 'U', fromMs: 2 * HOUR, toMs: 6 * HOUR, gain: 2 }
    const rules = new Map([['S', { ...GAUGE_RULES, upstream }]])
    const both = (above: number[], here: number[]) =>
      [...hourly('U', above), ...hourly('S', here)].sort((a, b) => a.at.getTime() - b.at.getTime())
    const wave = [50, 50, 80, 110, 110, 110]
    expect(trusted(both(wave, [160, 160, 160, 160, 160, 275]), rules).at(-1)).toBe('5:275')
    expect(trusted(both(wave, [160, 160, 160, 160, 160, 295]), rules).at(-1)).toBe('4:160') // more than the wave explains
    expect(trusted(both(wave, [160, 160, 160, 275]), rules).at(-1)).toBe('2:160') // sooner than the wave could come
    expect(trusted(both(wave, [160, 160, 160, 160, 160, 60]), rules).at(-1)).toBe('4:160') // no rise explains a fall
  })

  it('once: neither the same again nor an older one that comes late is a witness', () => {
    const [a, b, jump] = hourly('S', [600, 600, 800]) as [Reading, Reading, Reading]
    expect(trusted([a, b, jump, jump, { ...a, cm: 790 }])).toEqual(['0:600@1', '1:600'])
    const reasons = believe([a, b, a], new Map()).verdicts.map((v) => v.reason)
    expect(reasons.at(-1)).toBe('out of order')
  })

  it('by a station with a clock set wrong for one reading, which silences nothing', () => {
    const [a, b, c] = hourly('S', [600, 605, 610]) as [Reading, Reading, Reading]
    expect(trusted([a, b, { ...c, at: new Date('2099-01-01T00:00:00Z') }, c])).toEqual(['0:600@1', '1:605', '2:610'])
  })

  it('by what is known then: nothing that comes later changes a verdict, and memory may be stored between', () => {
    const levels = fc.array(
      fc.integer({ min: 0, max: 12 }).map((n) => n * 20),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(levels, fc.nat(30), (series, cut) => {
        const all = hourly('S', series)
        const whole = believe(all, new Map()).verdicts
        const first = believe(all.slice(0, cut), new Map())
        const rest = believe(all.slice(cut), new Map(), structuredClone(first.memories))
        expect([...first.verdicts, ...rest.verdicts]).toEqual(whole)
        for (const v of whole) expect(v.decidedAt.getTime()).toBeGreaterThanOrEqual(v.reading.at.getTime())
      }),
    )
  })
})

describe('a level', () => {
  it('goes up at the first believed reading that reaches it', () => {
    expect(crossed([740, 745, 750, 770])).toEqual(['2 up III'])
  })

  it('goes up once for all that one moment shows', () => {
    expect(crossed([700, 700, 860, 870])).toEqual(['3 up II'])
    expect(crossed([700, 700, 840, 860])).toEqual(['3 up II'])
  })

  it('does not move for a false reading, up or down', () => {
    expect(crossed([705, 705, 795, 700])).toEqual([])
    expect(crossed([755, 755, 60, 755, 760])).toEqual(['1 up III'])
  })

  it('goes down after three readings below it, to what they show', () => {
    expect(crossed([860, 860, 845, 855, 840, 830, 820])).toEqual(['1 up II', '6 down III'])
    expect(crossed([760, 755, 745, 740, 735])).toEqual(['1 up III', '4 down -'])
  })

  it('is followed on from where it was left', () => {
    const [before, after] = [hourly('S', [760, 755, 745]), hourly('S', [760, 755, 745, 740, 735]).slice(3)]
    const heard = believe(before, new Map())
    const first = crossings(heard.verdicts, [station])
    const more = believe(after, new Map(), heard.memories)
    const second = crossings(more.verdicts, [station], structuredClone(first.levels))
    expect(second.crossings).toMatchObject([{ from: 'III', level: null, direction: 'down' }])
  })
})

const DATA = new URL('../../../shared/data/jakarta/', import.meta.url)

describe.skipIf(!existsSync(DATA))('the flood of 2-5 March 2025 (needs ../shared/data)', () => {
  let series: GaugeSeries
  beforeAll(() => {
    const format = { zone: '+07:00', time: 'Tanggal', level: /^(.+) \(air\)$/, unit: 'cm' as const }
    series = readWideGauges(readFileSync(new URL('gauges.csv', DATA), 'utf8'), format)
  })
  const stations = () => {
    const levels = { 'Siaga 3': 'III', 'Siaga 2': 'II', 'Siaga 1': 'I' }
    const format = { name: 'Lokasi', lat: 'Latitude', lon: 'Longitude', levels }
    return readStations(readFileSync(new URL('gauge_stations.csv', DATA), 'utf8'), format).stations
  }
  /** The weir and the steep river below it move by 40 cm an hour; a wave takes 2-6 h to Depok, 3-12 h to Manggarai. */
  const rules = new Map<string, GaugeRules>([
    ['Katulampa', { ...GAUGE_RULES, jumpCm: 40 }],
    [
      'Depok',
      { ...GAUGE_RULES, jumpCm: 40, upstream: { station: 'Katulampa', fromMs: 2 * HOUR, toMs: 6 * HOUR, gain: 2 } },
    ],
    ['Manggarai', { ...GAUGE_RULES, upstream: { station: 'Depok', fromMs: 3 * HOUR, toMs: 12 * HOUR, gain: 2 } }],
  ])
  const local = (at: Date) => new Date(at.getTime() + 7 * HOUR).toISOString().slice(5, 16).replace('T', ' ')
  const inFlood = (at: Date) => local(at) >= '03-02' && local(at) < '03-06' && at.getUTCFullYear() === 2025

  it('all 93,672 levels are read without a fault', () => {
    expect([series.readings.length, series.faults.length]).toEqual([93_672, 0])
  })

  it('raises what was real, when it could be known, and nothing else', () => {
    const { verdicts } = believe(series.readings, rules)
    const seen = crossings(verdicts, stations())
      .crossings.filter((c) => inFlood(c.at))
      .map((c) => `${local(c.at)} ${c.station} ${c.direction} ${c.level ?? '-'} (${c.reading.cm})`)
    expect(seen).toEqual([
      '03-02 20:00 Katulampa up III (80)',
      '03-02 22:00 Katulampa up II (160)',
      '03-02 22:00 Depok up III (225)',
      '03-03 00:00 Depok up II (330)',
      '03-03 01:00 Katulampa down III (90)',
      '03-03 01:00 Depok up I (380)',
      '03-03 04:00 Depok down II (240)',
      '03-03 07:00 Depok down III (210)',
      '03-03 07:00 Manggarai up III (750)',
      '03-03 09:00 Katulampa down - (60)',
      '03-03 12:00 Depok down - (170)',
      '03-03 20:00 Katulampa up III (90)',
      '03-03 22:00 Manggarai down - (720)',
      '03-04 01:00 Depok up I (350)',
      '03-04 06:00 Manggarai up III (750)',
      '03-04 07:00 Depok down II (260)',
      '03-04 10:00 Depok down III (235)',
      '03-04 15:00 Manggarai up II (850)',
      '03-04 18:00 Katulampa down - (70)',
      '03-04 20:00 Manggarai down III (830)',
      '03-04 21:00 Depok down - (175)',
      '03-05 06:00 Manggarai down - (720)',
    ])
  })

  it.each([
    ['with the rules of its stations', rules],
    ['with no rules but the usual', new Map<string, GaugeRules>()],
  ])('the false 795 of Manggarai stays doubted, %s', (_what, by) => {
    const { verdicts } = believe(series.readings, by)
    const about = verdicts.filter((v) => v.reading.station === 'Manggarai' && local(v.reading.at) === '03-04 00:00')
    expect(about.filter((v) => inFlood(v.reading.at))).toMatchObject([{ reading: { cm: 795 }, verdict: 'doubted' }])
  })
})

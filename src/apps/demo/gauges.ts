import { DAY, HOUR, MINUTE } from '../../base/clock.ts'
import type { Position } from '../../base/geometry.ts'
import type { Reading } from '../../domain/warnings/gauges.ts'
import type { Drawing } from './areas.ts'
import { nearest, walk, wave } from './curves.ts'
import type { Station } from './model.ts'
import { toGlobe, toPlane } from './plane.ts'

/**
 * The three stations. Their places and names are real; heights and thresholds are made, after the flood of July 2020,
 * when the water at Poyang stood above 22.5 m. The tributaries crest before the main river does.
 */
const STATIONS: {
  code: string
  name: string
  nameEn: string
  river: string
  near: Position
  /** Centimetres at which levels IV, III, II and I begin. */
  from: [iv: number, iii: number, ii: number, i: number]
  floorCm: number
  crestCm: number
  crestAt: string
  falseAt: string | null
}[] = [
  {
    code: '361128-G1',
    name: '鄱阳站',
    nameEn: 'Poyang',
    river: '361128-R1',
    near: [116.7, 29.0],
    from: [1950, 2050, 2150, 2240],
    floorCm: 1840,
    crestCm: 2270,
    crestAt: '2020-07-11T02:00:00+08:00',
    falseAt: null,
  },
  {
    code: '361128-G2',
    name: '古县渡站',
    nameEn: 'Guxiandu',
    river: '361128-R2',
    near: [116.84, 29.1],
    from: [1980, 2080, 2180, 2270],
    floorCm: 1860,
    crestCm: 2310,
    crestAt: '2020-07-10T08:00:00+08:00',
    falseAt: '2020-07-07T03:00:00+08:00',
  },
  {
    code: '361128-G3',
    name: '饶埠站',
    nameEn: 'Raobu',
    river: '361128-R3',
    near: [116.86, 28.93],
    from: [1960, 2060, 2160, 2250],
    floorCm: 1850,
    crestCm: 2280,
    crestAt: '2020-07-10T14:00:00+08:00',
    falseAt: null,
  },
]

const LEVELS = ['IV', 'III', 'II', 'I']

export function stationsOf(drawing: Drawing): Station[] {
  return STATIONS.map(({ near, from, floorCm, crestCm, crestAt, falseAt, ...station }, i) => {
    const { course } = drawing.streams.find((s) => s.code === station.river) as Drawing['streams'][number]
    const flood = { floorCm, crestCm, crestAt: new Date(crestAt), seed: drawing.seed + i }
    return {
      ...station,
      position: toGlobe(walk(course, nearest(course, toPlane(near)).km).point),
      thresholds: LEVELS.map((level, k) => ({ level, cm: from[k] as number })),
      flood: { ...flood, falseAt: falseAt ? new Date(falseAt) : null },
    }
  })
}

/** How long the water rises, how fast it falls, and by how much the one false reading is wrong. */
const RISE = 6.5 * DAY
const FALL = 3 * DAY
const FALSE_CM = 260

/**
 * The readings of a station, under its name, every `stepMin` minutes from `from` up to and including `to`: a rise of
 * six and a half days, a crest above the highest threshold, a slow fall, and ripples of a few centimetres. One reading
 * of one station is false, more than two metres too high, whatever the step: whoever watches must not believe it.
 */
export function hydrograph(station: Station, from: Date, to: Date, stepMin: number): Reading[] {
  const { floorCm, crestCm, crestAt, seed, falseAt } = station.flood
  const ripple = wave(seed, 18)
  const step = stepMin * MINUTE
  const readings: Reading[] = []
  for (let t = from.getTime(); t <= to.getTime(); t += step) {
    const since = t - crestAt.getTime()
    const s = Math.max(0, 1 + since / RISE)
    const share = since < 0 ? s * s * (3 - 2 * s) : Math.exp(-((since / FALL) ** 1.5))
    const isFalse = falseAt !== null && t >= falseAt.getTime() && t - step < falseAt.getTime()
    const cm = floorCm + (crestCm - floorCm) * share + 3 * ripple(t / HOUR) + (isFalse ? FALSE_CM : 0)
    readings.push({ station: station.name, at: new Date(t), cm: Math.round(cm) })
  }
  return readings
}

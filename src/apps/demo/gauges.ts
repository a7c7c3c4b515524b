import { DAY, HOUR, MINUTE } from '../../base/clock.ts'
import type { Position } from '../../base/geometry.ts'
import type { Drawing } from './areas.ts'
import { nearest, walk, wave } from './curves.ts'
import type { LevelId, Station } from './model.ts'
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
  thresholds: Record<LevelId, number>
  floorM: number
  crestM: number
  crestAt: string
  falseAt: string | null
}[] = [
  {
    code: '361128-G1',
    name: '鄱阳站',
    nameEn: 'Poyang',
    river: '361128-R1',
    near: [116.7, 29.0],
    thresholds: { IV: 19.5, III: 20.5, II: 21.5, I: 22.4 },
    floorM: 18.4,
    crestM: 22.7,
    crestAt: '2020-07-11T02:00:00+08:00',
    falseAt: null,
  },
  {
    code: '361128-G2',
    name: '古县渡站',
    nameEn: 'Guxiandu',
    river: '361128-R2',
    near: [116.84, 29.1],
    thresholds: { IV: 19.8, III: 20.8, II: 21.8, I: 22.7 },
    floorM: 18.6,
    crestM: 23.1,
    crestAt: '2020-07-10T08:00:00+08:00',
    falseAt: '2020-07-07T03:00:00+08:00',
  },
  {
    code: '361128-G3',
    name: '饶埠站',
    nameEn: 'Raobu',
    river: '361128-R3',
    near: [116.86, 28.93],
    thresholds: { IV: 19.6, III: 20.6, II: 21.6, I: 22.5 },
    floorM: 18.5,
    crestM: 22.8,
    crestAt: '2020-07-10T14:00:00+08:00',
    falseAt: null,
  },
]

export function stationsOf(drawing: Drawing): Station[] {
  return STATIONS.map(({ near, floorM, crestM, crestAt, falseAt, ...station }, i) => {
    const { course } = drawing.streams.find((s) => s.code === station.river) as Drawing['streams'][number]
    const position = toGlobe(walk(course, nearest(course, toPlane(near)).km).point)
    const flood = {
      floorM,
      crestM,
      crestAt: new Date(crestAt),
      seed: drawing.seed + i,
    }
    return {
      ...station,
      position,
      flood: { ...flood, falseAt: falseAt ? new Date(falseAt) : null },
    }
  })
}

/** One reading of a gauge, in metres to the centimetre. */
export interface Reading {
  station: string
  at: Date
  levelM: number
}

/** How long the water rises, how fast it falls, and by how much the one false reading is wrong. */
const RISE = 6.5 * DAY
const FALL = 3 * DAY
const FALSE_M = 2.6

/**
 * The readings of a station every `stepMin` minutes from `from` up to and including `to`: a rise of six and a half
 * days, a crest above the highest threshold, a slow fall, and ripples of a few centimetres. One reading of one station
 * is false, more than two metres too high, whatever the step: whoever watches must not believe it.
 */
export function hydrograph(station: Station, from: Date, to: Date, stepMin: number): Reading[] {
  const { floorM, crestM, crestAt, seed, falseAt } = station.flood
  const ripple = wave(seed, 18)
  const step = stepMin * MINUTE
  const readings: Reading[] = []
  for (let t = from.getTime(); t <= to.getTime(); t += step) {
    const since = t - crestAt.getTime()
    const s = Math.max(0, 1 + since / RISE)
    const share = since < 0 ? s * s * (3 - 2 * s) : Math.exp(-((since / FALL) ** 1.5))
    const isFalse = falseAt !== null && t >= falseAt.getTime() && t - step < falseAt.getTime()
    const level = floorM + (crestM - floorM) * share + 0.03 * ripple(t / HOUR) + (isFalse ? FALSE_M : 0)
    readings.push({
      station: station.code,
      at: new Date(t),
      levelM: Math.round(level * 100) / 100,
    })
  }
  return readings
}

import type { ErrorCode } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'

/** A level as the gauge gave it, in centimetres above its own zero. It is kept as it is, whatever is believed of it. */
export interface Reading {
  station: string
  at: Date
  cm: number
}

/** Units that levels are written in. */
export const LEVEL_UNITS = { cm: 1, m: 100, ft: 30.48 } as const
export type LevelUnit = keyof typeof LEVEL_UNITS

/** No water on earth stands higher above its gauge's zero, even where that is the sea's, nor deeper below it. */
const HIGHEST_CM = 700_000
const DEEPEST_CM = -50_000
/** Ends of the range of counters, which loggers write where there is nothing to write. */
const ENDS = new Set([32_767, 32_768, 65_535, 2_147_483_647, 2_147_483_648, 4_294_967_295])

/**
 * Whether a number, as the gauge wrote it, stands for "no level": rows of nines (-999, 9999, -999999) and ends of counters. It
 * is an outage and no level, however often it comes: two of them would bear each other out, and a fall to -999999 would take
 * a warning back in the middle of a flood.
 */
export function isSentinel(written: number): boolean {
  const digits = Math.abs(written).toString()
  const nines = /^9+(\.9+)?$/.test(digits) && Math.abs(written) >= (written < 0 ? 99.9 : 9_998)
  return nines || ENDS.has(Math.abs(written))
}

/** Whether water can stand there at all. */
export function isPossible(cm: number): boolean {
  return Number.isFinite(cm) && cm >= DEEPEST_CM && cm <= HIGHEST_CM
}

/** From `cm` upwards the water calls for response level `level` (I is the gravest). */
export interface Threshold {
  level: string
  cm: number
}

export interface GaugeStation {
  name: string
  position: Position
  /** Lowest first. */
  thresholds: Threshold[]
}

/** A line, or a cell of it, that could not be used, and why. */
export interface GaugeFault {
  line: number
  station: string | null
  reason: string
  /** Where it has one. */
  code?: ErrorCode
}

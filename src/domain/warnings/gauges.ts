import type { Position } from '../../base/geometry.ts'

/** A level as the gauge gave it, in centimetres above its own zero. It is kept as it is, whatever is believed of it. */
export interface Reading {
  station: string
  at: Date
  cm: number
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
}

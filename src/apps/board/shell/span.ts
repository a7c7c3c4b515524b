import { DAY, HOUR, MINUTE } from '../../../base/clock.ts'

/** How much of a lane's past the bar shows at once, in milliseconds; null: all of it. */
export const SPANS = [6 * HOUR, DAY, 3 * DAY, 30 * DAY, null] as const
export type Span = (typeof SPANS)[number]

/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  from: number
  to: number
}

const LONG = 10 * DAY

/** A lane is shown whole while hours can be told from one another; of a longer one its last days. */
export function usualSpan({ from, to }: Stretch): Span {
  return to - from <= LONG ? null : 3 * DAY
}

/** The part of a lane that is shown: its end where that holds the moment that is looked at, or else what is round that. */
export function partOf(lane: Stretch, span: Span, at: number): Stretch {
  if (span === null || span >= lane.to - lane.from) return lane
  const to = at >= lane.to - span ? lane.to : Math.max(lane.from + span, at + span / 2)
  return { from: to - span, to }
}

/** One step back or on: as far as is easily seen on the bar. */
export function stepOf({ from, to }: Stretch): number {
  const sixth = (to - from) / 6
  const unit = sixth > DAY ? DAY : sixth > HOUR ? HOUR : MINUTE
  return Math.max(unit, Math.round(sixth / unit) * unit)
}

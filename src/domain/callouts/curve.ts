import { MINUTE } from '../../base/clock.ts'

/** How many had heard, said that they would come, and were there, by a moment. */
export interface CurvePoint {
  at: Date
  heard: number
  coming: number
  there: number
}

/** Answers of one minute, counted from the start of the call-out: 0 is what came within the first. */
export interface MinuteOfAnswers {
  minute: number
  heard: number
  coming: number
  there: number
}

const POINTS = 120

/**
 * The curve of a call-out from the answers of its minutes, in their order: cumulative, beginning with nothing at the
 * start, each point at the end of its minutes. A long one has wider steps instead of more points.
 */
export function curveOf(start: Date, minutes: readonly MinuteOfAnswers[]): CurvePoint[] {
  const last = minutes.at(-1)?.minute ?? 0
  const width = Math.max(1, Math.ceil((last + 1) / (POINTS - 1)))
  const points: CurvePoint[] = [{ at: start, heard: 0, coming: 0, there: 0 }]
  for (const { minute, ...answers } of minutes) {
    const at = new Date(start.getTime() + (Math.floor(Math.max(0, minute) / width) + 1) * width * MINUTE)
    const before = points.at(-1) as CurvePoint
    const sum = {
      at,
      heard: before.heard + answers.heard,
      coming: before.coming + answers.coming,
      there: before.there + answers.there,
    }
    if (before.at.getTime() === at.getTime()) points[points.length - 1] = sum
    else points.push(sum)
  }
  return points
}

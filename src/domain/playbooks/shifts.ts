import { DAY } from '../../base/clock.ts'
import { offsetMsAt, whenShown } from '../../base/zones.ts'
import type { Shift } from './model.ts'

/**
 * The whole shifts that overlap `[from, to)`, in order: the first may start before `from` and the last end after `to`,
 * because a duty is given for a shift, never for the piece of it that a campaign happened to touch. They change at the same
 * times of day all the year, by the clocks of `zone` (an IANA name or an offset, `+08:00`): one in which the clocks are put
 * forward or back is so much shorter or longer.
 */
export function shiftsBetween(shift: Shift, from: Date, to: Date, zone: string): { starts: Date; ends: Date }[] {
  if (from >= to) return []
  const { firstMs, lengthMs } = shift
  // Shifts divide the day, so those of any day continue those of the day before: one endless ruler of what clocks show will do.
  const shown = from.getTime() + offsetMsAt(from.getTime(), zone)
  // Clocks may have been put back since the shift began.
  let wall = firstMs + (Math.floor((shown - firstMs) / lengthMs) - 1) * lengthMs
  const shifts: { starts: Date; ends: Date }[] = []
  for (let starts = whenShown(wall, zone).at; starts < to.getTime(); ) {
    wall += lengthMs
    const ends = whenShown(wall, zone).at
    // Of the hours that clocks skip none is a shift.
    if (ends > from.getTime() && ends > starts) shifts.push({ starts: new Date(starts), ends: new Date(ends) })
    starts = ends
  }
  return shifts
}

/** Shifts in a day. */
export function shiftsADay(shift: Shift): number {
  return DAY / shift.lengthMs
}

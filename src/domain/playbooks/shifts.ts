import { DAY, MINUTE } from '../../base/clock.ts'
import type { Shift } from './model.ts'

/**
 * The whole shifts that overlap `[from, to)`, in order: the first may start before `from` and the last end after `to`,
 * because a duty is given for a shift, never for the piece of it that a campaign happened to touch. They are counted from
 * local midnight by a fixed offset (China +480, Jakarta +420), so that none is ever an hour long or short.
 */
export function shiftsBetween(
  shift: Shift,
  from: Date,
  to: Date,
  utcOffsetMinutes: number,
): { starts: Date; ends: Date }[] {
  // Shifts divide the day, so those of any day continue those of the day before: one endless ruler from 1970 will do.
  const zero = shift.firstMs - utcOffsetMinutes * MINUTE
  const first = zero + Math.floor((from.getTime() - zero) / shift.lengthMs) * shift.lengthMs
  const shifts: { starts: Date; ends: Date }[] = []
  for (let at = first; at < to.getTime(); at += shift.lengthMs) {
    shifts.push({ starts: new Date(at), ends: new Date(at + shift.lengthMs) })
  }
  return from < to ? shifts : []
}

/** Shifts in a day. */
export function shiftsADay(shift: Shift): number {
  return DAY / shift.lengthMs
}

import { MusterError } from '../../base/errors.ts'

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * A moment from the command line: ISO 8601 with its offset. A time without one is refused, for whose clock it was read
 * from is not known; so is a day that is not in the calendar, which `Date` would take for the next month's.
 * Throws BAD_INSTANT.
 */
export function readMoment(text: string): Date {
  const at = new Date(text)
  const inCalendar = Number(text.slice(8, 10)) <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
  if (!ISO.test(text) || Number.isNaN(at.getTime()) || !inCalendar) throw new MusterError('BAD_INSTANT', { text })
  return at
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** A moment as people at this terminal read it: `2020-07-09 14:05 +08:00`, by the zone of the environment. */
export function showMoment(at: Date | null, otherwise = '–'): string {
  if (at === null) return otherwise
  const two = (n: number) => String(n).padStart(2, '0')
  const east = -at.getTimezoneOffset()
  const offset = `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())} ${offset}`
}

import { isSensible } from '../../base/input.ts'

const FORM = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/

/**
 * Reads a moment such as `2025-03-04T03:00:00+07:00` or `2025-03-04 03:00:00`, the latter in `zone` (`+07:00`).
 * Null if it is no such thing: days that no month has are refused, since `Date` would turn 30 February into 2 March;
 * a time with no offset when no zone is given, for nobody knows when that was; and what lies outside the years 1900 to 2199,
 * which is a slip of the pen, and which neither the register nor JSON holds to its end.
 */
export function readInstant(text: string, zone: string | null = null): Date | null {
  const read = readAny(text, zone)
  return read && isSensible(read) ? read : null
}

/** Whether `text` is written as a moment, and means one that lies outside the years 1900 to 2199. */
export function isFarOff(text: string): boolean {
  const read = readAny(text, null)
  return read !== null && !isSensible(read)
}

function readAny(text: string, zone: string | null): Date | null {
  const [, day, minute, second = '00', fraction = '', written] = FORM.exec(text) ?? []
  const offset = written ?? zone
  if (!day || !minute || !offset || !isZone(offset)) return null
  const local = new Date(`${day}T${minute}:${second}${fraction}Z`)
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${minute}:${second}`)) return null
  return new Date(local.getTime() - offsetMs(offset))
}

/** Whether `text` is `Z` or an offset from UTC that some place could have. */
export function isZone(text: string): boolean {
  return text === 'Z' || (/^[+-]\d\d:?[0-5]\d$/.test(text) && Math.abs(offsetMs(text)) <= 14 * 3_600_000)
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

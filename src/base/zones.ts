import { DAY, MINUTE } from './clock.ts'

/** A fixed offset: `+08:00`. */
const OFFSET = /^[+-]\d{2}:\d{2}$/
/** The form of IANA names; what the runtime takes besides (`EST5EDT,M3.2.0`) is no name that a file should bear. */
const NAME = /^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/

/** Formats are dear to make, and a register has few zones. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether a text names a zone: an IANA name (`Asia/Shanghai`) or an offset (`+08:00`). */
export function isZone(zone: string): boolean {
  if (OFFSET.test(zone)) return true
  try {
    return NAME.test(zone) && formatOf(zone) !== null
  } catch {
    return false
  }
}

/** Milliseconds by which a zone's clocks are ahead of Greenwich at an instant, summer time included. */
export function offsetMsAt(instant: number, zone: string): number {
  if (OFFSET.test(zone)) {
    const [h, min] = zone.slice(1).split(':').map(Number) as [number, number]
    return (zone.startsWith('-') ? -1 : 1) * (h * 60 + min) * MINUTE
  }
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

/** An instant at which clocks show a time. `clock`: they were put forward over that time, or showed it twice. */
export type ShownTime = { at: number; clock?: 'skipped' | 'twice' }

/**
 * When a zone's clocks show a time, given as if it were that of Greenwich. A time that they skipped is as much later as they were
 * put forward; of one that they showed twice, the first is taken (RFC 5545 §3.3.5, and `compatible` in Temporal).
 */
export function whenShown(wall: number, zone: string): ShownTime {
  // A day before and a day after have the offsets before and after any change between.
  const before = wall - offsetMsAt(wall - DAY, zone)
  const after = wall - offsetMsAt(wall + DAY, zone)
  if (before === after) return { at: before }
  const isShown = (instant: number) => instant + offsetMsAt(instant, zone) === wall
  const found = [...new Set([before, after])].filter(isShown).sort((a, b) => a - b)
  const [first] = found
  if (first === undefined) return { at: before, clock: 'skipped' }
  return { at: first, ...(found.length > 1 ? { clock: 'twice' as const } : {}) }
}

/** The zone of a fixed offset: 480 minutes are `+08:00`. */
export function zoneOfOffset(minutes: number): string {
  const [h, min] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}`
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const numeric = 'numeric' as const
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric }
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields })
  formats.set(zone, format)
  return format
}

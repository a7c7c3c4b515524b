import { DAY, MINUTE } from '../../base/clock.ts'
import type { When } from './read-when.ts'

/** An instant that a `When` means. `clock`: the zone's clocks were put forward over that time, or showed it twice. */
export type Placed = { at: Date; clock?: 'skipped' | 'twice' }

/** Whether a text names a zone: an IANA name (`Asia/Shanghai`) or an offset (`+08:00`). */
export function isZone(zone: string): boolean {
  if (OFFSET.test(zone)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return /^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/.test(zone)
  } catch {
    return false
  }
}

/**
 * The instant at which something begins (`start`) or ends (`end`, exclusive), in an IANA zone or at an offset. Of a bare date
 * as an end, that whole day is meant: it ends as the next begins. A wall time is that moment, midnight too. A time that the
 * clocks skipped is as much later as they were put forward; of one that they showed twice, the first is taken (RFC 5545
 * §3.3.5, and `compatible` in Temporal).
 */
export function placeWhen(when: Exclude<When, { kind: 'fault' }>, edge: 'start' | 'end', zone: string): Placed {
  if (when.kind === 'instant') return { at: when.at }
  const wall = when.kind === 'wall' ? when.at : `${edge === 'start' ? when.from : when.to}T00:00:00`
  const shown = Date.parse(`${wall}Z`)
  // A day before and a day after have the offsets before and after any change between.
  const before = shown - offsetAt(shown - DAY, zone)
  const after = shown - offsetAt(shown + DAY, zone)
  if (before === after) return { at: new Date(before) }
  const isShown = (instant: number) => instant + offsetAt(instant, zone) === shown
  const found = [...new Set([before, after])].filter(isShown).sort((a, b) => a - b)
  // The clocks of a bare date are nobody's shift: that midnight was skipped or doubled tells nobody anything.
  const told = when.kind === 'wall'
  if (found.length === 0) return { at: new Date(before), ...(told ? { clock: 'skipped' as const } : {}) }
  return { at: new Date(found[0] as number), ...(told && found.length > 1 ? { clock: 'twice' as const } : {}) }
}

const OFFSET = /^[+-]\d{2}:\d{2}$/
/** Formats are dear to make, and a file has one zone. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds by which a zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  if (OFFSET.test(zone)) {
    const [h, min] = zone.slice(1).split(':').map(Number) as [number, number]
    return (zone.startsWith('-') ? -1 : 1) * (h * 60 + min) * MINUTE
  }
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
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

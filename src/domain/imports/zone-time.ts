import { DAY } from '../../base/clock.ts'
import { offsetMsAt } from '../../base/zones.ts'
import type { When } from './read-when.ts'

/** An instant that a `When` means. `clock`: the zone's clocks were put forward over that time, or showed it twice. */
export type Placed = { at: Date; clock?: 'skipped' | 'twice' }

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
  const before = shown - offsetMsAt(shown - DAY, zone)
  const after = shown - offsetMsAt(shown + DAY, zone)
  if (before === after) return { at: new Date(before) }
  const isShown = (instant: number) => instant + offsetMsAt(instant, zone) === shown
  const found = [...new Set([before, after])].filter(isShown).sort((a, b) => a - b)
  // The clocks of a bare date are nobody's shift: that midnight was skipped or doubled tells nobody anything.
  const told = when.kind === 'wall'
  if (found.length === 0) return { at: new Date(before), ...(told ? { clock: 'skipped' as const } : {}) }
  return { at: new Date(found[0] as number), ...(told && found.length > 1 ? { clock: 'twice' as const } : {}) }
}

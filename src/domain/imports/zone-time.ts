import { offsetMsAt, whenShown } from '../../base/zones.ts'
import type { When } from './read-when.ts'

/** An instant that a `When` means. `clock`: the zone's clocks were put forward over that time, or showed it twice. */
export type Placed = { at: Date; clock?: 'skipped' | 'twice' }

/**
 * The instant at which something begins (`start`) or ends (`end`, exclusive), in an IANA zone or at an offset. Of a bare date
 * as an end, that whole day is meant: it ends as the next begins. A wall time is that moment, midnight too; of
 * one that the clocks skipped or showed twice, see `whenShown`.
 */
export function placeWhen(when: Exclude<When, { kind: 'fault' }>, edge: 'start' | 'end', zone: string): Placed {
  if (when.kind === 'instant') return { at: when.at }
  const wall = when.kind === 'wall' ? when.at : `${edge === 'start' ? when.from : when.to}T00:00:00`
  const shown = Date.parse(`${wall}Z`)
  const { at, clock } = whenShown(shown, zone)
  // The clocks of a bare date are nobody's shift: that midnight was skipped or doubled tells nobody anything.
  return { at: new Date(at), ...(clock && when.kind === 'wall' ? { clock } : {}) }
}

/** The day on which something begins, as a clock of the zone shows it; in UTC where none is set. */
export function firstDay(at: Date, zone = '+00:00'): string {
  return new Date(at.getTime() + offsetMsAt(at.getTime(), zone)).toISOString().slice(0, 10)
}

/** The last day of something that ends before a moment: of a whole day as an end that day, and not the midnight that follows. */
export function lastDay(end: Date, zone = '+00:00'): string {
  return firstDay(new Date(end.getTime() - 1), zone)
}

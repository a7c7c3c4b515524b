/** Where `now` comes from. Rules never call it: they are handed a `Date`. */
export interface Clock {
  now(): Date
}

/** The wall's time. */
export const wallClock: Clock = { now: () => new Date() }

/** A clock that stands until it is moved: for tests and replays. */
export interface MovableClock extends Clock {
  /** Moves forward by `ms` milliseconds and returns the new time. */
  forward(ms: number): Date
  /** Jumps to `at`, which may not be earlier: time in the register never runs back. */
  moveTo(at: Date): Date
}

export function movableClock(start: Date): MovableClock {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    forward(ms) {
      at += Math.max(0, ms)
      return new Date(at)
    },
    moveTo(next) {
      at = Math.max(at, next.getTime())
      return new Date(at)
    },
  }
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Reads an ISO 8601 duration of days, hours, minutes and seconds (`P1DT30M`) as milliseconds; null if it is not one. */
export function durationMs(text: string): number | null {
  const m = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (!m || text.endsWith('P') || text.endsWith('T')) return null
  const [, d = '0', h = '0', min = '0', s = '0'] = m
  return Number(d) * DAY + Number(h) * HOUR + Number(min) * MINUTE + Number(s) * SECOND
}

/** The earlier of two moments; null: never. */
export function earlierOf(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a
}

import { MINUTE } from './clock.ts'

/** The form of a fixed offset, `+08:00`. */
const OFFSET = /^([+-])(\d{2}):(\d{2})$/

const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether this names a time zone of the IANA database (`Asia/Shanghai`), or a fixed offset (`+08:00`). */
export function isZone(name: string): boolean {
  try {
    return name !== '' && formatIn(name) !== null
  } catch {
    return false
  }
}

/** Minutes that a zone's clocks are ahead of Greenwich at a moment, summer time included. The zone must be one. */
export function offsetAt(zone: string, at: Date): number {
  const fixed = OFFSET.exec(zone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3]))
  const parts = Object.fromEntries(
    formatIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  return Math.round((wall - Math.floor(at.getTime() / 1000) * 1000) / MINUTE)
}

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

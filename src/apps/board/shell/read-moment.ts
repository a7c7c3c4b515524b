import { DAY, HOUR, MINUTE } from '../../../base/clock.ts'

/** A moment as somebody typed it, by the clock of the browser, as all moments on the board are shown; null: it is none. */
export function readMoment(text: string, now: Date): Date | null {
  const typed = text.normalize('NFKC').trim().toLowerCase()
  if (typed === '' || typed.length > 60) return null
  if (/^(now|现在|此刻)$/.test(typed)) return now
  return readIso(typed) ?? readAgo(typed, now) ?? readDayAndTime(typed, now)
}

/** 2020-07-09T02:00+08:00, 2020-07-09 02:00, 2020-07-09. Without an offset it is by the clock here. */
function readIso(typed: string): Date | null {
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(z|[+-]\d{2}:?\d{2})?$/.exec(typed)
  if (!found) return null
  const [, y, mo, d, h = '0', mi = '0', s = '0', offset] = found
  if (offset === undefined) return local(Number(y), Number(mo), Number(d), { h: Number(h), m: Number(mi) })
  const two = (part: string | undefined) => String(part).padStart(2, '0')
  const zone = offset === 'z' ? 'Z' : offset.replace(/^(...):?/, '$1:')
  const at = new Date(`${y}-${two(mo)}-${two(d)}T${two(h)}:${two(mi)}:${two(s)}${zone}`)
  return Number.isNaN(at.getTime()) ? null : at
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(m|min|mins|minute|minutes|分|分钟)$/, MINUTE],
  [/^(h|hr|hrs|hour|hours|小时|个小时|时)$/, HOUR],
  [/^(d|day|days|天|日)$/, DAY],
]

/** -3h, -90 min, 3 hours ago, 3小时前. */
function readAgo(typed: string, now: Date): Date | null {
  const found =
    /^-\s*(\d{1,4})\s*(\p{L}+)$/u.exec(typed) ?? /^(\d{1,4})\s*(\p{L}+?)\s*(?:ago|前|之前|以前)$/u.exec(typed)
  const unit = UNITS.find(([name]) => name.test(found?.[2] ?? ''))
  return found && unit ? new Date(now.getTime() - Number(found[1]) * unit[1]) : null
}

interface Time {
  h: number
  m: number
}

const DAYS: readonly (readonly [RegExp, number])[] = [
  [/^(today|今天|今日)/, 0],
  [/^(yesterday|昨天|昨日)/, 1],
  [/^(前天)/, 2],
]
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** yesterday 02:00, 昨天2点, 9 Jul 02:00, 7月9日 2点半, 02:00. A day without a year, a time without a day: the last one there was. */
function readDayAndTime(typed: string, now: Date): Date | null {
  for (const [name, ago] of DAYS) {
    const rest = typed.replace(name, '').trim()
    if (rest === typed) continue
    const time = rest === '' ? { h: 0, m: 0 } : readTime(rest)
    return time && local(now.getFullYear(), now.getMonth() + 1, now.getDate() - ago, time)
  }
  const time = readTime(typed)
  if (time) return lastBefore(now, (back) => local(now.getFullYear(), now.getMonth() + 1, now.getDate() - back, time))
  const day = readDay(typed)
  if (!day) return null
  const at = day.rest === '' ? { h: 0, m: 0 } : readTime(day.rest)
  if (!at) return null
  const { year } = day
  if (year !== null) return local(year, day.month, day.day, at)
  return lastBefore(now, (back) => local(now.getFullYear() - back, day.month, day.day, at))
}

/** The first of these that is not after now: this one's, or the one's before. */
function lastBefore(now: Date, make: (back: number) => Date | null): Date | null {
  const first = make(0)
  return first && first <= now ? first : make(1)
}

interface Day {
  year: number | null
  month: number
  day: number
  rest: string
}

function readDay(typed: string): Day | null {
  const zh = /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?\s*(.*)$/.exec(typed)
  if (zh) return dayOf(zh[1], Number(zh[2]), zh[3], zh[4])
  const en = /^(\d{1,2})\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?,?\s*(.*)$/.exec(typed)
  if (en) return dayOf(en[3], monthOf(en[2]), en[1], en[4])
  const us = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?,?(?:\s+(.*))?$/.exec(typed)
  return us && dayOf(us[3], monthOf(us[1]), us[2], us[4])
}

function dayOf(year: string | undefined, month: number, day: string | undefined, rest: string | undefined): Day | null {
  if (month === 0) return null
  return { year: year === undefined ? null : Number(year), month, day: Number(day), rest: (rest ?? '').trim() }
}

const monthOf = (name: string | undefined) => MONTHS.indexOf((name ?? '').slice(0, 3)) + 1

/** 02:00, 2am, 2:30 pm, 2点, 2点半, 凌晨2点, 下午3点20分. */
function readTime(typed: string): Time | null {
  const en = /^(\d{1,2})(?::(\d{2}))?\s*(am|pm)$/.exec(typed)
  if (en) return timeOf((Number(en[1]) % 12) + (en[3] === 'pm' ? 12 : 0), Number(en[2] ?? 0), Number(en[1]) <= 12)
  const plain = /^(\d{1,2}):(\d{2})$/.exec(typed)
  if (plain) return timeOf(Number(plain[1]), Number(plain[2]))
  const zh = /^(凌晨|早上|上午|中午|下午|晚上)?\s*(\d{1,2})(?:[点时](?:(半)|(\d{1,2})分?)?|:(\d{2}))$/.exec(typed)
  if (!zh) return null
  const late = /下午|晚上/.test(zh[1] ?? '') && Number(zh[2]) < 12
  return timeOf(Number(zh[2]) + (late ? 12 : 0), zh[3] ? 30 : Number(zh[4] ?? zh[5] ?? 0))
}

const timeOf = (h: number, m: number, fits = true): Time | null => (fits && h < 24 && m < 60 ? { h, m } : null)

/** Null for a day that there is not, such as 31 June; a day before the first of a month is one of the month before. */
function local(year: number, month: number, day: number, { h, m }: Time): Date | null {
  const at = new Date(year, month - 1, day, h, m)
  if (h > 23 || m > 59 || month > 12 || (day > 0 && at.getDate() !== day)) return null
  return at
}

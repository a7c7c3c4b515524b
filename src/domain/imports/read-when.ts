import { MINUTE } from '../../base/clock.ts'
import { cleanText } from './clean.ts'
import type { CellMark } from './model.ts'

/**
 * When a cell says that something is, before anybody knows in which zone. A `day` is a bare date (or a month or a year, as in
 * Popolo's partial dates): `from` and `to` are `YYYY-MM-DD`, `to` exclusive. A `wall` time is what a clock there shows,
 * `YYYY-MM-DDTHH:MM:SS`, as spreadsheets keep it. An `instant` bore its offset; `wall` is what was written before that. A
 * `fault` is a reason of `reasons.ts`, with the hint that its sentence ends with. `placeWhen` makes instants of the others.
 */
export type When =
  | ({ kind: 'day' } & DaySpan)
  | { kind: 'wall'; at: string }
  | { kind: 'instant'; at: Date; wall: string }
  | { kind: 'fault'; code: WhenFault; hint: string }

/** A span of whole days, `YYYY-MM-DD`, `to` exclusive: Popolo's partial dates `2020` and `2020-07` are spans too. */
export type DaySpan = { from: string; to: string }

/** No date at all, a time without a day, a bare number. */
export type WhenFault = 'BAD_DATE' | 'TIME_ONLY' | 'DATE_IS_NUMBER'

/** Years of which a register can know: a slip of the finger is not taken for a reign. */
const YEARS = { first: 1800, last: 2299 } as const

/** Minutes: no zone was ever farther from Greenwich. */
const FARTHEST_OFFSET = 14 * 60

const DATES = [
  /^(?<y>\d{4})-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?/, //                    2020-07, 2020-7-9
  /^(?<y>\d{4})\/(?<m>\d{1,2})(?:\/(?<d>\d{1,2}))?/, //                  2020/7/9
  /^(?<y>\d{4})\. ?(?<m>\d{1,2})(?:\. ?(?<d>\d{1,2})\.?)?/, //           2020.7.9
  /^(?<y>\d{4}) ?年(?: ?(?<m>\d{1,2}) ?月份?(?: ?(?<d>\d{1,2}) ?[日号]?)?)?/, // 2020年7月9日
  /^(?<y>(?:19|20)\d{2})(?<m>\d{2})(?<d>\d{2})(?!\d)/, //                20200709
  /^(?<d>\d{1,2})\. ?(?<m>\d{1,2})\. ?(?<y>\d{4})(?!\d)/, //             9.7.2020: where points are written, the day is first
  /^(?<d>\d{1,2})[- ](?<w>[a-z]{3,9})\.?,?[- ](?<y>\d{4})(?!\d)/i, //    9 July 2020, 09-Jul-2020
  /^(?<w>[a-z]{3,9})\.? (?<d>\d{1,2}),? (?<y>\d{4})(?!\d)/i, //          July 9, 2020
  /^(?<y>\d{4})(?!\d)/, //                                               2020
]
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const WEEKDAY = /[,(（]? ?(?:星期|周|礼拜)[一二三四五六日天] ?[)）]?/
const HALF = '(?<half>上午|早上|早晨|凌晨|中午|下午|晚上|晚|am|pm|a\\.m\\.|p\\.m\\.)'
const CLOCK =
  '(?<h>\\d{1,2})(?::(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.,]\\d+)?)?|[时点](?:(?<minZh>\\d{1,2})分?|(?<halfPast>半)|整)?(?:(?<sZh>\\d{1,2})秒)?)'
const OFFSET = '(?<zone>z|(?:utc|gmt)?[+-]\\d{1,2}(?::?\\d{2})?|utc|gmt)'
/** What may follow a date, or stand in a cell without one. */
const TIME = new RegExp(`^(?:${HALF} ?)?${CLOCK}(?: ?${HALF.replace('half', 'halfAfter')})?(?: ?${OFFSET})?$`, 'i')

/**
 * A date, a time on a day, or an instant, as people and spreadsheets write them. `09/07/2020` is refused: it is July here and
 * September there, and no file says which. So is a number in a workbook's cell that is not formatted as a date (`mark`):
 * 2020.10 and 2020.1 are one number there. A year or an eight-digit day stays what it says, as a number too.
 */
export function readWhen(text: string, mark?: CellMark): When {
  const word = cleanText(text.normalize('NFKC')).replace(WEEKDAY, ' ').trim()
  if (isBareNumber(word, mark)) return { kind: 'fault', code: 'DATE_IS_NUMBER', hint: dayByCount(Number(word)) }
  for (const form of DATES) {
    const found = form.exec(word)
    if (!found?.groups) continue
    const rest = word.slice(found[0].length)
    const time = rest === '' ? null : clockOf(rest.replace(/^(?:[T ]|, ?)/i, ''))
    // Digits that run on are neither a day nor a time.
    if (rest !== '' && (time === null || /^\d\d$/.test(found[0].slice(-1) + rest.slice(0, 1)))) continue
    return whenOf(found.groups, time)
  }
  return { kind: 'fault', code: TIME.test(word) ? 'TIME_ONLY' : 'BAD_DATE', hint: '' }
}

/** The days that a cell names: of a time, the day that it is on. Null when it names none. */
export function readDate(text: string, mark?: CellMark): DaySpan | null {
  const when = readWhen(text, mark)
  if (when.kind === 'day') return { from: when.from, to: when.to }
  return when.kind === 'fault' ? null : readDate((when.kind === 'wall' ? when.at : when.wall).slice(0, 10))
}

/** A count of days without its format, or a month that has lost its zero: 2020.1 may have been 2020.10. */
function isBareNumber(word: string, mark: CellMark | undefined): boolean {
  if (/^\d{4}\.1$/.test(word)) return true
  if (mark !== 'number' && mark !== 'rounded') return /^\d{5}(\.\d+)?$/.test(word)
  return !/^(?:\d{4}|(?:19|20)\d{6})$/.test(word)
}

/** What a spreadsheet that counts from 1900 would show for a number of days; '' when it would be no likely day. */
function dayByCount(count: number): string {
  if (!(count > 20_000 && count < 80_000)) return ''
  return `; counted in days it would be ${isoDay(1899, 11, 30 + Math.floor(count))}`
}

type Clock = { h: number; min: number; s: number; offset: number | null }

function clockOf(text: string): Clock | null {
  const parts = TIME.exec(text)?.groups
  if (!parts) return null
  const half = (parts.half ?? parts.halfAfter ?? '').toLowerCase()
  const min = parts.halfPast ? 30 : Number(parts.min ?? parts.minZh ?? 0)
  let h = Number(parts.h)
  if (/^(?:下午|晚上|晚|p)/.test(half) && h < 12) h += 12
  else if (/^中午/.test(half) && h < 3) h += 12
  else if (/^(?:a|凌晨)/.test(half) && h === 12) h = 0
  const s = Number(parts.s ?? parts.sZh ?? 0)
  if (h > 24 || min > 59 || s > 59 || (h === 24 && min + s > 0)) return null
  return { h, min, s, offset: parts.zone === undefined ? null : offsetOf(parts.zone) }
}

/** Minutes east of Greenwich. */
function offsetOf(zone: string): number {
  const parts = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone)
  if (!parts) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0))
}

function whenOf(parts: Record<string, string | undefined>, time: Clock | null): When {
  const bad: When = { kind: 'fault', code: 'BAD_DATE', hint: '' }
  const y = Number(parts.y)
  const m = parts.w === undefined ? numberIn(parts.m) : monthOf(parts.w)
  const d = numberIn(parts.d)
  if (y < YEARS.first || y > YEARS.last) return bad
  if (time && (m === null || d === null)) return bad
  if (m === null) return { kind: 'day', from: isoDay(y, 0, 1), to: isoDay(y + 1, 0, 1) }
  if (m < 1 || m > 12) return bad
  if (d === null) return { kind: 'day', from: isoDay(y, m - 1, 1), to: isoDay(y, m, 1) }
  // 31 June would become 1 July
  if (d < 1 || new Date(Date.UTC(y, m - 1, d)).getUTCDate() !== d) return bad
  if (!time) return { kind: 'day', from: isoDay(y, m - 1, d), to: isoDay(y, m - 1, d + 1) }
  const shown = Date.UTC(y, m - 1, d, time.h, time.min, time.s)
  const wall = new Date(shown).toISOString().slice(0, 19)
  if (time.offset === null) return { kind: 'wall', at: wall }
  if (Math.abs(time.offset) > FARTHEST_OFFSET) return bad
  return { kind: 'instant', at: new Date(shown - time.offset * MINUTE), wall }
}

function numberIn(part: string | undefined): number | null {
  return part === undefined ? null : Number(part)
}

/** 1 to 12; 0, which is no month, for a word that is none. */
function monthOf(word: string): number {
  return MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1
}

function isoDay(y: number, monthIndex: number, d: number): string {
  return new Date(Date.UTC(y, monthIndex, d)).toISOString().slice(0, 10)
}

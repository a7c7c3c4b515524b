import type { CellMark } from '../model.ts'

/**
 * What a number format makes of a number: a date (which parts of it are shown), digits padded with zeros, or the number as it
 * is. Currencies, percentages and thousands are not followed: it is the number that is imported.
 */
export type Format = { kind: 'plain' } | { kind: 'padded'; digits: number } | { kind: 'date'; shows: Shows }

/** The largest part that is left unsaid: a format of a year and a month means the month. */
type Shows = { day: 'day' | 'month' | 'year' | 'none'; time: boolean }

const PLAIN: Format = { kind: 'plain' }
const day = (shown: Shows['day'], time = false): Format => ({ kind: 'date', shows: { day: shown, time } })

/** Formats that have a number and no code of their own (ECMA-376 §18.8.30, with those of Chinese, Japanese and Korean). */
const BUILT_IN: Record<number, Format> = {
  // 27, 36, 52 and 57 show a month in China and a day in Japan: the day is in the cell.
  ...Object.fromEntries([14, 15, 16, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, day('day')])),
  ...Object.fromEntries([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, day('none', true)])),
  17: day('month'),
  22: day('day', true),
}

export function formatOf(id: number, code: string | undefined): Format {
  return code === undefined ? (BUILT_IN[id] ?? PLAIN) : ofCode(code)
}

function ofCode(code: string): Format {
  // The first section is that of positive numbers; what is quoted, escaped or bracketed is shown as it stands.
  const first = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0] ?? ''
  const isElapsed = /\[(h+|m+|s+)\]/i.test(first)
  const letters = first
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general|am\/pm|a\/p|上午\/下午/gi, '')
    .toLowerCase()
  if (/^[0\-\s().+/]*0[0\-\s().+/]*$/.test(letters) && !letters.includes('.')) {
    const digits = letters.replace(/[^0]/g, '').length
    return digits > 1 ? { kind: 'padded', digits } : PLAIN
  }
  if (/[0#?@]/.test(letters.replace(/[.,]0+/g, ''))) return PLAIN
  const time = isElapsed || /[hs]/.test(letters)
  const hasYear = /[yeg]/.test(letters)
  const hasDay = /d/.test(letters)
  // Beside an hour or a second, m is minutes, unless there is a day or a year too.
  const hasMonth = /m/.test(letters) && (hasYear || hasDay || !time)
  if (hasDay || (hasMonth && !hasYear)) return day('day', time)
  if (hasMonth) return day('month', time)
  if (hasYear) return day('year', time)
  return time ? day('none', true) : PLAIN
}

/** The last day that a spreadsheet can show: 31 December 9999. */
const LAST_DAY = 2_958_465
/** Digits that a spreadsheet keeps of a number. */
const DIGITS = 15

/** A number as its cell shows it, with what is to be said of it. `raw`: as it stands in the file. */
export function numberText(raw: string, format: Format, dayZero: number): { text: string; mark?: CellMark } {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw }
  if (format.kind === 'date' && value >= 0 && value + dayZero <= LAST_DAY) {
    return { text: dateText(value + dayZero, format.shows, dayZero === 0 && value < 60) }
  }
  if (!Number.isInteger(value)) return { text: /e/i.test(raw) ? String(value) : raw.trim(), mark: 'number' }
  if (Math.abs(value) >= 10 ** DIGITS) return { text: raw.trim(), mark: 'rounded' }
  const text = String(value)
  const digits = text.replace('-', '')
  if (format.kind === 'padded' && value >= 0) {
    // Shown with its zeros it is what was typed: nothing of it is lost.
    const padded = digits.padStart(format.digits, '0')
    return padded === digits ? { text, mark: 'number' } : { text: padded }
  }
  return { text, mark: 'number' }
}

/**
 * A count of days as a date: wall time, since a spreadsheet knows of no zone. Before March 1900 the count is off by one, for it
 * has a 29 February 1900 (ECMA-376 §18.17.4.1).
 */
function dateText(days: number, shows: Shows, isBeforeMarch1900: boolean): string {
  const seconds = Math.round(days * 86_400)
  const at = new Date((seconds - (isBeforeMarch1900 ? 25_568 : 25_569) * 86_400) * 1000).toISOString()
  const [date, time] = [at.slice(0, 10), at.slice(11, 19)]
  // A time without a day: none was counted, whatever the format shows.
  if (seconds < 86_400 && (shows.day === 'none' || shows.time)) return time
  if (shows.day === 'none') return `${date} ${time}`
  if (shows.time || seconds % 86_400 !== 0) return `${date} ${time}`
  return shows.day === 'day' ? date : date.slice(0, shows.day === 'month' ? 7 : 4)
}

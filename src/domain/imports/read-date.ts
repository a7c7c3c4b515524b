import { cleanText } from './clean.ts'

/** A span of whole days, `YYYY-MM-DD`, `to` exclusive: Popolo's partial dates `2020` and `2020-07` are spans too. */
export type DaySpan = { from: string; to: string }

const FORMS = [
  /^(?<y>\d{4})(?:[-/.](?<m>\d{1,2})(?:[-/.](?<d>\d{1,2}))?)?$/, //        2020, 2020-07, 2020/7/9, 2020.7.9
  /^(?<y>\d{4}) ?年(?: ?(?<m>\d{1,2}) ?月(?: ?(?<d>\d{1,2}) ?[日号])?)?$/, // 2020年7月9日
  /^(?<y>(?:19|20)\d{2})(?<m>\d{2})(?<d>\d{2})$/, //                       20200709
  /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})[T ]00:00(?::00(?:\.0+)?)?Z?$/, //  a day as spreadsheets export it
]

/**
 * A date as people write it, or null when it is none. `09/07/2020` is refused: it is July here and September there,
 * and no file says which.
 */
export function readDate(text: string): DaySpan | null {
  const word = cleanText(text.normalize('NFKC'))
  for (const form of FORMS) {
    const parts = form.exec(word)?.groups
    if (parts) return spanOf(Number(parts.y), numberIn(parts.m), numberIn(parts.d))
  }
  return null
}

function numberIn(part: string | undefined): number | null {
  return part === undefined ? null : Number(part)
}

function spanOf(y: number, m: number | null, d: number | null): DaySpan | null {
  if (m === null) return { from: day(y, 0, 1), to: day(y + 1, 0, 1) }
  if (m < 1 || m > 12) return null
  if (d === null) return { from: day(y, m - 1, 1), to: day(y, m, 1) }
  // 31 June would become 1 July
  if (new Date(Date.UTC(y, m - 1, d)).getUTCDate() !== d || d < 1) return null
  return { from: day(y, m - 1, d), to: day(y, m - 1, d + 1) }
}

function day(y: number, monthIndex: number, d: number): string {
  const at = new Date(0)
  at.setUTCFullYear(y, monthIndex, d)
  return at.toISOString().slice(0, 10)
}

/** A moment, or a whole day of which `edge` is wanted; clock times without an offset are in `zone` (`+08:00`). */
export function readInstant(text: string, edge: 'start' | 'end', zone: string): Date | null {
  const span = readDate(text)
  if (span) return new Date(`${edge === 'start' ? span.from : span.to}T00:00:00${zone}`)
  const m = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
    cleanText(text.normalize('NFKC')),
  )
  if (!m) return null
  const [, y, mo, d, hm = '', s = ':00', offset = zone] = m
  const whole = readDate(`${y}-${mo}-${d}`)
  if (!whole) return null
  const colon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
  const at = new Date(`${whole.from}T${hm.padStart(5, '0')}${s}${colon}`)
  return Number.isNaN(at.getTime()) ? null : at
}

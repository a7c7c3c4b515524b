import { cleanText } from './clean.ts'
import type { GridRow } from './model.ts'

/** Where a table's headers stand among its rows, and what each column is called. */
export interface HeaderRows {
  /** The places of the first and the last row of headers; `last` is one before `first` where there are none. */
  first: number
  last: number
  headers: string[]
}

/** Rows among which headers are looked for: above them are titles only. */
const LOOKED_AT = 20

/**
 * Finds the headers: below titles and "drawn up by" lines, which fill few cells, and over two rows where the upper one says
 * what several columns have in common. `asked`: the lines that somebody says they are on (`3`, `3-4`; `0`: there are none).
 * Null when no row has anything in it, or none is on the lines asked for.
 */
export function findHeaders(rows: readonly GridRow[], asked?: string): HeaderRows | null {
  if (asked !== undefined) return headersOn(rows, asked)
  const first = headerIndex(rows.slice(0, LOOKED_AT).map((row) => row.cells))
  if (first < 0) return null
  const [upper, lower] = [rows[first], rows[first + 1]]
  const isDouble = upper && lower && isLowerHalf(upper.cells, lower.cells)
  return named(rows, first, isDouble ? first + 1 : first)
}

function headersOn(rows: readonly GridRow[], asked: string): HeaderRows | null {
  const [from = 0, to = from] = asked.split('-').map(Number)
  if (from === 0) return named(rows, 0, -1)
  const first = rows.findIndex((row) => row.line >= from && row.line <= to)
  const last = rows.findLastIndex((row) => row.line >= from && row.line <= to)
  return first < 0 ? null : named(rows, first, last)
}

/** Headers are the first row at least half as full as any; one cell alone is a title, unless there is one column only. */
function headerIndex(rows: string[][]): number {
  const filled = rows.map((cells) => new Set(cells.map(cleanText).filter(Boolean)).size)
  const most = Math.max(0, ...filled)
  return filled.findIndex((count) => count > 0 && count * 2 >= most && (count > 1 || most < 2))
}

/**
 * Whether a row goes on with the headers above it: it says something only under a header that stands over several columns (the
 * cells beside it are empty or say the same, as merged ones do), at least twice, and nothing that looks like data.
 */
function isLowerHalf(upper: readonly string[], lower: readonly string[]): boolean {
  const width = Math.max(upper.length, lower.length)
  const at = (cells: readonly string[], i: number) => cleanText(cells[i] ?? '')
  let parts = 0
  for (let i = 0; i < width; i++) {
    const [above, below] = [at(upper, i), at(lower, i)]
    if (below === '' || below === above) continue
    const isShared =
      above === '' ? i > 0 : [at(upper, i - 1), at(upper, i + 1)].includes(above) || at(upper, i + 1) === ''
    if (!isShared || /^#|[\d@]/.test(below)) return false
    parts++
  }
  return parts >= 2
}

function named(rows: readonly GridRow[], first: number, last: number): HeaderRows {
  const own = rows.slice(first, last + 1).map((row) => row.cells)
  const width = own.length > 0 ? Math.max(...own.map((cells) => cells.length)) : widest(rows)
  const headings = own.map((cells, i) => (i < own.length - 1 ? spread(cells, width) : cells))
  const parts = Array.from({ length: width }, (_, i) => [
    ...new Set(headings.map((cells) => cleanText(cells[i] ?? '')).filter(Boolean)),
  ])
  // The lowest says most; where two columns share it, what stands above tells them apart.
  const lowest = parts.map((words) => words.at(-1) ?? '')
  const names = parts.map((words, i) => {
    const word = lowest[i] as string
    return lowest.indexOf(word) === lowest.lastIndexOf(word) ? word : words.join(' ')
  })
  const end = names.findLastIndex(Boolean)
  const seen = new Map<string, number>()
  const headers = names.slice(0, headings.length > 0 ? end + 1 : width).map((name, i) => {
    const header = name || `column ${i + 1}`
    const count = (seen.get(header) ?? 0) + 1
    seen.set(header, count)
    return count === 1 ? header : `${header} (${count})`
  })
  return { first, last, headers }
}

/** What stands over several columns stands over each of them; so it is in every row of headers but the last. */
function spread(cells: readonly string[], width: number): string[] {
  let before = ''
  return Array.from({ length: width }, (_, i) => {
    before = cleanText(cells[i] ?? '') || before
    return before
  })
}

function widest(rows: readonly GridRow[]): number {
  return rows.reduce((most, row) => Math.max(most, row.cells.length), 0)
}

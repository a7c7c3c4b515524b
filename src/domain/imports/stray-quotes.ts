import { parse } from 'csv-parse/sync'
import { MusterError } from '../../base/errors.ts'
import { BOUNDS, tooLarge } from './bounds.ts'
import type { Grid, GridRow } from './model.ts'
import { type Problem, problem } from './reasons.ts'

/**
 * The rows whose quoted cells hold whole rows: the lines that such a row lies on would each be a row of the usual number of
 * cells. The first line of a note of several lines is not, since its row goes on below. Tables of two columns are left alone:
 * one comma a line is prose.
 */
export function swallowing(text: string, rows: readonly GridRow[], separator: string, usual: number): GridRow[] {
  const broken = usual < 3 ? [] : rows.filter((row) => row.cells.some((cell) => LINE_END.test(cell)))
  if (broken.length === 0) return []
  const lines = text.split(LINE_END)
  return broken.filter((row) => {
    const own = lines.slice(row.line - 1, row.line + breaks(row)).filter((line) => line.trim() !== '')
    const whole = own.map((line) => cellsOf(line, separator).cells.length === usual)
    return whole.length > 1 && whole[0] && whole.at(-1) && whole.filter(Boolean).length * 5 >= whole.length * 4
  })
}

const LINE_END = /\r\n|\n|\r/

interface Swallowing {
  text: string
  rows: GridRow[]
  swallowed: readonly GridRow[]
  unclosed: number | null
}

/**
 * Reads the lines again that a stray quote has swallowed, each for itself, and notes those that bear an odd quote. A line that
 * then has not as many cells as the others is refused. @throws MusterError IMPORT_UNREADABLE in a table of less than three
 * columns, where rows and lines of a cell cannot be told apart
 */
export function recoverRows(
  { text, rows, swallowed, unclosed }: Swallowing,
  separator: string,
  { usual, name }: { usual: number; name: string },
): Pick<Grid, 'rows' | 'problems' | 'notes'> {
  const lines = text.split(LINE_END)
  if (usual < 3) {
    // What looks like a quote may be one very long line.
    const long = lines.findIndex((line) => line.length > BOUNDS.lineChars)
    if (long >= 0) throw tooLarge(name, 'lineChars', long + 1)
    throw new MusterError('IMPORT_UNREADABLE', {
      file: name,
      reason: `the quote on line ${unclosed ?? 1} is not closed`,
    })
  }
  const lost = new Set(swallowed)
  const spans = swallowed.map((row): [number, number] => [row.line, row.line + breaks(row)])
  if (unclosed !== null) spans.push([unclosed, lines.length])
  const problems: Problem[] = []
  const notes: Problem[] = []
  const again: GridRow[] = []
  for (const [from, to] of spans) {
    for (let line = from; line <= to; line++) {
      const raw = lines[line - 1] ?? ''
      if (raw.trim() === '') continue
      if (raw.length > BOUNDS.lineChars) throw tooLarge(name, 'lineChars', line)
      const { cells, stray } = cellsOf(raw, separator)
      if (stray && cells.length !== usual) problems.push(problem('STRAY_QUOTE_REFUSED', line, { value: raw }))
      else again.push({ line, cells })
      if (rows.length + again.length > BOUNDS.rows) throw tooLarge(name, 'rows')
      if (stray && cells.length === usual) notes.push(problem('STRAY_QUOTE', line, { value: raw }))
    }
  }
  const kept = rows
    .filter((row) => !lost.has(row) && !(unclosed !== null && row.line >= unclosed))
    .map((row) => {
      // The other end of what swallowed rows may stand here as if it were a part of its cell.
      if (!row.cells.some(isOdd)) return row
      notes.push(problem('STRAY_QUOTE', row.line, { value: row.cells.join(separator) }))
      return { ...row, cells: row.cells.map((cell) => (isOdd(cell) ? cell.replaceAll('"', '') : cell)) }
    })
  return {
    rows: [...kept, ...again].sort((a, b) => a.line - b.line),
    problems,
    notes: notes.sort((a, b) => a.line - b.line),
  }
}

/** The cells of one line; with an odd quote, as if quotes meant nothing, and without that one. */
function cellsOf(raw: string, separator: string): { cells: string[]; stray: boolean } {
  if (!raw.includes('"')) return { cells: raw.split(separator), stray: false }
  try {
    const [cells] = parse(raw, { delimiter: separator, relax_column_count: true }) as string[][]
    if (cells) return { cells, stray: false }
  } catch {
    // it bears an odd quote
  }
  return { cells: raw.split(separator).map((cell) => cell.replaceAll('"', '')), stray: true }
}

function isOdd(cell: string): boolean {
  return cell.split('"').length % 2 === 0
}

function breaks(row: GridRow): number {
  return row.cells.reduce((sum, cell) => sum + cell.split(LINE_END).length - 1, 0)
}

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
  const spans = broken.map((row) => ({ row, from: row.line, to: lastLine(row), fits: [] as boolean[] }))
  for (const { raw, span } of linesWithin(text, spans)) {
    if (raw.trim() !== '') span.fits.push(cellsOf(raw, separator).cells.length === usual)
  }
  const holdsRows = (fits: boolean[]) =>
    fits.length > 1 && fits[0] && fits.at(-1) && fits.filter(Boolean).length * 5 >= fits.length * 4
  return spans.filter(({ fits }) => holdsRows(fits)).map(({ row }) => row)
}

const LINE_END = /\r\n|\n|\r/

interface Span {
  from: number
  to: number
}

/** The lines that lie within these spans, which come in order, one by one: all lines of a file may be too many to be held. */
function* linesWithin<S extends Span>(
  text: string,
  spans: readonly S[],
): Generator<{ line: number; raw: string; span: S }> {
  const end = new RegExp(LINE_END, 'g')
  let i = 0
  let start = 0
  for (let line = 1; i < spans.length; line++) {
    const found = end.exec(text)
    const span = spans[i] as S
    if (line >= span.from) yield { line, raw: text.slice(start, found?.index), span }
    if (line >= span.to) i++
    if (!found) return
    start = end.lastIndex
  }
}

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
  const spans: Span[] = swallowed.map((row) => ({ from: row.line, to: lastLine(row) }))
  if (unclosed !== null) spans.push({ from: unclosed, to: Number.POSITIVE_INFINITY })
  const lost = new Set(swallowed)
  const problems: Problem[] = []
  const notes: Problem[] = []
  const again: GridRow[] = []
  for (const { line, raw } of linesWithin(text, spans)) {
    // What looks like a quote that nothing closes may be one very long line.
    if (raw.length > BOUNDS.lineChars) throw tooLarge(name, 'lineChars', { line })
    if (usual < 3 || raw.trim() === '') continue
    const { cells, stray } = cellsOf(raw, separator)
    if (stray && cells.length !== usual) problems.push(problem('STRAY_QUOTE_REFUSED', line, { value: raw }))
    else again.push({ line, cells })
    if (stray && cells.length === usual) notes.push(problem('STRAY_QUOTE', line, { value: raw }))
    if (rows.length + again.length + problems.length > BOUNDS.rows) throw tooLarge(name, 'rows')
  }
  if (usual < 3) {
    const reason = `the quote on line ${unclosed ?? 1} is not closed`
    throw new MusterError('IMPORT_UNREADABLE', { file: name, reason })
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
    const [cells] = isOdd(raw) ? [] : (parse(raw, { delimiter: separator, relax_column_count: true }) as string[][])
    if (cells) return { cells, stray: false }
  } catch {
    // it bears an odd quote
  }
  return { cells: raw.split(separator).map((cell) => cell.replaceAll('"', '')), stray: true }
}

function isOdd(cell: string): boolean {
  return cell.split('"').length % 2 === 0
}

/** The line on which a row ends, whose cells may hold line ends of their own. */
function lastLine(row: GridRow): number {
  return row.cells.reduce((line, cell) => line + cell.split(LINE_END).length - 1, row.line)
}

import { MusterError } from '../../base/errors.ts'
import { BOUNDS, tooLarge } from './bounds.ts'
import { columnLetters, unreadableAt } from './cell-places.ts'
import { cleanText, isBadText, isBlank, unguarded } from './clean.ts'
import { openDittos } from './ditto.ts'
import { findHeaders } from './headers.ts'
import { leftOut } from './left-out.ts'
import type { CellMark, Grid, GridRow, Table, TableOptions, TableRow } from './model.ts'
import { readCsvGrid } from './read-csv.ts'
import { readGeojsonTable } from './read-geojson.ts'
import { type Problem, problem } from './reasons.ts'
import { foreignFormat } from './signatures.ts'
import { onceEncoded } from './twice-encoded.ts'
import { readXlsxGrid } from './xlsx/read-xlsx.ts'

/**
 * Reads CSV, XLSX or GeoJSON as one table.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_FORMAT, IMPORT_TOO_LARGE, IMPORT_ENCODING_UNSURE, IMPORT_SHEET_UNKNOWN,
 *   IMPORT_EMPTY, IMPORT_NOT_WGS84
 */
export async function readTable(bytes: Uint8Array, options: TableOptions): Promise<Table> {
  const { name, headerRows } = options
  const format = foreignFormat(bytes)
  if (format !== null) throw new MusterError('IMPORT_FORMAT', { file: name, format })
  const first = bytes.find((byte) => byte > 0x20 && byte < 0x80)
  if (/\.(geo)?json$/i.test(name) || first === BRACE) return readGeojsonTable(bytes, name, options.encoding)
  // A workbook is a zip archive, whatever its name says.
  return tableOf(isZip(bytes) ? await readXlsxGrid(bytes, options) : readCsvGrid(bytes, options), name, headerRows)
}

const BRACE = 0x7b

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

/**
 * Finds the headers under titles, the HXL tags under the headers, and makes rows of the rest; totals and notes are left out, and
 * ditto marks are read as the cell above.
 */
export function tableOf(grid: Grid, name: string, headerRows?: string): Table {
  const { rows: given, problems: before = [], notes: said = [], ...origin } = grid
  const { rows: all, notes: mended } = mendEncodings(given)
  for (const row of all) unguardCells(row.cells)
  const found = findHeaders(all, headerRows)
  if (!found) throw new MusterError('IMPORT_EMPTY', { file: name })
  const { first, last, headers } = found
  refuseBadHeaders(all.slice(0, last + 1), name, origin.sheet)
  if (headers.length > BOUNDS.columns) throw tooLarge(name, 'columns', { sheet: origin.sheet, line: all[first]?.line })
  const below = all[last + 1]
  const tagged = below !== undefined && isTagRow(below.cells)
  const tags: Record<string, string> = {}
  if (tagged) {
    for (const [i, header] of headers.entries()) if (below.cells[i]) tags[header] = cleanText(below.cells[i])
  }
  const rows: TableRow[] = []
  const problems: Problem[] = [...before]
  // Merged headers are read as one by their rule.
  const headLine = all[last]?.line ?? 0
  const notes = [...said, ...mended].filter((note) => note.code !== 'MERGE_FILLED' || note.line > headLine)
  const shareMarks = marksOf(headers)
  const dittos = openDittos(headers)
  for (const row of all.slice(last + (tagged ? 2 : 1))) {
    if (row.cells.every((cell) => cleanText(cell) === '') && row.marks === undefined) continue
    const why = row.cells.some(isBadText) ? null : leftOut(row.cells, headers)
    const fault = why === null ? faultIn(row, headers) : null
    if (why !== null) notes.push(problem(why, row.line, { value: row.cells.map(cleanText).filter(Boolean).join(' ') }))
    else if (fault) problems.push(fault)
    else {
      const filled = dittos.filled(row.line, row.cells)
      const cells: Record<string, string> = {}
      for (let i = 0; i < headers.length; i++) cells[headers[i] as string] = filled[i] ?? ''
      const { remark } = row
      rows.push({ line: row.line, cells, ...shareMarks(row.marks), ...(remark ? { remark } : {}) })
    }
  }
  notes.push(...dittos.notes())
  const [top, bottom] = [all[first]?.line, all[last]?.line]
  const lines: [number, number] | null = top === undefined || bottom === undefined ? null : [top, bottom]
  return { headers, tags, rows, problems, ...(notes.length > 0 ? { notes } : {}), ...origin, headerRows: lines }
}

/** In their place, of which few are guarded. Where each cell of a row begins with an apostrophe, no name begins with it. */
function unguardCells(cells: string[]): void {
  const filled = cells.filter(Boolean)
  const isWhole = filled.length > 1 && filled.every((cell) => cell.startsWith("'") && cell !== "''")
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? ''
    const bare = isWhole ? cell.slice(1) : unguarded(cell)
    if (bare !== cell) cells[i] = bare
  }
}

/** Titles and headers: a column is named by what stands here, and that has to be a text. */
function refuseBadHeaders(rows: readonly GridRow[], file: string, sheet: string | undefined): void {
  const row = rows.find((each) => each.cells.some(isBadText))
  if (row === undefined) return
  const where = { sheet, line: row.line, column: row.cells.findIndex(isBadText) }
  throw unreadableAt(file, where, 'it holds a character that no text may have, such as NUL')
}

/** Rows with what was encoded twice made whole, and a note for each cell of them. */
function mendEncodings(rows: readonly GridRow[]): { rows: readonly GridRow[]; notes: Problem[] } {
  const notes: Problem[] = []
  const mended = rows.map((row) => {
    if (row.cells.every((cell) => onceEncoded(cell) === null)) return row
    const cells = row.cells.map((cell, i) => {
      const kept = onceEncoded(cell)
      if (kept !== null) notes.push(problem('TWICE_ENCODED', row.line, { column: columnLetters(i), value: cell, kept }))
      return kept ?? cell
    })
    return { ...row, cells }
  })
  return { rows: notes.length > 0 ? mended : rows, notes }
}

/** Why a row cannot be taken, whatever it is about; null if it can. */
function faultIn({ line, cells }: GridRow, headers: readonly string[]): Problem | null {
  // A separator that was not quoted moves every later cell under the wrong header: better not taken at all.
  if (cells.length > headers.length && cells.slice(headers.length).some((cell) => !isBlank(cell))) {
    return problem('RAGGED', line, { value: cells.length, columns: headers.length })
  }
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as string
    if (isBadText(cell))
      return problem('BAD_CHARACTER', line, {
        column: headers[i] ?? '',
        value: cell.toWellFormed().replaceAll('\0', '␀'),
      })
    if (cell.length > BOUNDS.cellChars)
      return problem('CELL_TOO_LONG', line, { column: headers[i] ?? '', value: cell.length, limit: BOUNDS.cellChars })
  }
  return null
}

/** Marks by header; rows whose marks are one object share one again. */
function marksOf(headers: readonly string[]) {
  const known = new Map<object, { marks: Record<string, CellMark> }>()
  return (marks: GridRow['marks']): { marks?: Record<string, CellMark> } => {
    if (marks === undefined) return {}
    const shared = known.get(marks)
    if (shared) return shared
    const made = {
      marks: Object.fromEntries(Object.entries(marks).map(([i, mark]) => [headers[Number(i)] ?? '', mark])),
    }
    known.set(marks, made)
    return made
  }
}

/** HXL 1.1: a hashtag and attributes in each cell that is not empty. */
function isTagRow(cells: string[]): boolean {
  const filled = cells.map(cleanText).filter(Boolean)
  return filled.length > 0 && filled.every((cell) => /^#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*$/i.test(cell))
}

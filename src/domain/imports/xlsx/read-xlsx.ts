import { MusterError } from '../../../base/errors.ts'
import { columnLetters } from '../cell-places.ts'
import { isBadText } from '../clean.ts'
import { findHeaders } from '../headers.ts'
import type { Grid, GridRow, TableOptions } from '../model.ts'
import { type Problem, problem } from '../reasons.ts'
import { fillMerges } from './fill-merges.ts'
import { openPackage, type Package, unreadable } from './open-package.ts'
import { readComments } from './read-comments.ts'
import { readSheet, type SheetCells } from './read-sheet.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readWorkbook, type Sheet } from './workbook.ts'

/**
 * Reads one sheet of a workbook as it is seen: the one named, else the first that is not hidden and holds a table (a sheet of
 * notes has one column). Merged cells are filled; what is hidden or struck through is left out, and said so; what is read though nobody
 * sees it, in the colour of its background, is noted; and other sheets with rows are named.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_SHEET_UNKNOWN, IMPORT_TOO_LARGE, IMPORT_FORMAT
 */
export async function readXlsxGrid(bytes: Uint8Array, options: TableOptions): Promise<Grid> {
  const { name } = options
  const pack = await openPackage(bytes, name)
  refuseOthers(pack, name)
  try {
    const book = await readWorkbook(pack)
    if (book.sheets.some((sheet) => isBadText(sheet.name))) {
      throw new MusterError('IMPORT_UNREADABLE', { file: name, reason: 'the name of a sheet holds NUL' })
    }
    const shared = await readSharedStrings(pack, book.sharedStrings, name)
    const readCells = (sheet: Sheet, keep?: number) =>
      readSheet(pack.read(sheet.part), book, shared, {
        ...{ file: name, sheet: sheet.name },
        ...(keep === undefined ? {} : { keep }),
      })
    let first: { sheet: Sheet; cells: SheetCells } | null = null
    for (const sheet of candidates(book.sheets, options)) {
      const cells = await readCells(sheet)
      const isMeant = options.sheet !== undefined || isTable(cells)
      if (isMeant || first === null) first = { sheet, cells }
      if (isMeant) break
    }
    if (first) {
      const remarks = await readComments(pack, first.sheet.part)
      for (const row of first.cells.rows) {
        const remark = remarks.get(row.line)
        if (remark) row.remark = remark
      }
      const grid = gridOf(first.cells, first.sheet, book.sheets, name)
      return { ...grid, notes: [...(grid.notes ?? []), ...(await notesOnOthers(grid, book.sheets, readCells))] }
    }
  } catch (error) {
    throw unreadable(name, error)
  }
  throw new MusterError('IMPORT_EMPTY', { file: name })
}

function gridOf(cells: SheetCells, sheet: Sheet, sheets: readonly Sheet[], file: string): Grid {
  return {
    rows: cells.rows,
    encoding: 'xlsx',
    sheets: sheets.map((each) => each.name),
    hiddenSheets: sheets.filter((each) => each.hidden).map((each) => each.name),
    sheet: sheet.name,
    notes: [...fillMerges(cells.rows, cells.merges, { file, sheet: sheet.name }), ...notesOn(cells, sheet)],
  }
}

/** The sheets that may be meant, in the order in which they are tried. */
function candidates(sheets: readonly Sheet[], options: TableOptions): Sheet[] {
  if (options.sheet === undefined) {
    const seen = sheets.filter((sheet) => !sheet.hidden)
    if (seen.length > 0) return seen
    throw new MusterError('IMPORT_EMPTY', { file: options.name })
  }
  const asked = sheets.find((sheet) => sheet.name === options.sheet)
  if (asked) return [asked]
  const known = sheets.map((sheet) => sheet.name).join(', ')
  throw new MusterError('IMPORT_SHEET_UNKNOWN', { file: options.name, sheet: options.sheet, known })
}

/** Whether two rows hold something in more than one column. */
function isTable({ rows }: SheetCells): boolean {
  return rows.filter((row) => row.cells.filter(Boolean).length > 1).length > 1
}

/**
 * Names each further sheet that is seen and has rows: a list may have a sheet for each branch, and one of them alone would look like
 * all of it. A sheet with the headers of the one that is read is most likely more of the same.
 */
async function notesOnOthers(
  read: Grid,
  sheets: readonly Sheet[],
  readCells: (sheet: Sheet, keep: number) => Promise<SheetCells>,
): Promise<Problem[]> {
  const headers = headersIn(read.rows)
  const notes: Problem[] = []
  for (const sheet of sheets) {
    if (sheet.hidden || sheet.name === read.sheet) continue
    // What is wrong with a sheet that is not read is wrong with nothing else.
    const cells = await readCells(sheet, HEAD_ROWS).catch(() => null)
    const found = cells && findHeaders(cells.rows)
    if (cells && !found) continue
    const count = cells && found ? cells.count - found.last - 1 : '?'
    if (count === 0) continue
    const code = cells && headersIn(cells.rows) === headers ? 'SHEET_ALIKE' : 'SHEET_NOT_READ'
    notes.push(problem(code, 1, { value: sheet.name, count }))
  }
  return notes
}

/** Rows of another sheet that are kept, to know its headers by. */
const HEAD_ROWS = 50

function headersIn(rows: readonly GridRow[]): string {
  return findHeaders(rows)?.headers.join('\n') ?? ''
}

function notesOn({ hiddenRows, hiddenColumns, struck, unseen }: SheetCells, sheet: Sheet): Problem[] {
  const notes: Problem[] = []
  const [first] = hiddenRows
  if (sheet.hidden) notes.push(problem('HIDDEN_SHEET', 1, { value: sheet.name }))
  if (first !== undefined) {
    notes.push(problem('HIDDEN_ROWS', first, { value: listed(hiddenRows), count: hiddenRows.length }))
  }
  if (hiddenColumns.length > 0)
    notes.push(problem('HIDDEN_COLUMNS', 1, { value: hiddenColumns.map(columnLetters).join(', ') }))
  const [firstUnseen] = unseen.first
  if (firstUnseen !== undefined) {
    const named = unseen.first.map(({ line, column }) => `${columnLetters(column)}${line}`).join(', ')
    const value = unseen.count > unseen.first.length ? `${named}, …` : named
    notes.push(problem('UNSEEN_CELLS', firstUnseen.line, { value, count: unseen.count }))
  }
  for (const { line, column, text, isPart } of struck) {
    if (column === null) notes.push(problem('STRUCK_ROW', line, { value: text }))
    else {
      const cell = `${columnLetters(column)}${line}`
      notes.push(problem(isPart ? 'STRUCK_PART' : 'STRUCK_CELL', line, { column: cell, value: text }))
    }
  }
  return notes
}

/** 3, 5–9, 12. */
function listed(lines: readonly number[]): string {
  const spans: [number, number][] = []
  for (const line of lines) {
    const last = spans.at(-1)
    if (last && last[1] === line - 1) last[1] = line
    else spans.push([line, line])
  }
  const few = spans.slice(0, 8).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
  return few.join(', ') + (spans.length > few.length ? ', …' : '')
}

/** Other files that are ZIP archives as well. */
function refuseOthers(pack: Package, file: string): void {
  const format = pack.has('xl/workbook.bin')
    ? 'a binary workbook (.xlsb)'
    : pack.has('content.xml')
      ? 'an OpenDocument file (.ods)'
      : pack.has('word/document.xml')
        ? 'a Word document (.docx)'
        : pack.has('Index/Document.iwa')
          ? 'a Numbers file'
          : null
  if (format !== null) throw new MusterError('IMPORT_FORMAT', { file, format })
}

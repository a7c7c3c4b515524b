import { MusterError } from '../../../base/errors.ts'
import type { Grid, TableOptions } from '../model.ts'
import { type Problem, problem } from '../reasons.ts'
import { fillMerges } from './fill-merges.ts'
import { openPackage, type Package, unreadable } from './open-package.ts'
import { readSheet, type SheetCells } from './read-sheet.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readWorkbook, type Sheet } from './workbook.ts'

/**
 * Reads one sheet of a workbook as it is seen: the one named, else the first that is not hidden and holds a table (a sheet of
 * notes has one column). Merged cells are filled; hidden rows and columns are left out, and said so.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_SHEET_UNKNOWN, IMPORT_TOO_LARGE, IMPORT_FORMAT
 */
export async function readXlsxGrid(bytes: Uint8Array, options: TableOptions): Promise<Grid> {
  const { name } = options
  const pack = await openPackage(bytes, name)
  refuseOthers(pack, name)
  try {
    const book = await readWorkbook(pack)
    const shared = await readSharedStrings(pack, book.sharedStrings, name)
    let first: Grid | null = null
    for (const sheet of candidates(book.sheets, options)) {
      const cells = await readSheet(pack.read(sheet.part), book, shared, name)
      const grid = gridOf(cells, sheet, book.sheets, name)
      if (options.sheet !== undefined || isTable(cells)) return grid
      first ??= grid
    }
    if (first) return first
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
    notes: [...fillMerges(cells.rows, cells.merges, file), ...notesOn(cells, sheet)],
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

function notesOn({ hiddenRows, hiddenColumns }: SheetCells, sheet: Sheet): Problem[] {
  const notes: Problem[] = []
  const [first] = hiddenRows
  if (sheet.hidden) notes.push(problem('HIDDEN_SHEET', 1, { value: sheet.name }))
  if (first !== undefined) {
    notes.push(problem('HIDDEN_ROWS', first, { value: listed(hiddenRows), count: hiddenRows.length }))
  }
  if (hiddenColumns.length > 0)
    notes.push(problem('HIDDEN_COLUMNS', 1, { value: hiddenColumns.map(letters).join(', ') }))
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

/** A column by its place: A, B, … Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
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

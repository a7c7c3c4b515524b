import { MusterError } from '../../base/errors.ts'
import { cleanText, isBlank } from './clean.ts'
import type { Grid, Table, TableOptions, TableRow } from './model.ts'
import { readCsvGrid } from './read-csv.ts'
import { readGeojsonTable } from './read-geojson.ts'
import { readXlsxGrid } from './read-xlsx.ts'
import { type Problem, problem } from './reasons.ts'

/**
 * Reads CSV, XLSX or GeoJSON as one table.
 * @throws MusterError IMPORT_UNREADABLE, IMPORT_SHEET_UNKNOWN, IMPORT_EMPTY, IMPORT_NOT_WGS84
 */
export async function readTable(bytes: Uint8Array, options: TableOptions): Promise<Table> {
  const { name } = options
  const first = bytes.find((byte) => byte > 0x20 && byte < 0x80)
  if (/\.(geo)?json$/i.test(name) || first === BRACE) return readGeojsonTable(bytes, name)
  // A workbook is a zip archive, whatever its name says.
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b
  return tableOf(zipped ? await readXlsxGrid(bytes, options) : readCsvGrid(bytes, name), name)
}

const BRACE = 0x7b

/** Finds the headers under titles, the HXL tags under the headers, and makes rows of the rest. */
export function tableOf(grid: Grid, name: string): Table {
  const top = headerIndex(grid.rows.map((row) => row.cells))
  const headerRow = grid.rows[top]
  if (!headerRow) throw new MusterError('IMPORT_EMPTY', { file: name })
  const headers = nameHeaders(headerRow.cells)
  const below = grid.rows[top + 1]
  const tagged = below !== undefined && isTagRow(below.cells)
  const tags: Record<string, string> = {}
  if (tagged) {
    for (const [i, header] of headers.entries()) if (below.cells[i]) tags[header] = cleanText(below.cells[i])
  }
  const rows: TableRow[] = []
  const problems: Problem[] = []
  for (const { line, cells } of grid.rows.slice(top + (tagged ? 2 : 1))) {
    if (cells.every((cell) => cleanText(cell) === '')) continue
    // A separator that was not quoted moves every later cell under the wrong header: better not taken at all.
    if (cells.slice(headers.length).some((cell) => !isBlank(cell))) {
      problems.push(problem('RAGGED', line, { value: cells.length, columns: headers.length }))
    } else {
      rows.push({ line, cells: Object.fromEntries(headers.map((header, i) => [header, cells[i] ?? ''])) })
    }
  }
  const { encoding, sheets } = grid
  return { headers, tags, rows, problems, encoding, ...(sheets ? { sheets } : {}) }
}

/** Titles and "drawn up by" lines above a table fill few cells: headers are the first row at least half as full as any. */
function headerIndex(rows: string[][]): number {
  const filled = rows.slice(0, 20).map((cells) => new Set(cells.map(cleanText).filter(Boolean)).size)
  const most = Math.max(0, ...filled)
  return filled.findIndex((count) => count > 0 && count * 2 >= most)
}

function nameHeaders(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cleanText(cell) !== '')
  const seen = new Map<string, number>()
  return cells.slice(0, last + 1).map((cell, i) => {
    const header = cleanText(cell) || `column ${i + 1}`
    const count = (seen.get(header) ?? 0) + 1
    seen.set(header, count)
    return count === 1 ? header : `${header} (${count})`
  })
}

/** HXL 1.1: a hashtag and attributes in each cell that is not empty. */
function isTagRow(cells: string[]): boolean {
  const filled = cells.map(cleanText).filter(Boolean)
  return filled.length > 0 && filled.every((cell) => /^#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*$/i.test(cell))
}

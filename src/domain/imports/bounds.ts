import { MusterError } from '../../base/errors.ts'
import { type CellPlace, placeDetails, placeText } from './cell-places.ts'

/**
 * How much is read of one file: more than any county's list has, and far less than would fill a thread's memory. Reading stops
 * as soon as one of them is passed.
 */
export const BOUNDS = {
  rows: 1_000_000,
  columns: 1_000,
  /** Cells with something in them. */
  cells: 4_000_000,
  /** Characters of one cell, as in a spreadsheet. */
  cellChars: 32_767,
  /** Characters of one line of separated text, its quoted cells with it. */
  lineChars: 1_000_000,
  /** Characters of all texts that a workbook's cells share. */
  sharedChars: 64 * 1024 * 1024,
  /** Bytes of one part of a workbook, unpacked. */
  partBytes: 512 * 1024 * 1024,
  /** Files packed in a workbook. */
  parts: 10_000,
  /** Ranges of merged cells in a sheet, and cells under one of them. */
  merges: 100_000,
  mergedCells: 10_000_000,
  /** How deep JSON is nested; GeoJSON needs some ten. */
  depth: 64,
  /** Arrays and objects in JSON; each position of a shape is one. */
  containers: 10_000_000,
} as const

const WHAT: Record<keyof typeof BOUNDS, string> = {
  rows: 'rows',
  columns: 'columns',
  cells: 'filled cells',
  cellChars: 'characters in a cell',
  lineChars: 'characters in a line',
  sharedChars: 'characters of text',
  partBytes: 'bytes in one part of the workbook',
  parts: 'parts',
  merges: 'merged ranges',
  mergedCells: 'cells in one merged range',
  depth: 'levels of nesting',
  containers: 'arrays and objects',
}

/** IMPORT_TOO_LARGE: a file passes a bound. `where`, as far as that is known. */
export function tooLarge(file: string, bound: keyof typeof BOUNDS, where: CellPlace = {}): MusterError {
  const told = placeText(where)
  const at = told === '' ? '' : ` (${told})`
  return new MusterError('IMPORT_TOO_LARGE', {
    ...{ file, bound, what: WHAT[bound], limit: BOUNDS[bound], at },
    ...placeDetails(where),
  })
}

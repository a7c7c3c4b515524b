import { MusterError } from '../../base/errors.ts'

/** Where something stands in a file, as far as that is known: the sheet of a workbook, the line or row from 1, the column from 0. */
export interface CellPlace {
  sheet?: string | undefined
  line?: number | undefined
  column?: number | undefined
}

/** IMPORT_UNREADABLE for what stands there. */
export function unreadableAt(file: string, where: CellPlace, reason: string, cause?: unknown): MusterError {
  const told = placeText(where)
  return new MusterError(
    'IMPORT_UNREADABLE',
    { file, reason: told === '' ? reason : `${told}: ${reason}`, ...placeDetails(where) },
    cause === undefined ? {} : { cause },
  )
}

/** sheet "Members", line 7, column C */
export function placeText({ sheet, line, column }: CellPlace): string {
  const parts = [
    sheet === undefined ? '' : `sheet "${sheet}"`,
    line === undefined ? '' : `line ${line}`,
    column === undefined || column < 0 ? '' : `column ${columnLetters(column)}`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** The same for whoever says it in another language. */
export function placeDetails({ sheet, line, column }: CellPlace): Record<string, string | number> {
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined || column < 0 ? {} : { column: columnLetters(column) }),
  }
}

/** A column by its place: A, B, … Z, AA. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last
}

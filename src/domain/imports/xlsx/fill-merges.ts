import { BOUNDS, tooLarge } from '../bounds.ts'
import { columnLetters } from '../cell-places.ts'
import type { GridRow } from '../model.ts'
import { type Problem, problem } from '../reasons.ts'
import type { Merge } from './read-sheet.ts'

/**
 * Writes what stands in the first of merged cells into the others, as somebody reads it who sees one cell beside several rows:
 * the branch of all of them. Only rows and columns that hold anything are filled, so that a merge costs no more than the sheet
 * that it lies over. Says of each range over several rows how many cells were filled.
 * @throws MusterError IMPORT_TOO_LARGE for a range past `mergedCells`, and for ranges that fill past `cells`
 */
export function fillMerges(
  rows: GridRow[],
  merges: readonly Merge[],
  { file, sheet }: { file: string; sheet: string },
): Problem[] {
  const notes: Problem[] = []
  const width = Math.max(0, ...rows.slice(0, 1000).map((row) => row.cells.length))
  let filled = 0
  for (const { top, left, bottom, right } of merges) {
    if ((bottom - top + 1) * (right - left + 1) > BOUNDS.mergedCells) {
      throw tooLarge(file, 'mergedCells', { sheet, line: top, column: left })
    }
    const first = firstFrom(rows, top)
    const source = rows[first]
    const text = source?.line === top ? (source.cells[left] ?? '') : ''
    if (!source || text === '') continue
    const mark = source.marks?.[left]
    const before = filled
    for (let i = first; i < rows.length; i++) {
      const row = rows[i] as GridRow
      if (row.line > bottom) break
      for (let column = left; column <= right && column < width; column++) {
        if (++filled > BOUNDS.cells) throw tooLarge(file, 'cells', { sheet, line: row.line, column })
        if (row === source && column === left) continue
        while (row.cells.length < column) row.cells.push('')
        row.cells[column] ||= text
        if (mark !== undefined) row.marks = { [column]: mark, ...row.marks }
      }
    }
    const count = filled - before - 1
    if (bottom > top && count > 0)
      notes.push(problem('MERGE_FILLED', top, { column: columnLetters(left), value: text, count }))
  }
  return notes
}

/** The place of the first row at or below a line, by halves: rows come in the order of their lines. */
function firstFrom(rows: readonly GridRow[], line: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as GridRow).line < line) low = middle + 1
    else high = middle
  }
  return low
}

import { cleanText } from './clean.ts'
import { type Problem, problem } from './reasons.ts'

/** Signs and words for "the same as above". A quote is one where nothing else stands in the cell. */
const MARKS = new Set(['〃', '″', '"', '”', '“', '〞', "''", '同上', '同前', 'ditto', 'dito', 'dto', 'idem'])

/** Reads ditto marks as what stands above them, row by row, and counts them by column. */
export interface DittoMarks {
  /** The cells of a row, in the order of the headers, with what their marks stand for. */
  filled(line: number, cells: readonly string[]): readonly string[]
  notes(): Problem[]
}

export function openDittos(headers: readonly string[]): DittoMarks {
  let above: readonly string[] = []
  const counts = new Map<number, { line: number; count: number }>()
  return {
    filled(line, cells) {
      const marked = cells.flatMap((cell, i) => (isMark(cell) && cleanText(above[i] ?? '') !== '' ? [i] : []))
      for (const i of marked) {
        const of = counts.get(i) ?? { line, count: 0 }
        of.count++
        counts.set(i, of)
      }
      above = marked.length === 0 ? cells : cells.map((cell, i) => (marked.includes(i) ? (above[i] as string) : cell))
      return above
    },
    notes: () =>
      [...counts].map(([i, { line, count }]) =>
        problem('DITTO', line, { column: headers[i] ?? '', value: count, count }),
      ),
  }
}

function isMark(cell: string): boolean {
  if (cell.length > 8) return false
  const text = cleanText(cell)
  return MARKS.has(text.toLowerCase().replace(/\.$/, ''))
}

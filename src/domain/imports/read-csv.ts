import { CsvError, parse } from 'csv-parse/sync'
import { MusterError } from '../../base/errors.ts'
import { decode } from './decode.ts'
import type { Grid } from './model.ts'

const SEPARATORS = [',', ';', '\t', '|'] as const

/** Reads separated text. @throws MusterError IMPORT_UNREADABLE when a quote is never closed */
export function readCsvGrid(bytes: Uint8Array, name: string): Grid {
  const { text, encoding } = decode(bytes)
  const options = {
    bom: true,
    delimiter: sniffSeparator(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }
  try {
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    // `lines` counts up to the end of the record; a cell may hold line breaks of its own.
    const rows = parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }))
    return { rows, encoding }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new MusterError('IMPORT_UNREADABLE', { file: name, reason: error.message }, { cause: error })
  }
}

function breaksIn(cells: string[]): number {
  let count = 0
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

/** The separator that cuts most of the first lines into the same number of cells, more than one. */
export function sniffSeparator(text: string): string {
  const lines = firstLines(text, 20)
  let best: { separator: string; score: number } = { separator: ',', score: 0 }
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length)
    const usual = mostFrequent(counts.filter((count) => count > 1))
    const agreeing = counts.filter((count) => count === usual).length
    const score = agreeing * 100 + usual
    if (usual > 1 && score > best.score) best = { separator, score }
  }
  return best.separator
}

/** Whole lines with quoted cells emptied, so that what stands inside quotes does not count. */
function firstLines(text: string, count: number): string[] {
  const sample = text.slice(0, 50_000).replace(/"(?:[^"]|"")*"/g, '""')
  const lines = sample.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return lines.slice(0, count)
}

function mostFrequent(counts: number[]): number {
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  return [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

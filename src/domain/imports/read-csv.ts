import { CsvError, parse } from 'csv-parse/sync'
import { MusterError } from '../../base/errors.ts'
import { BOUNDS, tooLarge } from './bounds.ts'
import { decode } from './decode.ts'
import type { Grid, GridRow, TableOptions } from './model.ts'
import { recoverRows, swallowing } from './stray-quotes.ts'

const SEPARATORS = [',', ';', '\t', '|'] as const

/**
 * Reads separated text. A quote that opens and is not closed where its cell ends swallows the rows below it: these are read
 * again line by line.
 * @throws MusterError IMPORT_ENCODING_UNSURE, IMPORT_TOO_LARGE, IMPORT_UNREADABLE
 */
export function readCsvGrid(bytes: Uint8Array, options: Pick<TableOptions, 'name' | 'encoding'>): Grid {
  const { name } = options
  const { text, encoding } = decode(bytes, name, options.encoding)
  const separator = sniffSeparator(text)
  const parsed = parseRows(text, separator, name)
  const usual = mostFrequent(parsed.rows.slice(0, 1000).map((row) => row.cells.length))
  const swallowed = swallowing(text, parsed.rows, separator, usual)
  if (swallowed.length === 0 && parsed.unclosed === null) return { rows: parsed.rows, encoding }
  return { ...recoverRows({ text, ...parsed, swallowed }, separator, { usual, name }), encoding }
}

/** `unclosed`: the line of a quote that nothing closes, with the rows above it. */
interface Parsed {
  rows: GridRow[]
  unclosed: number | null
}

function parseRows(text: string, separator: string, name: string): Parsed {
  const rows: GridRow[] = []
  const bytes = Buffer.from(text)
  const at = lineCounter(bytes)
  const options = {
    delimiter: separator,
    max_record_size: BOUNDS.lineChars,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { bytes: end }: { bytes: number }) => {
      rows.push({ line: at.begin(), cells })
      at.end(end)
      if (rows.length > BOUNDS.rows) throw tooLarge(name, 'rows')
      return null
    },
  }
  try {
    parse(bytes, options)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // A quote that nothing closes, or not for very long: it stands in the row after the last that is whole.
    if (UNCLOSED.includes(error.code)) return { rows, unclosed: at.begin() }
    throw new MusterError('IMPORT_UNREADABLE', { file: name, reason: error.message }, { cause: error })
  }
  return { rows, unclosed: null }
}

/** Counts lines along a text, whatever ends them: the parser counts CRLF inside quotes twice. */
function lineCounter(bytes: Uint8Array) {
  let at = 0
  let line = 1
  const step = () => {
    const byte = bytes[at++]
    if (byte === LF || (byte === CR && bytes[at] !== LF)) line++
  }
  return {
    /** The line of the next row, below lines that are empty. */
    begin(): number {
      while (bytes[at] === LF || bytes[at] === CR) step()
      return line
    },
    /** A row ends before this byte. */
    end(next: number): void {
      while (at < next) step()
    },
  }
}

const LF = 0x0a
const CR = 0x0d

const UNCLOSED: readonly string[] = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']

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

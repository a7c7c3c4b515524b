import { cleanText } from '../clean.ts'
import { recognise } from '../encodings.ts'
import type { Table } from '../model.ts'
import { isPopolo, type SourceFile } from '../read-as.ts'
import { foreignFormat } from '../signatures.ts'
import { isZip, readTable } from '../table.ts'
import type { Found } from './model.ts'

/** Different values shown of a column. */
const SAMPLES = 5
/** Rows looked through for them. */
const LOOKED_AT = 1_000
/** Of separated text so much is looked at: its columns are in its first lines. */
const HEAD_BYTES = 1024 * 1024

/**
 * What is in a file: its form, sheets, columns with samples, kinds of shapes. Of a text whose encoding its bytes do not tell,
 * only what that may be.
 * @throws MusterError as `readTable` does
 */
export async function inspect(file: SourceFile): Promise<Found> {
  const nothing = { encodings: [], sheets: [], hiddenSheets: [], read: null, headerRows: null, columns: [], shapes: [] }
  if (isPopolo(file)) return { ...nothing, form: 'popolo', encoding: 'utf-8' }
  const isText = foreignFormat(file.bytes) === null && !isZip(file.bytes)
  // All of it is looked at: a first letter past ASCII may stand in the last line.
  const text = isText && file.encoding === undefined ? recognise(file.bytes) : null
  if (text?.encoding === null) return { ...nothing, form: 'csv', encoding: '', encodings: text.candidates }
  const table = await tableIn(file, text?.encoding ?? file.encoding)
  const shapes = new Set(table.rows.slice(0, LOOKED_AT).flatMap((row) => row.geometry?.type ?? []))
  const isGeojson = table.rows.some((row) => row.geometry !== undefined)
  return {
    form: table.encoding === 'xlsx' ? 'xlsx' : isGeojson ? 'geojson' : 'csv',
    encoding: table.encoding,
    encodings: [],
    sheets: table.sheets ?? [],
    hiddenSheets: table.hiddenSheets ?? [],
    read: table.sheet ?? null,
    headerRows: table.headerRows ?? null,
    columns: table.headers.map((name) => ({ name, tag: table.tags[name] ?? null, samples: samplesOf(table, name) })),
    shapes: [...shapes].sort(),
  }
}

async function tableIn(file: SourceFile, encoding: string | undefined): Promise<Table> {
  const { bytes, ...options } = file
  const head = headOf(file)
  try {
    return await readTable(head, { ...options, encoding })
  } catch (error) {
    // The cut may have gone through a cell that holds lines of its own.
    if (head === bytes) throw error
    return readTable(bytes, { ...options, encoding })
  }
}

function samplesOf(table: Table, column: string): string[] {
  const found = new Set<string>()
  for (const row of table.rows.slice(0, LOOKED_AT)) {
    const text = cleanText(row.cells[column] ?? '')
    if (text !== '') found.add(text.length > 60 ? `${text.slice(0, 59)}…` : text)
    if (found.size === SAMPLES) break
  }
  return [...found]
}

/** The first lines of large separated text, cut at the end of a line; any other file whole. */
function headOf({ name, bytes }: SourceFile): Uint8Array {
  const isText = /\.(csv|tsv|txt)$/i.test(name) && !isZip(bytes)
  // In UTF-16 a line does not end with one byte: such a file is read whole.
  const isWide = bytes.subarray(0, 64).some((byte) => byte === 0 || byte >= 0xfe)
  if (!isText || isWide || bytes.length <= HEAD_BYTES) return bytes
  const end = bytes.lastIndexOf(0x0a, HEAD_BYTES)
  return end > 0 ? bytes.subarray(0, end) : bytes
}

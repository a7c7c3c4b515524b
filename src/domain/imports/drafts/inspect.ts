import { cleanText } from '../clean.ts'
import type { Table } from '../model.ts'
import { isPopolo, type SourceFile } from '../read-as.ts'
import { readTable } from '../table.ts'
import type { Found } from './model.ts'

/** Different values shown of a column. */
const SAMPLES = 5
/** Rows looked through for them. */
const LOOKED_AT = 1_000
/** Of separated text so much is looked at: its columns are in its first lines. */
const HEAD_BYTES = 1024 * 1024

/**
 * What is in a file: its form, sheets, columns with samples, kinds of shapes.
 * @throws MusterError as `readTable` does
 */
export async function inspect(file: SourceFile): Promise<Found> {
  if (isPopolo(file)) return { form: 'popolo', encoding: 'utf-8', sheets: [], columns: [], shapes: [] }
  const table = await tableOf(file)
  const shapes = new Set(table.rows.slice(0, LOOKED_AT).flatMap((row) => row.geometry?.type ?? []))
  const isGeojson = table.rows.some((row) => row.geometry !== undefined)
  return {
    form: table.encoding === 'xlsx' ? 'xlsx' : isGeojson ? 'geojson' : 'csv',
    encoding: table.encoding,
    sheets: table.sheets ?? [],
    columns: table.headers.map((name) => ({ name, tag: table.tags[name] ?? null, samples: samplesOf(table, name) })),
    shapes: [...shapes].sort(),
  }
}

async function tableOf(file: SourceFile): Promise<Table> {
  const head = headOf(file)
  try {
    return await readTable(head, file)
  } catch (error) {
    // The cut may have gone through a cell that holds lines of its own.
    if (head === file.bytes) throw error
    return readTable(file.bytes, file)
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
  const isText = /\.(csv|tsv|txt)$/i.test(name) && !(bytes[0] === 0x50 && bytes[1] === 0x4b)
  // In UTF-16 a line does not end with one byte: such a file is read whole.
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe
  if (!isText || isWide || bytes.length <= HEAD_BYTES) return bytes
  const end = bytes.lastIndexOf(0x0a, HEAD_BYTES)
  return end > 0 ? bytes.subarray(0, end) : bytes
}

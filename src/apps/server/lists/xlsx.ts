import { type Entry, zip } from './zip.ts'

/** What a sheet's cell may be; a Date's UTC fields are shown as they are, so that the caller chooses the clock. */
export type SheetCell = string | number | boolean | Date | null

/** Rows that a sheet can hold (Excel's limit is 1,048,576, its heading row included). */
const SHEET_ROWS = 1_000_000

/**
 * A workbook as it is made (ECMA-376, SpreadsheetML): one sheet, and another for each million rows more, every one with the
 * headings frozen on top. Written by hand: libraries that write workbooks hold a
 * sheet until it is whole, and here the database is asked for the next page when the last has been sent (ADR 0016). Texts stand in their cells and are never formulas.
 */
export async function* xlsx(
  name: string,
  headings: readonly string[],
  pages: AsyncIterable<readonly (readonly SheetCell[])[]>,
  limit = SHEET_ROWS,
): AsyncGenerator<Buffer> {
  yield* zip(parts(name, headings, pages, limit))
}

async function* parts(
  name: string,
  headings: readonly string[],
  pages: AsyncIterable<readonly (readonly SheetCell[])[]>,
  limit: number,
): AsyncGenerator<Entry> {
  const rows = flat(pages)
  const sheets: string[] = []
  // A sheet tells when its part of the rows is at an end, and whether any are left; the list of sheets comes last.
  const source = { next: await rows.next() }
  try {
    do {
      sheets.push(sheets.length === 0 ? name : `${name} ${sheets.length + 1}`)
      yield { name: `xl/worksheets/sheet${sheets.length}.xml`, pieces: sheet(headings, rows, source, limit) }
    } while (!source.next.done)
  } finally {
    // A reader who leaves lets go of the rows too: they are asked for one by one, so that nobody else would.
    await rows.return(undefined)
  }
  yield { name: 'xl/styles.xml', pieces: [STYLES] }
  yield { name: 'xl/workbook.xml', pieces: [workbook(sheets)] }
  yield { name: 'xl/_rels/workbook.xml.rels', pieces: [relations(sheets)] }
  yield { name: '_rels/.rels', pieces: [ROOT] }
  yield { name: '[Content_Types].xml', pieces: [contentTypes(sheets)] }
}

async function* flat<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

async function* sheet(
  headings: readonly string[],
  rows: AsyncGenerator<readonly SheetCell[]>,
  source: { next: IteratorResult<readonly SheetCell[]> },
  limit: number,
): AsyncGenerator<string> {
  const top = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${top}</sheetView></sheetViews>`
  yield `<cols><col min="1" max="${headings.length}" width="18" customWidth="1"/></cols><sheetData>`
  const columns = headings.map((_, i) => letters(i))
  yield row(columns, 1, headings, 2)
  for (let n = 0; n < limit && !source.next.done; n++) {
    yield row(columns, n + 2, source.next.value, 0)
    source.next = await rows.next()
  }
  yield '</sheetData></worksheet>'
}

/** Every cell says where it stands: the format lets it be left out, and some programs then read nothing. */
function row(columns: readonly string[], n: number, cells: readonly SheetCell[], style: number): string {
  return `<row r="${n}">${cells.map((c, i) => cell(`${columns[i]}${n}`, c, style)).join('')}</row>`
}

/** A column by its place: A, B, … Z, AA. */
function letters(i: number): string {
  const last = String.fromCharCode(65 + (i % 26))
  return i < 26 ? last : letters(Math.floor(i / 26) - 1) + last
}

function cell(at: string, value: SheetCell, style: number): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (value instanceof Date) return `<c r="${at}" s="1"><v>${serial(value)}</v></c>`
  const look = style ? ` s="${style}"` : ''
  return `<c r="${at}" t="inlineStr"${look}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

/** Days since 30 December 1899, as spreadsheets count them (ECMA-376 §18.17.4.1), to the second. */
function serial(at: Date): number {
  return Math.round(at.getTime() / 1000 + 25_569 * 86_400) / 86_400
}

/** A text as XML; characters that XML 1.0 has no place for (§2.2) are left out. */
function escaped(text: string): string {
  return text
    .slice(0, 32_767)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

const ROOT = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

function workbook(sheets: readonly string[]): string {
  const list = sheets
    .map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('')
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${list}</sheets></workbook>`
}

function relations(sheets: readonly string[]): string {
  const own = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  const styles = `<Relationship Id="rId${sheets.length + 1}" Type="${DOCUMENT}/styles" Target="styles.xml"/>`
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${own.join('')}${styles}</Relationships>`
}

function contentTypes(sheets: readonly string[]): string {
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
  const own = sheets.map((_, i) => type(`worksheets/sheet${i + 1}`, 'worksheet')).join('')
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('workbook', 'sheet.main')}${type('styles', 'styles')}${own}</Types>`
}

import { ZipFile } from 'yazl'

/** What a cell of a made sheet is: a text, a number, or XML of one's own (`<f>…</f>` and the like) with its attributes. */
export type MadeCell = string | number | null | { xml: string; type?: string; style?: number }

export interface MadeSheet {
  name: string
  rows: readonly (readonly MadeCell[])[]
  state?: 'hidden' | 'veryHidden'
  /** Ranges such as `A2:A4`. */
  merges?: readonly string[]
  hiddenRows?: readonly number[]
  /** From 1. */
  hiddenColumns?: readonly number[]
  /** Comments by the cells that they are on. */
  comments?: Readonly<Record<string, string>>
  /** All of the sheet's part, instead of rows. */
  xml?: string
}

export interface MadeBook {
  sheets: readonly MadeSheet[]
  /** Number formats: the style of a cell is its place here, from 1; a number is that of a built-in format. */
  formats?: readonly (string | number)[]
  /** One style more, the last: a font that is struck through. */
  struck?: true
  /** All of the part of styles, instead of formats. */
  styles?: string
  sharedStrings?: readonly string[]
  date1904?: boolean
  /** A prefix for the names of all elements. */
  prefix?: string
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** A workbook as its bytes, with as little in it as the format allows. */
export async function workbook(book: MadeBook | MadeSheet['rows']): Promise<Uint8Array> {
  const made: MadeBook = 'sheets' in book ? book : { sheets: [{ name: 'Sheet1', rows: book }] }
  const { sheets, formats = [], struck, styles, sharedStrings = [], date1904 = false, prefix } = made
  const main = (root: string, inside: string) => prefixed(`<${root} xmlns="${MAIN}">${inside}</${root}>`, prefix)
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i + 1}"${state ? ` state="${state}"` : ''}/>`,
  )
  const own = sheets.map((_, i) => relation(`s${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
  return zipped({
    '_rels/.rels': relations([relation('w', 'officeDocument', 'xl/workbook.xml')]),
    'xl/_rels/workbook.xml.rels': relations([
      ...own,
      relation('y', 'styles', 'styles.xml'),
      relation('t', 'sharedStrings', '/xl/sharedStrings.xml'),
    ]),
    'xl/workbook.xml': main(
      'workbook',
      `<workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${list.join('')}</sheets>`,
    ).replace('xmlns', `xmlns:r="${OFFICE}" xmlns`),
    'xl/styles.xml': main('styleSheet', styles ?? stylesOf(formats, struck)),
    'xl/sharedStrings.xml': main('sst', sharedStrings.map((text) => `<si>${text}</si>`).join('')),
    ...Object.fromEntries(sheets.flatMap(({ comments }, i) => (comments ? commentParts(comments, i + 1) : []))),
    ...Object.fromEntries(
      sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, main('worksheet', sheet.xml ?? sheetXml(sheet))]),
    ),
  })
}

function commentParts(comments: Readonly<Record<string, string>>, sheet: number): [string, string][] {
  const list = Object.entries(comments).map(
    ([ref, text]) => `<comment ref="${ref}"><text><r><t>${text}</t></r></text></comment>`,
  )
  return [
    [`xl/worksheets/_rels/sheet${sheet}.xml.rels`, relations([relation('c', 'comments', `../comments${sheet}.xml`)])],
    [`xl/comments${sheet}.xml`, `<comments xmlns="${MAIN}"><commentList>${list.join('')}</commentList></comments>`],
  ]
}

/** A ZIP archive of these parts. */
export async function zipped(parts: Record<string, string | Buffer>): Promise<Uint8Array> {
  const zip = new ZipFile()
  for (const [name, part] of Object.entries(parts)) zip.addBuffer(Buffer.from(part as string), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  return new Uint8Array(Buffer.concat(pieces))
}

function sheetXml({ rows, merges = [], hiddenRows = [], hiddenColumns = [] }: MadeSheet): string {
  const cols = hiddenColumns.map((n) => `<col min="${n}" max="${n}" hidden="1"/>`)
  const lines = rows.map((cells, i) => {
    const hidden = hiddenRows.includes(i + 1) ? ' hidden="1"' : ''
    return `<row r="${i + 1}"${hidden}>${cells.map((cell, column) => cellXml(cell, `${letters(column)}${i + 1}`)).join('')}</row>`
  })
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`)
  return `${cols.length > 0 ? `<cols>${cols.join('')}</cols>` : ''}<sheetData>${lines.join('')}</sheetData>${merged.length > 0 ? `<mergeCells>${merged.join('')}</mergeCells>` : ''}`
}

function cellXml(cell: MadeCell, at: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  const { xml, type, style } = cell
  return `<c r="${at}"${type ? ` t="${type}"` : ''}${style ? ` s="${style}"` : ''}>${xml}</c>`
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

function stylesOf(formats: readonly (string | number)[], struck = false): string {
  const codes = formats.flatMap((format, i) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${164 + i}" formatCode="${escaped(format)}"/>`] : [],
  )
  const cells = formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 164 + i : format}"/>`)
  const fonts = '<fonts><font><strike val="0"/></font><font><b/><strike/></font></fonts>'
  const last = struck ? '<xf numFmtId="0" fontId="1"/>' : ''
  return `<numFmts>${codes.join('')}</numFmts>${fonts}<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0"/>${cells.join('')}${last}</cellXfs>`
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
}

function relations(list: readonly string[]): string {
  return `<Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`
}

function prefixed(xml: string, prefix: string | undefined): string {
  if (prefix === undefined) return xml
  return xml.replace(/<(\/?)(\w)/g, `<$1${prefix}:$2`).replace('xmlns=', `xmlns:${prefix}=`)
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

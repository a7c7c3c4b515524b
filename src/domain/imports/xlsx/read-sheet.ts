import { MusterError } from '../../../base/errors.ts'
import { BOUNDS, tooLarge } from '../bounds.ts'
import { unreadableAt } from '../cell-places.ts'
import type { CellMark, GridRow } from '../model.ts'
import { numberText } from './formats.ts'
import { ownTexts } from './own-text.ts'
import { type RunText, type SharedTexts, textReader, unescaped } from './shared-strings.ts'
import { type Attributes, isTrue, walkXml } from './walk-xml.ts'
import type { Workbook } from './workbook.ts'

/** A sheet as it is seen: rows and columns that are hidden are only counted. */
export interface SheetCells {
  rows: GridRow[]
  /** Rows with something in them, kept or not. */
  count: number
  hiddenRows: number[]
  /** Columns with something in them, by their place from 0. */
  hiddenColumns: number[]
  /** What is struck through, which counts as deleted: of a row all of its cells, else one cell, or some of the text in one. */
  struck: StruckCells[]
  /** Cells that are read and that nobody sees: their text is in the colour of what is behind it, or their format shows nothing. */
  unseen: UnseenCells
  merges: Merge[]
}

export interface UnseenCells {
  count: number
  /** The first of them. */
  first: { line: number; column: number }[]
}

/** So many are named. */
const UNSEEN_NAMED = 8

export interface StruckCells {
  line: number
  /** Null: the whole row. */
  column: number | null
  text: string
  /** Whether other text stands in the cell. */
  isPart: boolean
}

/** Of a sheet (ECMA-376 §18.3.1.73, as every program has it). */
const LAST_ROW = 1_048_576

/** A range of merged cells, its ends counted in; rows from 1, columns from 0. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

/**
 * Reads a sheet (ECMA-376 §18.3) as it comes, row by row. Cells that are blank are not kept, wherever they stand;
 * nor are rows past the first `keep`, which are counted.
 * @throws MusterError IMPORT_TOO_LARGE, IMPORT_UNREADABLE, each with the sheet, the row and, of a cell, the column
 */
export async function readSheet(
  pieces: AsyncIterable<string>,
  book: Pick<Workbook, 'formats' | 'dayZero' | 'struck' | 'unseen'>,
  shared: SharedTexts,
  { file, sheet, keep = Number.POSITIVE_INFINITY }: { file: string; sheet: string; keep?: number },
): Promise<SheetCells> {
  const found: SheetCells = {
    ...{ count: 0, rows: [], hiddenRows: [], hiddenColumns: [], struck: [], merges: [] },
    unseen: { count: 0, first: [] },
  }
  const hidden: { from: number; to: number }[] = []
  const hiddenFilled = new Set<number>()
  const text = textReader()
  const own = ownTexts()
  let line = 0
  let column = -1
  let isHiddenRow = false
  let row: GridRow | null = null
  let cell: Cell | null = null
  let inValue = false
  let filled = 0
  let marks: [number, CellMark][] = []
  let struck: StruckCells[] = []
  let unseen: UnseenCells['first'] = []
  const shareMarks = marksShared()
  const here = () => ({ sheet, line, column })

  function openCell(attributes: Attributes) {
    const { r, t = 'n', s = '0' } = attributes
    column = r === undefined ? column + 1 : columnOf(r)
    if (column < 0) throw unreadableAt(file, { sheet, line }, `a cell is named "${r}", which is no place in a sheet`)
    cell = { type: t, style: Number(s), value: '', hasValue: false, hasFormula: false }
  }
  function closeCell() {
    if (!cell) return
    if (cell.type === 's' && cell.value.trim() !== '' && shared.texts[Number(cell.value)] === undefined) {
      throw unreadableAt(
        file,
        here(),
        `its text is number ${cell.value} of the texts of the file, which are not so many`,
      )
    }
    const is = seenOf(cell, cell.type === 'inlineStr' ? text.take() : contentOf(cell, book, shared), book.struck)
    const isUnseen = book.unseen.has(cell.style)
    cell = null
    const isBlank = is.text.trim() === '' && is.mark === undefined
    if (isBlank && is.struck === undefined) return
    // Prepared down a whole sheet such formulas make no rows; of a row that is there it is known.
    if (is.mark === 'hollow') {
      marks.push([column, is.mark])
      return
    }
    if (hidden.some(({ from, to }) => column >= from && column <= to)) return void hiddenFilled.add(column)
    if (column >= BOUNDS.columns) throw tooLarge(file, 'columns', here())
    if (is.text.length > BOUNDS.cellChars) throw tooLarge(file, 'cellChars', here())
    if (++filled > BOUNDS.cells) throw tooLarge(file, 'cells', here())
    if (is.struck !== undefined) struck.push({ line, column, text: is.struck, isPart: !isBlank })
    if (isBlank) return
    row ??= { line, cells: [] }
    while (row.cells.length < column) row.cells.push('')
    row.cells[column] = own(is.text)
    if (isUnseen) unseen.push({ line, column })
    if (is.mark !== undefined) {
      marks.push([column, is.mark])
    }
  }
  function closeRow() {
    if (row && marks.length > 0) row.marks = shareMarks(marks)
    marks = []
    if (!isHiddenRow && struck.length > 0) found.struck.push(...(row ? struck : [wholeRow(struck)]))
    struck = []
    if (!isHiddenRow) {
      found.unseen.count += unseen.length
      found.unseen.first.push(...unseen.slice(0, UNSEEN_NAMED - found.unseen.first.length))
    }
    unseen = []
    if (row && isHiddenRow) found.hiddenRows.push(line)
    else if (row && ++found.count <= keep) found.rows.push(row)
    row = null
    if (found.count > BOUNDS.rows) throw tooLarge(file, 'rows', { sheet, line })
  }
  const walk = walkXml(pieces, {
    open(name, attributes) {
      if (name === 'c') openCell(attributes())
      else if (name === 'v') inValue = true
      else if (name === 'f' && cell) cell.hasFormula = true
      else if (name === 'row') {
        const { r, hidden: hides, ht } = attributes()
        line = r === undefined ? line + 1 : Number(r)
        if (!(line > 0 && line <= LAST_ROW)) {
          const reason = `it has a row ${r ?? line}, and no sheet has more than ${LAST_ROW}`
          throw unreadableAt(file, { sheet }, reason)
        }
        column = -1
        isHiddenRow = isTrue(hides) || (ht !== undefined && Number(ht) === 0)
      } else if (name === 'col') {
        const { min, max, hidden: hides, width } = attributes()
        if (isTrue(hides) || (width !== undefined && Number(width) === 0))
          hidden.push({ from: Number(min) - 1, to: Number(max) - 1 })
      } else if (name === 'mergeCell') {
        found.merges.push(mergeOf(attributes().ref ?? ''))
        if (found.merges.length > BOUNDS.merges) throw tooLarge(file, 'merges', { sheet })
      } else text.open(name, attributes)
      if (cell && inValue) cell.hasValue = true
    },
    text(piece) {
      if (inValue && cell) cell.value += piece
      else text.add(piece)
    },
    close(name) {
      if (name === 'c') closeCell()
      else if (name === 'v') inValue = false
      else if (name === 'row') closeRow()
      else text.close(name)
    },
  })
  await walk.catch((error: unknown) => {
    if (error instanceof MusterError) throw error
    // What is not well-formed stands in the row that was open, or after it.
    const reason = error instanceof Error ? error.message : String(error)
    throw unreadableAt(file, { sheet, ...(line > 0 ? { line } : {}) }, reason, error)
  })
  found.hiddenColumns = [...hiddenFilled].sort((a, b) => a - b)
  return found
}

interface Cell {
  /** The attribute `t`. */
  type: string
  style: number
  value: string
  hasValue: boolean
  hasFormula: boolean
}

/** What a cell holds, with what is struck through in it. */
type Content = RunText & { mark?: CellMark }

/** A cell as it is seen: what is struck through, by its own font or by that of its text, is no part of it. */
function seenOf({ style }: Cell, content: Content, struckStyles: ReadonlySet<number>): Content {
  if (content.isOwn || !struckStyles.has(style) || content.text.trim() === '') return content
  return { text: '', struck: `${content.struck ?? ''}${content.text}` }
}

function wholeRow(cells: readonly StruckCells[]): StruckCells {
  const text = cells.map((cell) => cell.text.trim()).join(' ')
  return { line: cells[0]?.line ?? 0, column: null, text, isPart: false }
}

function contentOf(
  { type, style, value, hasValue, hasFormula }: Cell,
  book: Pick<Workbook, 'formats' | 'dayZero'>,
  shared: SharedTexts,
): Content {
  if (type === 'e') return { text: value || '#ERROR', mark: 'error' }
  // A program that counts nothing writes an empty value with a formula, or none.
  const isEmpty = !hasValue || value.trim() === ''
  if (isEmpty && hasFormula) return { text: '', mark: type === 'str' && hasValue ? 'hollow' : 'uncounted' }
  if (isEmpty) return { text: '' }
  if (type === 's') return shared.runs.get(Number(value)) ?? { text: shared.texts[Number(value)] ?? '' }
  if (type === 'str') return { text: unescaped(value) }
  if (type === 'b') return { text: value.trim() === '1' ? 'true' : 'false' }
  if (type === 'd') return { text: value.trim().replace(/(T\d{2}:\d{2}:\d{2})\.0+$/, '$1') }
  return numberText(value, book.formats[style] ?? { kind: 'plain' }, book.dayZero)
}

/** Most rows of a sheet have the same marks: these have one object between them. */
function marksShared() {
  const known = new Map<string, GridRow['marks']>()
  return (marks: readonly [number, CellMark][]): GridRow['marks'] => {
    const key = marks.join(';')
    const shared = known.get(key) ?? Object.fromEntries(marks)
    if (known.size < 1_000) known.set(key, shared)
    return shared
  }
}

/** `AB12` as 27. */
function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

function mergeOf(reference: string): Merge {
  const [from = '', to = from] = reference.replaceAll('$', '').split(':')
  const rowOf = (at: string) => Number(/\d+$/.exec(at)?.[0] ?? 0)
  return { top: rowOf(from), left: columnOf(from), bottom: rowOf(to), right: columnOf(to) }
}

import { MusterError } from './errors.ts'
import type { Position } from './geometry.ts'

/** Values on a grid of square cells in degrees. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  /** The outer edges of the westernmost column and the southernmost row. */
  readonly west: number
  readonly south: number
  /** Degrees along a cell's side. */
  readonly cell: number
  /** Row by row from north to south, each from west to east; NaN where the grid has no data. */
  readonly values: Float64Array
}

/**
 * Reads an ESRI ASCII grid (.asc): a header of `ncols nrows xllcorner|xllcenter yllcorner|yllcenter cellsize
 * [NODATA_value]` in any order and case, then `nrows` rows of `ncols` numbers from north to south, broken into lines
 * anyhow. Throws GRID_INVALID, with what is wrong, for anything else: a grid with a value missing is not shifted along.
 */
export function readAsciiGrid(text: string): Grid {
  const { header, body } = splitHeader(text)
  const columns = count(header, 'ncols')
  const rows = count(header, 'nrows')
  const cell = need(header, 'cellsize')
  if (!(cell > 0)) throw invalid(`cellsize is ${cell}`)
  const west = header.has('xllcenter') ? need(header, 'xllcenter') - cell / 2 : need(header, 'xllcorner')
  const south = header.has('yllcenter') ? need(header, 'yllcenter') - cell / 2 : need(header, 'yllcorner')
  const none = header.get('nodata_value') ?? -9999
  const words = body.match(/\S+/g) ?? []
  if (words.length !== columns * rows) {
    throw invalid(`${rows} rows of ${columns} are ${columns * rows} values, and the file has ${words.length}`)
  }
  const values = Float64Array.from(words, (word, i) => {
    const value = Number(word)
    if (Number.isNaN(value) && word.toLowerCase() !== 'nan') {
      throw invalid(`"${word}" in row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1} is not a number`)
    }
    return value === none ? Number.NaN : value
  })
  return { columns, rows, west, south, cell, values }
}

/** The value of the cell in which a position lies; null outside the grid and where it has no data. */
export function sample(grid: Grid, at: Position): number | null {
  const column = Math.floor((at[0] - grid.west) / grid.cell)
  const row = grid.rows - 1 - Math.floor((at[1] - grid.south) / grid.cell)
  if (!(column >= 0 && column < grid.columns && row >= 0 && row < grid.rows)) return null
  const value = grid.values[row * grid.columns + column] as number
  return Number.isNaN(value) ? null : value
}

/** Every cell that has data, row by row from north to south: its index in `values`, its middle and its value. */
export function* cells(grid: Grid): Generator<{ index: number; centre: Position; value: number }> {
  for (let index = 0; index < grid.values.length; index++) {
    const value = grid.values[index] as number
    if (!Number.isNaN(value)) yield { index, centre: cellCentre(grid, index), value }
  }
}

/** The middle of the cell at an index of `values`. */
export function cellCentre(grid: Grid, index: number): Position {
  const [row, column] = [Math.floor(index / grid.columns), index % grid.columns]
  return [grid.west + (column + 0.5) * grid.cell, grid.south + (grid.rows - row - 0.5) * grid.cell]
}

/** The leading lines that begin with a letter are the header; `nan` begins a value. */
function splitHeader(text: string): {
  header: Map<string, number>
  body: string
} {
  const header = new Map<string, number>()
  const line = /[ \t]*([a-z_]\w*)[ \t]+(\S+)[ \t]*(?:\r\n|\n|\r|$)/iy
  line.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  let end = line.lastIndex
  for (let m = line.exec(text); m && m[1]?.toLowerCase() !== 'nan'; m = line.exec(text)) {
    const [, name = '', value = ''] = m
    if (!/^nan$/i.test(value) && Number.isNaN(Number(value))) throw invalid(`${name} is "${value}", not a number`)
    header.set(name.toLowerCase(), Number(value))
    end = line.lastIndex
  }
  return { header, body: text.slice(end) }
}

function need(header: ReadonlyMap<string, number>, name: string): number {
  const value = header.get(name)
  if (value === undefined || !Number.isFinite(value)) throw invalid(`its header has no ${name}`)
  return value
}

/** The most cells that are read: a grid of this many fills 800 MB. */
const MOST = 100_000_000

function count(header: ReadonlyMap<string, number>, name: string): number {
  const value = need(header, name)
  if (!Number.isInteger(value) || value < 1 || value > MOST) throw invalid(`${name} is ${value}`)
  return value
}

function invalid(what: string): MusterError {
  return new MusterError('GRID_INVALID', { what })
}

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cellCentre, cells, readAsciiGrid, sample } from '../../src/base/grid.ts'

const GRID = 'ncols 3\nnrows 2\nxllcorner 100\nyllcorner -5\ncellsize 0.5\nNODATA_value -9999\n1 2 3\n4 -9999 6.5\n'
const data = new URL('../../../shared/data/', import.meta.url)
const present = existsSync(data)

describe('an ESRI ASCII grid', () => {
  const grid = readAsciiGrid(GRID)

  it('is read from north to south, with its holes', () => {
    expect(grid).toMatchObject({ columns: 3, rows: 2, west: 100, south: -5, cell: 0.5 })
    expect([...cells(grid)].map((c) => c.value)).toEqual([1, 2, 3, 4, 6.5])
    expect(cellCentre(grid, 0)).toEqual([100.25, -4.25])
    expect(cellCentre(grid, 5)).toEqual([101.25, -4.75])
  })

  it('tells the value at a position, and null where it has none', () => {
    expect(sample(grid, [100.1, -4.1])).toBe(1)
    expect(sample(grid, [101.4, -4.9])).toBe(6.5)
    expect(sample(grid, [100.75, -4.75])).toBeNull()
    expect([sample(grid, [99.9, -4.2]), sample(grid, [101.6, -4.2]), sample(grid, [100.2, -3.9])]).toEqual([
      null,
      null,
      null,
    ])
    for (const { centre, value } of cells(grid)) expect(sample(grid, centre)).toBe(value)
  })

  it('may give the middle of its corner cell, Windows lines, capitals, a byte-order mark and no NODATA', () => {
    const other =
      '\ufeffNROWS 2\r\nNCOLS 3\r\nXLLCENTER 100.25\r\nYLLCENTER -4.75\r\nCELLSIZE 0.5\r\n1 2 3 4\r\n-9999 6.5'
    expect(readAsciiGrid(other)).toEqual(grid)
  })

  it.each([
    ['nothing at all', '', /no ncols/],
    ['a picture', '\x89PNG\r\n', /no ncols/],
    ['a missing value', GRID.replace(' 6.5', ''), /2 rows of 3 are 6 values, and the file has 5/],
    ['a word among the values', GRID.replace('6.5', 'six'), /"six" in row 2, column 3/],
    ['no cell size', GRID.replace('cellsize 0.5\n', ''), /no cellsize/],
    ['cells of no size', GRID.replace('0.5', '0'), /cellsize is 0/],
    ['half a column', GRID.replace('ncols 3', 'ncols 2.5'), /ncols is 2.5/],
    ['a header that is no number', GRID.replace('nrows 2', 'nrows two'), /nrows is "two"/],
  ])('is refused with %s, saying so', (_, text, says) => {
    expect(() => readAsciiGrid(text)).toThrow(says)
  })
})

describe.skipIf(!present)('the grids of the trial (needs ../shared/data)', () => {
  it.each([
    ['jakarta/population.asc', 638, 649],
    ['jakarta/flood_depth.asc', 638, 649],
    ['quake/lembang_mmi.asc', 599, 337],
  ])('%s is read whole', (path, columns, rows) => {
    const grid = readAsciiGrid(readFileSync(new URL(path, data), 'utf8'))
    expect([grid.columns, grid.rows, grid.values.length]).toEqual([columns, rows, columns * rows])
  })
})

import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { csv } from '../../src/apps/server/lists/csv.ts'
import { HEADINGS } from '../../src/apps/server/lists/headings.ts'
import { stateOf } from '../../src/apps/server/lists/states.ts'
import { TITLES } from '../../src/apps/server/lists/words.ts'
import { type SheetCell, xlsx } from '../../src/apps/server/lists/xlsx.ts'
import { listDefs } from '../../src/domain/board/lists/read.ts'
import type { Grid } from '../../src/domain/imports/model.ts'
import { readXlsxGrid } from '../../src/domain/imports/xlsx/read-xlsx.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'
import { serve } from '../harness/serve.ts'

async function* pagesOf<T>(...pages: T[][]): AsyncGenerator<T[]> {
  yield* pages
}

async function gathered(pieces: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}

/** A sheet of a workbook as somebody sees it. */
async function sheetOf(bytes: Buffer, sheet?: string): Promise<Grid> {
  return readXlsxGrid(bytes, { name: 'list.xlsx', sheet })
}

describe('CSV', () => {
  test('is marked as UTF-8, quotes what must be, and runs no formula', async () => {
    const text = String(
      await gathered(
        csv(
          ['名称', 'n'],
          pagesOf<(string | number | null)[]>(
            [
              ['a,"b"', -1],
              ['=1+1', null],
            ],
            [['+86 1\n2', 0.5]],
          ),
        ),
      ),
    )
    expect(text).toBe('\uFEFF名称,n\r\n"a,""b""",-1\r\n\'=1+1,\r\n"\'+86 1\n2",0.5\r\n')
  })
})

describe('XLSX', () => {
  test('opens in a spreadsheet: texts, numbers, moments, and what XML has no place for', async () => {
    const at = new Date('2020-07-09T14:05:30Z')
    const rows: SheetCell[][] = [
      ['张家村 <&>"', 1.5, at, true, null],
      ['=1+1', -2, null, false, 'a\u0000\u0007b\nc\uD800'],
    ]
    const file = await gathered(xlsx('缺口', ['名称', 'n', 'when', 'flag', 'x'], pagesOf(rows)))
    const grid = await sheetOf(file)
    expect(grid.sheets).toEqual(['缺口'])
    expect(grid.rows.map((row) => row.cells)).toEqual([
      ['名称', 'n', 'when', 'flag', 'x'],
      ['张家村 <&>"', '1.5', '2020-07-09 14:05:30', 'true'],
      ['=1+1', '-2', '', 'false', 'ab\nc'],
    ])
    expect(grid.rows[1]?.marks).toEqual({ 1: 'number' })
  })

  test('goes on in another sheet when one is full, each with its headings', async () => {
    const rows = Array.from({ length: 7 }, (_, i): SheetCell[] => [i])
    const file = await gathered(xlsx('n', ['n'], pagesOf(rows.slice(0, 4), [], rows.slice(4)), 3))
    const { sheets = [] } = await sheetOf(file)
    expect(sheets).toEqual(['n', 'n 2', 'n 3'])
    const grids = await Promise.all(sheets.map((name) => sheetOf(file, name)))
    expect(grids.map((grid) => grid.rows.map((row) => row.cells[0]))).toEqual([
      ['n', '0', '1', '2'],
      ['n', '3', '4', '5'],
      ['n', '6'],
    ])
  })

  test('asks for the next page only when the last has been taken', async () => {
    let asked = 0
    async function* endless() {
      for (;;) {
        asked++
        yield Array.from({ length: 1_000 }, (_, i): SheetCell[] => [`row ${asked} ${i} ${Math.random()}`])
      }
    }
    const file = xlsx('n', ['n'], endless())
    for (let i = 0; i < 8; i++) await file.next()
    await new Promise((done) => setImmediate(done))
    expect(asked).toBeLessThan(100)
    await file.return(undefined)
  })

  test('ends where its rows fail, and lets the rows go where nobody reads on', async () => {
    async function* failing() {
      yield [['a']]
      throw new Error('the database is gone')
    }
    await expect(gathered(xlsx('n', ['n'], failing()))).rejects.toThrow('the database is gone')
    let isLetGo = false
    async function* endless() {
      try {
        for (;;) yield [[String(Math.random()).repeat(1_000)]]
      } finally {
        isLetGo = true
      }
    }
    const file = xlsx('n', ['n'], endless())
    await file.next()
    await file.return(undefined)
    expect(isLetGo).toBe(true)
  })
})

test('every heading and every state of every list has words in both languages', () => {
  for (const def of listDefs()) {
    expect(TITLES[def.list], def.list).toBeDefined()
    for (const column of def.columns) {
      expect(HEADINGS[column.key], `${def.list}: ${column.key}`).toBeDefined()
      for (const choice of column.choices ?? []) expect(stateOf(column, choice), `${def.list}: ${choice}`).toBeDefined()
    }
  }
})

describe('a list as a file', () => {
  const scene = useScene()
  let app: FastifyInstance

  beforeEach(async () => {
    app = await serve({ db: scene.db, clock: scene.world.clock })
    await scene.warn([1])
  })

  test('has every row, with headings, states and words of the playbook in the language asked for', async () => {
    const query = { area: villageCode(1), kind: 'household', format: 'csv', lang: 'zh' }
    const answer = await app.inject({ url: '/api/v1/lists/places', query })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="places-${villageCode(1)}-20200709T0000.csv"`,
    })
    const [head, first, ...rest] = answer.body.split('\r\n').filter((line) => line !== '')
    expect(head).toMatch(/^\uFEFF地点,类别,编码,状态,责任人/)
    expect(first).toMatch(/^H1-01,住户,H1-01,/)
    expect(rest).toHaveLength(19)
  })

  test('tells moments by the clock of the place', async () => {
    const answer = await app.inject({
      url: '/api/v1/lists/gaps',
      query: { district: COUNTY, rule: 'section-responsible', format: 'xlsx', lang: 'en' },
    })
    const { sheets, rows } = await sheetOf(answer.rawPayload)
    expect(sheets).toEqual(['Gaps'])
    expect(rows[0]?.cells[4]).toBe('Since (UTC+8)')
    expect(rows[1]?.cells[2]).toBe('A responsible person for each dam section')
    expect(rows[1]?.cells[4]).toBe('2020-07-09 08:00:00')
  })

  test('that cannot be read is refused before it begins', async () => {
    const answer = await app.inject({ url: '/api/v1/lists/gaps', query: { format: 'csv' } })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'LIST_NEEDS'])
  })
})

import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { csv } from '../../src/apps/server/lists/csv.ts'
import { HEADINGS, STATES, TITLES } from '../../src/apps/server/lists/words.ts'
import { type SheetCell, xlsx } from '../../src/apps/server/lists/xlsx.ts'
import { makeServer } from '../../src/apps/server/server.ts'
import { listDefs } from '../../src/domain/board/lists/read.ts'
import { COUNTY, villageCode } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

async function* pagesOf<T>(...pages: T[][]): AsyncGenerator<T[]> {
  yield* pages
}

async function gathered(pieces: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}

/** ExcelJS and this repository's Node types name the same buffer differently. */
async function workbook(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  return book
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
    const [sheet] = (await workbook(await gathered(xlsx('缺口', ['名称', 'n', 'when', 'flag', 'x'], pagesOf(rows)))))
      .worksheets
    expect(sheet?.name).toBe('缺口')
    expect(sheet?.getRow(1).values).toEqual([undefined, '名称', 'n', 'when', 'flag', 'x'])
    expect(sheet?.getCell('A2').value).toBe('张家村 <&>"')
    expect(sheet?.getCell('C2').value).toEqual(at)
    expect([sheet?.getCell('B2').value, sheet?.getCell('D2').value, sheet?.getCell('E2').value]).toEqual([
      1.5,
      true,
      null,
    ])
    expect([sheet?.getCell('A3').value, sheet?.getCell('E3').value]).toEqual(['=1+1', 'ab\nc'])
  })

  test('goes on in another sheet when one is full, each with its headings', async () => {
    const rows = Array.from({ length: 7 }, (_, i): SheetCell[] => [i])
    const book = await workbook(await gathered(xlsx('n', ['n'], pagesOf(rows.slice(0, 4), [], rows.slice(4)), 3)))
    expect(book.worksheets.map((s) => [s.name, s.rowCount])).toEqual([
      ['n', 4],
      ['n 2', 4],
      ['n 3', 2],
    ])
    expect(book.worksheets[2]?.getCell('A2').value).toBe(6)
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
})

test('every heading and every state of every list has words in both languages', () => {
  for (const def of listDefs()) {
    expect(TITLES[def.list], def.list).toBeDefined()
    for (const column of def.columns) {
      expect(HEADINGS[column.key], `${def.list}: ${column.key}`).toBeDefined()
      for (const choice of column.choices ?? []) expect(STATES[choice], `${def.list}: ${choice}`).toBeDefined()
    }
  }
})

describe('a list as a file', () => {
  const scene = useScene()
  let app: FastifyInstance

  beforeEach(async () => {
    app = await makeServer({ db: scene.db, clock: scene.world.clock })
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
    const [sheet] = (await workbook(answer.rawPayload)).worksheets
    expect(sheet?.name).toBe('Gaps')
    expect(sheet?.getCell('E1').value).toBe('Since (UTC+8)')
    expect(sheet?.getCell('C2').value).toBe('A responsible person for each dam section')
    expect(sheet?.getCell('E2').value).toEqual(new Date('2020-07-09T08:00:00Z'))
  })

  test('that cannot be read is refused before it begins', async () => {
    const answer = await app.inject({ url: '/api/v1/lists/gaps', query: { format: 'csv' } })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'LIST_NEEDS'])
  })
})

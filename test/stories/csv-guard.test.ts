import { describe, expect, test } from 'vitest'
import { csv } from '../../src/apps/server/lists/csv.ts'
import { readTable } from '../../src/domain/imports/table.ts'

async function* once<T>(page: T): AsyncGenerator<T> {
  yield page
}

async function written(names: string[]): Promise<string> {
  let text = ''
  for await (const piece of csv(['name', 'code'], once(names.map((name, i) => [name, `S${i}`])))) text += piece
  return text
}

describe('A list as CSV', () => {
  const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '\t', '\r', '\n']

  test('puts an apostrophe before whatever a spreadsheet may run, in half width and in full', async () => {
    const text = await written(signs.map((sign) => `${sign}1+1`))
    for (const sign of signs) expect(text).toMatch(new RegExp(`(?:^|[\\n"])'${sign.replace('+', '\\+')}1\\+1`))
  })

  test('leaves signs inside a name and other first letters alone', async () => {
    const text = await written(['Wu＝1', '（＝）', 'a@b', '—Wu'])
    expect(text).not.toContain("'")
  })

  test('is read in again as it was', async () => {
    const names = [...signs.map((sign) => `${sign}1+1 Wu`), "'t Hooft", 'Wu']
    const table = await readTable(Buffer.from(await written(names)), { name: 'list.csv' })
    expect(table.rows.map((row) => row.cells.name?.trim())).toEqual(names.map((name) => name.trim()))
  })
})

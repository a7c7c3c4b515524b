import { readTable } from '../../src/domain/imports/table.ts'
import { type MadeBook, type MadeCell, type MadeSheet, workbook } from './workbook.ts'

/** Headers of a list of members. */
export const HEADS = ['编号', '姓名', '支部', '手机']
/** What an import reads of a workbook. */
export const readBook = async (
  book: MadeBook | MadeSheet['rows'],
  options: { sheet?: string; headerRows?: string } = {},
) => readTable(await workbook(book), { name: 'list.xlsx', ...options })
export const sheetOf = (rows: MadeSheet['rows'], more: Partial<MadeSheet> = {}): MadeBook => ({
  sheets: [{ name: 'Sheet1', rows, ...more }],
})
export const cellsOf = (table: Awaited<ReturnType<typeof readBook>>) =>
  table.rows.map((row) => Object.values(row.cells))
/** The notes of a table, each as line, code and value. */
export const notesOf = (table: Awaited<ReturnType<typeof readBook>>) =>
  (table.notes ?? []).map(({ line, code, value }) => [line, code, value])
export const numberCell = (value: string | number, style = 0): MadeCell => ({ xml: `<v>${value}</v>`, style })

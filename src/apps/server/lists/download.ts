import { Readable } from 'node:stream'
import { MINUTE } from '../../../base/clock.ts'
import type { Page } from '../../../base/paging.ts'
import type { ListDef, Row } from '../../../domain/board/lists/model.ts'
import type { Playbook } from '../../../domain/playbooks/model.ts'
import { type CsvCell, csv } from './csv.ts'
import { headingOf, inWords, type Lang, playbookWords, TITLES } from './words.ts'
import { xlsx } from './xlsx.ts'

/** Rows asked for at a time: a page is what is in memory, however many rows the file gets. */
export const DOWNLOAD_PAGE = 1_000

export const FORMATS = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type Format = keyof typeof FORMATS

export interface Download {
  def: ListDef
  format: Format
  lang: Lang
  playbooks: readonly Playbook[]
  /** Minutes east of Greenwich by which moments are told. */
  utcOffset: number
  /** The page that was read already, so that a fault was told as one before the file began. */
  first: Page<Row>
  read(after: string): Promise<Page<Row>>
}

/** A list as a file, made page by page as it is read: every column, headings and words in one language. */
export function download({ def, format, lang, playbooks, utcOffset, first, read }: Download): Readable {
  const words = playbookWords(playbooks, lang)
  const headings = def.columns.map((c) => headingOf(c, lang, utcOffset))
  const local = (at: Date) => new Date(at.getTime() + utcOffset * MINUTE)
  const told = (row: Row) =>
    def.columns.map((column) => {
      const value = inWords(column, row.cells[column.key] ?? null, lang, words)
      return value instanceof Date ? local(value) : value
    })
  async function* pages() {
    for (let page = first; ; page = await read(page.next)) {
      yield page.items.map(told)
      if (page.next === null) return
    }
  }
  if (format === 'xlsx') return Readable.from(xlsx(TITLES[def.list][lang], headings, pages()), { objectMode: false })
  return Readable.from(csv(headings, texts(pages())), { objectMode: false })
}

async function* texts(pages: AsyncIterable<(string | number | Date | null)[][]>): AsyncGenerator<CsvCell[][]> {
  for await (const page of pages)
    yield page.map((row) => row.map((c) => (c instanceof Date ? c.toISOString().slice(0, 19).replace('T', ' ') : c)))
}

/** What a cell of a CSV file is written from. */
export type CsvCell = string | number | boolean | null

/**
 * A CSV file as it is made (RFC 4180: CRLF, quotes doubled), in UTF-8 with its mark first, without which spreadsheets take
 * Chinese for something else. A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV
 * injection): a household called `=1+1` stays a name. Signs of full width count, since East Asian spreadsheets run `＝1+1`, and so
 * do tabs and line breaks, which some drop before they look at what follows. One that begins with an apostrophe gets another, so that reading the file in
 * again takes off what was put there and no more. Numbers are left as they are.
 */
export async function* csv(
  headings: readonly string[],
  pages: AsyncIterable<readonly (readonly CsvCell[])[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${line(headings)}`
  for await (const page of pages) if (page.length > 0) yield page.map(line).join('')
}

const GUARDED = /^['=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]/

function line(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = GUARDED.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

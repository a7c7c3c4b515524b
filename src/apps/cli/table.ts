/** A column: its header, and whether its cells are figures, which stand to the right. */
export type Column = string | { header: string; right: true }

/**
 * Lines of a table whose columns are as wide as what is in them, two spaces apart, indented by two; `none` where there are
 * no rows. Chinese characters take two cells of a terminal each and count as such.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], none = ''): string {
  if (rows.length === 0) return none && `  ${none}`
  const headers = columns.map((column) => (typeof column === 'string' ? column : column.header))
  const right = columns.map((column) => typeof column !== 'string')
  const lines = [headers, ...rows.map((row) => row.map(oneLine))]
  const widths = headers.map((_, i) => Math.max(...lines.map((cells) => widthOf(cells[i] ?? ''))))
  return lines
    .map((cells) => {
      const padded = widths.map((width, i) => pad(cells[i] ?? '', width, right[i] === true))
      return `  ${padded.join('  ')}`.trimEnd()
    })
    .join('\n')
}

/** Names and values under one another, the values in line. */
export function pairs(list: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...list.map(([name]) => widthOf(name)))
  return list.map(([name, value]) => `  ${pad(name, width, false)}  ${oneLine(value)}`.trimEnd()).join('\n')
}

/** How many cells of a terminal a text takes: two for what East Asia writes wide (UAX #11), none for marks that combine. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) {
    if (NO_WIDTH.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}

const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}

/** Names come from files: a line break, or a terminal's escape sequence in one, must not reach the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}

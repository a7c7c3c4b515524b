/** Text that is HTML already. Made only by `html`, so that whatever comes from the register is escaped on its way in. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | null | readonly Part[]

/** HTML with every value escaped, unless it is HTML itself; lists are joined, null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: texts.reduce((page, text, i) => page + written(parts[i - 1] ?? null) + text) }
}

function written(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escaped(part)
  return 'html' in part ? part.html : part.map(written).join('')
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITY[c] ?? c)
}

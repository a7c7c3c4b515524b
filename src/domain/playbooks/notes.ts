import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** What a file says in a comment: beside a line of it, or by itself. */
export interface Note {
  about: string | null
  text: string
}

/**
 * The comments of a playbook's file, which say where its figures are taken from: those above the first key, line by line as
 * they were laid out, and those of each rule by its id. The file is one that was read without a fault.
 */
export function notesIn(text: string): { top: string[]; rules: ReadonlyMap<string, Note[]> } {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  const top = lines.slice(0, Math.max(0, start)).map((line) => line.replace(/^#\s?/, ''))
  while (top.at(-1)?.trim() === '') top.pop()
  return { top, rules: ofRules(text, lines) }
}

function ofRules(text: string, lines: string[]): Map<string, Note[]> {
  const lineCounter = new LineCounter()
  const doc = parseDocument(text, { lineCounter })
  const rules = doc.get('rules')
  const found = new Map<string, Note[]>()
  if (!isSeq(rules)) return found
  // A comment above a rule belongs to it, so each begins where the one before ended.
  let from = lineOf((rules as Node).range?.[0]) - 1
  for (const rule of rules.items) {
    if (!isMap(rule)) continue
    const to = lineOf(rule.range?.[1])
    found.set(String(rule.get('id')), notesAmong(lines.slice(from, to)))
    from = to
  }
  return found

  function lineOf(offset = 0): number {
    return lineCounter.linePos(Math.max(0, offset)).line
  }
}

/** Comments on lines of their own that follow each other are one. A `#` without a blank after it is a colour. */
function notesAmong(lines: string[]): Note[] {
  const notes: Note[] = []
  let open: Note | null = null
  for (const line of lines) {
    const [, before = '', said] = /^(.*?)(?:^|\s)#\s(.*)$/.exec(line) ?? []
    const about = before.replace(/^\s*-?\s*/, '').trim()
    if (said === undefined || about !== '') open = null
    if (said === undefined) continue
    if (open) open.text += ` ${said.trim()}`
    else notes.push({ about: about || null, text: said.trim() })
    open = about === '' ? (notes.at(-1) ?? null) : null
  }
  return notes
}

import { type Document, LineCounter, parseDocument, visit } from 'yaml'
import { type Faults, faultsIn } from './faults.ts'

/** Far above any playbook that a person would write: flood.yaml has some 8,000. */
const MOST_CHARACTERS = 500_000
/** A playbook nests six deep; the parser would run out of stack at some thousands. */
const MOST_OPEN_BRACKETS = 2_000

/** The text as plain data, with whatever YAML itself has against it noted; the data counts only if there are no faults. */
export function parseYaml(text: string, path: string): { value: unknown; faults: Faults } {
  const lineCounter = new LineCounter()
  const tooMuch = tooMuchToRead(text)
  const doc: Document = parseDocument(tooMuch ? '' : text, { lineCounter, prettyErrors: false, version: '1.2' })
  const faults = faultsIn(path, doc, lineCounter)
  if (tooMuch) faults.addAt(0, tooMuch, 'Give the file of one playbook.')
  for (const { pos, message } of [...doc.errors, ...doc.warnings]) {
    faults.addAt(pos[0], `not YAML: ${message.trim()}`, 'Mend it first: the rest was not looked at.')
  }
  // An alias makes a reader hunt for what a rule says, and lets a short file grow without bound.
  visit(doc, {
    Alias: (_, node) => faults.addAt(node.range?.[0] ?? 0, `*${node.source} points elsewhere`, 'Write it out.'),
  })
  return { value: faults.count() > 0 ? null : doc.toJS(), faults }
}

function tooMuchToRead(text: string): string | null {
  if (text.length > MOST_CHARACTERS)
    return `the file has ${text.length} characters, ${MOST_CHARACTERS} at most are read`
  const brackets = text.match(/[[{]/g)?.length ?? 0
  return brackets > MOST_OPEN_BRACKETS ? `the file opens ${brackets} brackets` : null
}

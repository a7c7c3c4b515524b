import { type Document, isAlias, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { type Faults, faultsIn } from './faults.ts'

/** Far above any playbook that a person would write: flood.yaml has some 5,000. */
const MOST_CHARACTERS = 200_000

/** The text as plain data, with whatever YAML itself has against it noted; the data counts only if there are no faults. */
export function parseYaml(text: string): { value: unknown; faults: Faults } {
  const lineCounter = new LineCounter()
  const tooLong = text.length > MOST_CHARACTERS
  const doc: Document = parseDocument(tooLong ? '' : text, { lineCounter, prettyErrors: false, version: '1.2' })
  const faults = faultsIn(doc, lineCounter)
  if (tooLong) faults.addAt(0, `more than ${MOST_CHARACTERS} characters`, 'Give the file of one playbook.')
  for (const { pos, message } of [...doc.errors, ...doc.warnings]) {
    faults.addAt(pos[0], `not YAML: ${message.trim()}`, 'Mend it first: the rest was not looked at.')
  }
  // An alias makes a reader hunt for what a rule says, and lets a short file grow without bound.
  visit(doc, {
    Pair: (_, { key }) => {
      if (isScalar(key) || isAlias(key)) return
      faults.addAt((key as Node | null)?.range?.[0] ?? 0, 'a key is not a text', 'Write a name before the colon.')
    },
    Alias: (_, node) => faults.addAt(node.range?.[0] ?? 0, `*${node.source} points elsewhere`, 'Write it out.'),
  })
  return { value: faults.count() > 0 ? null : doc.toJS(), faults }
}

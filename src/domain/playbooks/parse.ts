import { type Document, isAlias, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { type Faults, faultsIn } from './faults.ts'

/** Far above any playbook that a person would write: flood.yaml has some 5,000. */
const MOST_CHARACTERS = 100_000
/** Values in it, keys included; each rule of flood.yaml has some 50. */
const MOST_VALUES = 20_000
/** Lists and objects in each other; a playbook has six. */
const DEEPEST = 20

const MEND = 'Mend it first: the rest was not looked at.'

/** The text as plain data, with whatever YAML itself has against it noted; the data counts only if there are no faults. */
export function parseYaml(text: string): { value: unknown; faults: Faults } {
  const lineCounter = new LineCounter()
  const { doc, tooMuch } = readDocument(text, lineCounter)
  const faults = faultsIn(doc, lineCounter)
  if (tooMuch !== null) faults.addAt(0, tooMuch, 'Give the file of one playbook.')
  for (const { pos, message } of [...doc.errors, ...doc.warnings]) {
    faults.addAt(pos[0], `not YAML: ${message.trim()}`, MEND)
  }
  // An alias makes a reader hunt for what a rule says, and lets a short file grow without bound.
  let values = 0
  visit(doc, {
    Node: (_, __, path) => {
      values++
      const much =
        path.length > DEEPEST * 2 ? `lists and objects more than ${DEEPEST} deep` : `more than ${MOST_VALUES} values`
      if (path.length <= DEEPEST * 2 && values <= MOST_VALUES) return undefined
      faults.addAt(0, much, 'Give the file of one playbook.')
      return visit.BREAK
    },
    Map: (_, { items }) => {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key
        const at = (key as Node | null)?.range?.[0] ?? 0
        if (seen.has(name)) faults.addAt(at, 'not YAML: Map keys must be unique', MEND)
        seen.add(name)
      }
    },
    Pair: (_, { key }) => {
      if (isScalar(key) || isAlias(key)) return
      faults.addAt((key as Node | null)?.range?.[0] ?? 0, 'a key is not a text', 'Write a name before the colon.')
    },
    Alias: (_, node) => faults.addAt(node.range?.[0] ?? 0, `*${node.source} points elsewhere`, 'Write it out.'),
  })
  return { value: faults.count() > 0 ? null : doc.toJS(), faults }
}

/** The document; an empty one, with what is too much, where it is larger or deeper than is read. */
function readDocument(text: string, lineCounter: LineCounter): { doc: Document; tooMuch: string | null } {
  // Its own look for the same key twice compares each with each: it takes 16 s for 18,000.
  const options = { prettyErrors: false, version: '1.2', uniqueKeys: false } as const
  const none = () => parseDocument('', options)
  if (text.length > MOST_CHARACTERS) return { doc: none(), tooMuch: `more than ${MOST_CHARACTERS} characters` }
  if ((text.match(/[[{]/g)?.length ?? 0) > MOST_VALUES / 2)
    return { doc: none(), tooMuch: `more than ${MOST_VALUES} values` }
  if ((text.match(/^%/gm)?.length ?? 0) > 1)
    return { doc: none(), tooMuch: 'several directives (lines that begin with %)' }
  try {
    return { doc: parseDocument(text, { ...options, lineCounter }), tooMuch: null }
  } catch (error) {
    // The parser steps into each level by a call: it has no bound of its own but the stack's.
    if (!(error instanceof RangeError)) throw error
    return { doc: none(), tooMuch: `lists and objects more than ${DEEPEST} deep` }
  }
}

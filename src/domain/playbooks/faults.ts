import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'
import { shorten } from '../../base/input.ts'

/** The way to a value in the file: keys and list positions. */
export type Path = readonly (string | number)[]

/** One thing that is wrong, and where: lines and columns count from 1; `where` is empty for what is no value. */
export interface Fault {
  line: number
  column: number
  where: string
  what: string
  advice: string
}

/** Everything that is wrong with a file, gathered so that its writer mends it in one go. */
export interface Faults {
  /** Notes a fault about the value at `path`, or about its key; if nothing is there, about the nearest thing around it. */
  add(path: Path, what: string, advice: string, on?: 'key' | 'value'): void
  /** Notes a fault at a character of the text. */
  addAt(offset: number, what: string, advice: string): void
  count(): number
  /** By line. */
  list(): Fault[]
}

/** `file:line:column: where: what. advice` */
export function sayFault(file: string, { line, column, where, what, advice }: Fault): string {
  return `${file}:${line}:${column}: ${where === '' ? '' : `${where}: `}${what}. ${advice}`
}

/** Faults that are gathered: nobody mends more before reading the file again, and each is looked up in the file. */
const MOST_FAULTS = 200

export function faultsIn(doc: Document, lineCounter: LineCounter): Faults {
  const found: Fault[] = []
  const note = (offset: number, where: string, what: string, advice: string) => {
    const { line, col } = lineCounter.linePos(offset)
    // An empty file has no lines at all; its faults are told at its beginning.
    found.push({ line: Math.max(1, line), column: Math.max(1, col), where, what, advice })
  }
  return {
    add(path, what, advice, on = 'value') {
      if (found.length < MOST_FAULTS) note(offsetOf(doc, path, on), wordsFor(doc, path), what, advice)
    },
    addAt(offset, what, advice) {
      if (found.length < MOST_FAULTS) note(offset, '', what, advice)
    },
    count: () => found.length,
    list: () => found.toSorted((a, b) => a.line - b.line || a.column - b.column),
  }
}

/** The nearest of `known` to what was written, as advice; all of them when none is near. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = known
    .map((word) => ({ word, d: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, d }) => d <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.d - b.d)[0]
  return near ? `Did you mean "${near.word}"?` : `Use one of: ${known.join(', ')}.`
}

function offsetOf(doc: Document, path: Path, on: 'key' | 'value'): number {
  let node: unknown = doc.contents
  let offset = (doc.contents as Node | null)?.range?.[0] ?? 0
  for (const [depth, step] of path.entries()) {
    let key: unknown
    if (isMap(node)) {
      const pair = node.items.find((p) => (isScalar(p.key) ? p.key.value : p.key) === step)
      if (!pair) return offset
      key = pair.key
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
    } else {
      return offset
    }
    const wanted = (on === 'key' && depth === path.length - 1 ? key : node) ?? key
    offset = (wanted as Node | null | undefined)?.range?.[0] ?? offset
  }
  return offset
}

/** `rules.section-patrol.holders.within`: an entry of a list goes by its id where it has one. */
function wordsFor(doc: Document, path: Path): string {
  if (path.length === 0) return 'the file'
  const words = path.map((step, i) => {
    if (typeof step === 'string') return i === 0 ? step : `.${step}`
    const id = doc.getIn([...path.slice(0, i + 1), 'id'])
    return typeof id === 'string' && id !== '' ? `.${id}` : `[${step + 1}]`
  })
  return shorten(words.join(''), 200)
}

/** Slips of the pen from one word to the other: letters added, dropped, changed, or two neighbours swapped. */
function editDistance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : change
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

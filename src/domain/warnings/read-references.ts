import { readInstant } from './instants.ts'
import type { WarningRef } from './model.ts'

/** What a text of references says: the messages, what is none in it, and which name no moment that can be. */
export interface ReadReferences {
  references: WarningRef[]
  unread: string[]
  undated: string[]
}

/** A moment at the end of a triple, after a comma or what was written for one; the triple's own parts may hold anything but that. */
const SENT = /(?: ?[,;|] ?| )(\d{4}-\d\d-\d\d[Tt][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)(?=[ ,;|]|$)/g

/** Something that stands where the moment should, and is none: `04/03/2025`, `20250304030000`. */
const NO_MOMENT = /^(?=(?:\D*\d){6})[\d\s/.:+TtZz年月日-]*$/

/**
 * Reads `sender,identifier,sent sender,identifier,sent …` (CAP §3.2.1). Triples are found by the moment that ends them
 * and not by spaces or commas, since real identifiers hold both. Sender and identifier are enough: a moment that is missing,
 * or cannot be, is left out. What names no two is returned in `unread`: a reference that cannot be read does not stop a
 * warning, which then stands beside the one it meant to replace.
 */
export function readReferences(written: string): ReadReferences {
  // Long runs of spaces would make the patterns slow.
  const text = written.replace(/\s+/g, ' ')
  const found: ReadReferences = { references: [], unread: [], undated: [] }
  let from = 0
  for (const match of text.matchAll(SENT)) {
    const before = trimmed(text.slice(from, match.index))
    const [last, ...others] = pairsIn(before).reverse()
    // One without an offset is taken as UTC: sender and identifier are enough to find what it means (chains.ts).
    const sent = readInstant(match[1] as string) ?? readInstant(match[1] as string, 'Z')
    for (const pair of others.reverse()) add(found, pair, null)
    add(found, last ?? '', sent, trimmed(text.slice(from, match.index + match[0].length)))
    from = match.index + match[0].length
  }
  const rest = trimmed(text.slice(from))
  if (rest) for (const pair of pairsIn(rest)) add(found, pair, null)
  return found
}

function add(to: ReadReferences, pair: string, sent: Date | null, written = pair): void {
  const names = namesIn(pair, sent !== null)
  if (!names) {
    to.unread.push(written)
    return
  }
  to.references.push({ ...names, sent })
  if (!sent) to.undated.push(written)
}

/** What stands before a moment is one pair, unless every word of it is a pair by itself. */
function pairsIn(text: string): string[] {
  const words = text.split(' ')
  return words.length > 1 && words.every((word) => /^[^,;|]+[,;|][^,;|]+/.test(word)) ? words : [text]
}

/** Sender and identifier of a pair, by the first comma, or what was written for one; null: it has no two parts. */
function namesIn(pair: string, dated: boolean): { sender: string; identifier: string } | null {
  const separator = [',', ';', '|'].find((mark) => pair.includes(mark))
  const words = pair.split(' ')
  // Without any mark two words are a pair where the first is an address, as senders are.
  if (separator === undefined && (words.length !== 2 || !words[0]?.includes('@'))) return null
  const at = separator === undefined ? pair.indexOf(' ') : pair.indexOf(separator)
  const [sender, rest] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  const last = dated || separator === undefined ? -1 : rest.lastIndexOf(separator)
  const identifier = last > 0 && NO_MOMENT.test(rest.slice(last + 1)) ? rest.slice(0, last).trim() : rest
  return sender && identifier ? { sender, identifier } : null
}

/** Without the marks that stand between two references. */
function trimmed(text: string): string {
  const isMark = (char: string | undefined) => char !== undefined && ' ,;|'.includes(char)
  let [from, to] = [0, text.length]
  while (from < to && isMark(text[from])) from++
  while (to > from && isMark(text[to - 1])) to--
  return text.slice(from, to)
}

import { readInstant } from './instants.ts'
import type { WarningRef } from './model.ts'

/** A moment at the end of a triple; the triple's own parts may hold anything but that. */
const SENT = /,\s*(\d{4}-\d\d-\d\d[Tt][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)(?=\s|$)/g

/**
 * Reads `sender,identifier,sent sender,identifier,sent …` (CAP §3.2.1). Triples are found by the moment that ends them
 * and not by spaces or commas, since real identifiers hold both. What is not a triple is returned in `unread`: a
 * reference that cannot be read does not stop a warning, which then stands beside the one it meant to replace.
 */
export function readReferences(text: string): { references: WarningRef[]; unread: string[] } {
  const references: WarningRef[] = []
  const unread: string[] = []
  let from = 0
  for (const match of text.matchAll(SENT)) {
    const names = text.slice(from, match.index).trim()
    const comma = names.indexOf(',')
    // One without an offset is taken as UTC: sender and identifier are enough to find what it means (chains.ts).
    const sent = readInstant(match[1] as string) ?? readInstant(match[1] as string, 'Z')
    const [sender, identifier] = [names.slice(0, comma).trim(), names.slice(comma + 1).trim()]
    if (comma > 0 && identifier && sent) references.push({ sender, identifier, sent })
    else unread.push(text.slice(from, match.index + match[0].length).trim())
    from = match.index + match[0].length
  }
  const rest = text.slice(from).trim()
  if (rest) unread.push(rest)
  return { references, unread }
}

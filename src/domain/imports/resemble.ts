import { fold } from './clean.ts'
import type { NamedArea } from './match-path.ts'
import { type Problem, problem } from './reasons.ts'

/** Edits by which names may differ and still look like one: a slip, or a letter doubled and another dropped. */
const EDITS = 2
/** Shorter names differ by two letters and are two places. */
const SHORTEST = 6

/**
 * New areas that look like a misspelling of one that the register has under the same parent: 11 of 262 Jakarta villages
 * are spelt in two ways by two files. They are only pointed out, for neighbours with like names exist too.
 */
export function resembling(added: readonly (NamedArea & { line: number })[], known: readonly NamedArea[]): Problem[] {
  const siblings = Map.groupBy(known, (area) => area.parent)
  const found: Problem[] = []
  for (const area of added) {
    const own = fold(area.name)
    const like = (siblings.get(area.parent) ?? []).find((sibling) => {
      const other = fold(sibling.name)
      // Numbered names (RW 10, RW 11) are told apart by just such a difference.
      return own.length >= SHORTEST && !/\d/.test(own + other) && withinEdits(own, other, EDITS)
    })
    if (like)
      found.push(
        problem('RESEMBLES', area.line, { column: 'name', value: area.name, kept: `${like.name} (${like.code})` }),
      )
  }
  return found
}

/** Whether one text becomes the other by at most `limit` insertions, deletions and replacements (Levenshtein). */
export function withinEdits(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    if (Math.min(...next) > limit) return false
    row = next
  }
  return (row[b.length] as number) <= limit
}

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

/** What an area is called by its standing, at the end of a Chinese name or before or after another: 鄱阳县 becomes 鄱阳市. */
const STANDING = /(?:自治[区州县旗]|特别行政区|街道办事处|居民委员会|村民委员会|[省市县区旗盟州镇乡村]|街道|社区)$/u

/**
 * New areas that bear the name of one that the register has under the same parent, but for what they are: a county that
 * became a city gets another code, and a warning that names either is about the same ground.
 */
export function recoded(added: readonly (NamedArea & { line: number })[], known: readonly NamedArea[]): Problem[] {
  const stem = (name: string) => fold(name.replace(STANDING, ''))
  const siblings = Map.groupBy(known, (area) => `${area.parent}\n${stem(area.name)}`)
  return added.flatMap((area) => {
    const like = stem(area.name).length < 2 ? undefined : siblings.get(`${area.parent}\n${stem(area.name)}`)?.[0]
    if (!like) return []
    const kept = `${like.name} (${like.code})`
    return [problem('RECODED', area.line, { column: 'name', value: `${area.name} (${area.code})`, kept })]
  })
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

/** How one row is filed: the folded names of its areas from the highest level down to its own parent. */
export interface Lineage {
  line: number
  names: readonly string[]
}

/** `value` at `level` (0 is the highest) was read as `kept`, which `count` other rows have for the same parts. */
export interface Mend {
  line: number
  level: number
  value: string
  kept: string
  count: number
}

/** A spelling stands corrected only by at least this many times as many rows. */
const OUTVOTED = 4

/**
 * Finds misspelt ancestors: of 2,685 Jakarta neighbourhoods two lie in "JAKATA UTARA" and one in a city that bears its
 * district's name. A name gives way when everything filed under it is, by the same names below, also filed under one
 * sibling with at least four times the rows. Likeness of spelling is not asked for (the district's name is nothing
 * like the city's), and one village of its own is enough to keep a name: villages of one name are common.
 * @returns what to change, by line; nothing is changed here.
 */
export function mendLineage(rows: readonly Lineage[]): Mend[] {
  const depth = rows[0]?.names.length ?? 0
  const mends: Mend[] = []
  let filed = rows.map((row) => ({ line: row.line, names: [...row.names] }))
  // From the highest level down, so that a lower level is judged under mended parents. The lowest has no parts left
  // to tell it by: a village under two spellings is two villages until somebody says otherwise.
  for (let level = 0; level < depth - 1; level++) {
    const replace = outvoted(filed, level)
    filed = filed.map((row) => {
      const better = replace.get(key(row.names, 0, level + 1))
      if (!better) return row
      mends.push({ line: row.line, level, value: row.names[level] as string, kept: better.name, count: better.count })
      return { line: row.line, names: row.names.with(level, better.name) }
    })
  }
  return mends
}

/** For each outvoted name at `level`, under the key of its path: the sibling that it is read as. */
function outvoted(rows: readonly Lineage[], level: number): Map<string, { name: string; count: number }> {
  // path of names → (names below → how many rows)
  const parts = new Map<string, { above: string; name: string; below: Map<string, number> }>()
  const siblings = new Map<string, string[]>()
  for (const { names } of rows) {
    const path = key(names, 0, level + 1)
    let part = parts.get(path)
    if (!part) {
      part = { above: key(names, 0, level), name: names[level] as string, below: new Map() }
      parts.set(path, part)
      siblings.set(part.above, [...(siblings.get(part.above) ?? []), path])
    }
    const below = key(names, level + 1, names.length)
    part.below.set(below, (part.below.get(below) ?? 0) + 1)
  }
  const replace = new Map<string, { name: string; count: number }>()
  for (const [path, part] of parts) {
    const own = sum(part.below.values())
    for (const other of siblings.get(part.above) ?? []) {
      const candidate = parts.get(other)
      if (other === path || !candidate) continue
      const shared = sum([...part.below.keys()].map((below) => candidate.below.get(below) ?? 0))
      const whole = [...part.below.keys()].every((below) => candidate.below.has(below))
      const best = replace.get(path)
      if (whole && shared >= own * OUTVOTED && shared > (best?.count ?? 0)) {
        replace.set(path, { name: candidate.name, count: shared })
      }
    }
  }
  return replace
}

function key(names: readonly string[], from: number, to: number): string {
  return names.slice(from, to).join('\n')
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

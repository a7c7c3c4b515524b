import { type FoldOptions, fold } from './clean.ts'

export interface NamedArea {
  code: string
  parent: string | null
  name: string
}

/** Finds areas by the names of themselves and their ancestors. */
export type PathMatcher = (names: readonly string[]) => { code: string } | { several: string[] } | null

/**
 * Matches names, highest first, against a tree: the last name is the area's own, those before it are ancestors in that
 * order, between which levels may be left out. `Grogol, RW 9` finds RW 09 of Grogol, and says so when two Grogols have one.
 */
export function pathMatcher(areas: readonly NamedArea[], options: FoldOptions = {}): PathMatcher {
  const byCode = new Map(areas.map((area) => [area.code, { ...area, folded: fold(area.name, options) }]))
  const byName = Map.groupBy(byCode.values(), (area) => area.folded)

  const hasAncestors = (code: string | null, names: string[]): boolean => {
    let wanted = names.length - 1
    for (let at = code && byCode.get(code); at && wanted >= 0; at = at.parent && byCode.get(at.parent)) {
      if (at.folded === names[wanted]) wanted--
    }
    return wanted < 0
  }

  return (names) => {
    const folded = names.map((name) => fold(name, options))
    const own = byName.get(folded.at(-1) ?? '') ?? []
    const found = own.filter((area) => hasAncestors(area.parent, folded.slice(0, -1)))
    if (found.length > 1) return { several: found.map((area) => area.code) }
    return found[0] ? { code: found[0].code } : null
  }
}

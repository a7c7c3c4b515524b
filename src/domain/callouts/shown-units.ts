/** The tree of a district's units at one moment: each unit's parent, for those that have one there. */
export type Parents = ReadonlyMap<string, string>

/** How the people of a unit answer; `unit` null: of none. */
export interface Answers {
  unit: string | null
  called: number
  heard: number
  coming: number
  there: number
}

/**
 * The unit under which a unit's people are told: the one just below the topmost that it stands under, so that a county
 * sees its townships and not five hundred branches. The topmost stands for itself.
 */
export function shownUnit(unit: string, parents: Parents): string {
  let shown = unit
  for (;;) {
    const parent = parents.get(shown)
    if (parent === undefined || !parents.has(parent)) return shown
    shown = parent
  }
}

/** Answers by the units that are told, those with most people called first; all beyond `most` units, and those of none, together at the end. */
export function addUp(leaves: readonly Answers[], parents: Parents, most: number): Answers[] {
  const sums = new Map<string | null, Answers>()
  for (const leaf of leaves) {
    const unit = leaf.unit === null ? null : shownUnit(leaf.unit, parents)
    sums.set(unit, sum(unit, [sums.get(unit), leaf]))
  }
  const rest = sums.get(null)
  sums.delete(null)
  const named = [...sums.values()].sort((a, b) => b.called - a.called || (String(a.unit) < String(b.unit) ? -1 : 1))
  const others = [...named.slice(most), ...(rest ? [rest] : [])]
  return others.length === 0 ? named : [...named.slice(0, most), sum(null, others)]
}

function sum(unit: string | null, all: readonly (Answers | undefined)[]): Answers {
  const total = { unit, called: 0, heard: 0, coming: 0, there: 0 }
  for (const a of all) {
    if (!a) continue
    total.called += a.called
    total.heard += a.heard
    total.coming += a.coming
    total.there += a.there
  }
  return total
}

import type { KnownUnit } from './store-units.ts'

/** What a word for a unit stands for: one unit, several, or none that is known. */
export type UnitFound = { unit: KnownUnit } | { several: KnownUnit[] } | null

/**
 * Finds units by code, else by name; where several bear the word, the one in `district`, if only one is there. Codes
 * are the districts' own: two counties may each have a `B1`.
 */
export function unitFinder(units: readonly KnownUnit[]): (word: string, district?: string) => UnitFound {
  const byCode = Map.groupBy(units, (unit) => unit.code)
  const byName = Map.groupBy(units, (unit) => unit.name)
  return (word, district) => {
    const all = byCode.get(word) ?? byName.get(word) ?? []
    const near = all.filter((unit) => unit.district === district)
    const found = near.length > 0 ? near : all
    if (found.length > 1) return { several: found }
    return found[0] ? { unit: found[0] } : null
  }
}

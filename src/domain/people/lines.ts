import type { Position } from '../../base/geometry.ts'

/** A unit as a plan sees it: where its line runs. */
export interface UnitLine {
  parent: string | null
  /** Whether it answers for an area of its own. */
  answers: boolean
  /** The middle of that area and all that lies in it; null: not known. */
  seat: Position | null
}

/** A unit and those above it in its district, the lowest first. */
export function upFrom(lines: ReadonlyMap<string, UnitLine>, unit: string | null): string[] {
  const chain: string[] = []
  for (let at = unit; at !== null && lines.has(at) && !chain.includes(at); at = lines.get(at)?.parent ?? null) {
    chain.push(at)
  }
  return chain
}

/** The unit with an area of its own that a member of `unit` belongs to: this one, or the nearest above; null: none. */
export function answeringFor(lines: ReadonlyMap<string, UnitLine>, unit: string): string | null {
  return upFrom(lines, unit).find((each) => lines.get(each)?.answers) ?? null
}

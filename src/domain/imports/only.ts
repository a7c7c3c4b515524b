import { refuse, type Saved } from './saved.ts'

/** Something that a word may mean: a place, a unit or a person of a district. */
export interface Meant {
  district: string
  id: string
  code: string
}

/** The one that a word in a row means; null, and the row is refused, when nothing known or more than one bears it. */
export function only<M extends Meant>(
  saved: Saved,
  where: { line: number; column: string; value: string },
  found: readonly M[] = [],
): M | null {
  const [one] = found
  if (one && found.length === 1) return one
  const { line, ...said } = where
  const known = found.map((each) => each.district).join(', ')
  refuse(saved, one ? 'AMBIGUOUS' : 'UNKNOWN', line, { ...said, known })
  return null
}

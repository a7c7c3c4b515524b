import { KINDS, type Kind } from './model.ts'

/** Something found, and how well it fits: 0 is what was asked to the letter. */
export interface Candidate {
  kind: Kind
  id: string
  rank: number
}

/**
 * The best of what was found, each thing once: by rank, then by kind, then as it came. Where more fit equally well than
 * there is room for, no kind crowds out another: a county is not to be hidden by the twelve committees in it.
 */
export function choose<C extends Candidate>(found: readonly C[], limit: number): C[] {
  const best = new Map<string, C>()
  for (const each of found) {
    const key = `${each.kind} ${each.id}`
    const known = best.get(key)
    if (!known || each.rank < known.rank) best.set(key, each)
  }
  const ranks = [...Map.groupBy(best.values(), (each) => each.rank)].sort(([a], [b]) => a - b)
  const chosen: C[] = []
  for (const [, equal] of ranks) chosen.push(...share(equal, limit - chosen.length))
  return chosen
}

/** Seats for each kind alike, and those that are left over to the first kinds. */
function share<C extends Candidate>(equal: readonly C[], seats: number): C[] {
  const groups = KINDS.map((kind) => equal.filter((each) => each.kind === kind)).filter((group) => group.length > 0)
  const given = groups.map((group) => Math.min(group.length, Math.floor(seats / groups.length)))
  let left = seats - given.reduce((a, b) => a + b, 0)
  return groups.flatMap((group, i) => {
    const more = Math.min(left, group.length - (given[i] as number))
    left -= more
    return group.slice(0, (given[i] as number) + more)
  })
}

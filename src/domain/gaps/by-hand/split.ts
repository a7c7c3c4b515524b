import type { Position } from '../../../base/geometry.ts'
import type { Person } from '../../people/model.ts'
import type { Planner } from '../../planner/model.ts'
import type { Opening } from '../openings.ts'

/**
 * Splits openings among people, each opening to one of them: as evenly as whole places allow, and among even splits as near
 * to their homes as the planner finds. Whose home is not known counts as living in the middle of what is split, so that
 * they are given their share all the same.
 */
export function split(
  open: readonly Opening[],
  people: readonly Person[],
  planner: Planner,
): { opening: Opening; holder: string }[] {
  const [only] = people
  if (!only) return []
  if (people.length === 1) return open.map((opening) => ({ opening, holder: only.id }))
  const keyOf = (o: Opening) => `${o.subject} ${o.rule} ${o.starts.getTime()}`
  const byKey = new Map(open.map((o) => [keyOf(o), o]))
  const middle = middleOf(open)
  const { pairs } = planner({
    places: [...byKey].map(([id, o]) => ({ id, at: [o.lon, o.lat], need: 1, risk: o.risk })),
    holders: shares(open.length, people.length).map((capacity, i) => ({
      id: (people[i] as Person).id,
      at: people[i]?.home ?? middle,
      capacity,
    })),
    withinM: null,
  })
  return pairs.flatMap(({ place, holder }) => {
    const opening = byKey.get(place)
    return opening ? [{ opening, holder }] : []
  })
}

/** Whole numbers that add up to `n`, none more than one above another. */
function shares(n: number, among: number): number[] {
  return Array.from({ length: among }, (_, i) => Math.floor((n + i) / among))
}

function middleOf(open: readonly Opening[]): Position {
  const n = Math.max(1, open.length)
  return [open.reduce((sum, o) => sum + o.lon, 0) / n, open.reduce((sum, o) => sum + o.lat, 0) / n]
}

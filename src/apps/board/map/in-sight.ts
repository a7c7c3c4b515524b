import type { Position } from '../../../base/geometry.ts'
import { STATES, type State } from '../../../domain/board/map/model.ts'
import type { Box } from './view.ts'

/** How many there are in each state. */
export type Tally = Record<State, number>

/** The counts that a cluster of the tiles carries. */
export function tallyOf(p: Partial<Tally>): Tally {
  return Object.fromEntries(STATES.map((state) => [state, p[state] ?? 0])) as Tally
}

/** What of the register is seen: how many sections of dams and how many other places are in each state. */
export interface InSight {
  sections: Tally
  places: Tally
}

/** A drawn feature as counting needs it. */
interface Drawn {
  properties: Record<string, unknown>
  corners: readonly Position[]
}

/**
 * Counts what lies in a box, from what the tiles hold: each tile tells the parts of a dam that lie in it, so that the same
 * section comes several times and counts once; places come once, by themselves or many together.
 */
export function countInSight(box: Box, sections: readonly Drawn[], places: readonly Drawn[]): InSight {
  const found: InSight = { sections: tallyOf({}), places: tallyOf({}) }
  const seen = new Set<unknown>()
  for (const { properties: p, corners } of sections) {
    const key = p.id ?? `${p.line} ${p.from_m} ${p.to_m} ${p.state}`
    if (seen.has(key) || !meets(box, corners)) continue
    seen.add(key)
    found.sections[p.state as State] += typeof p.n === 'number' ? p.n : 1
  }
  for (const { properties: p, corners } of places) {
    if (!meets(box, corners)) continue
    if (p.n === undefined) found.places[p.state as State]++
    else for (const [state, n] of Object.entries(tallyOf(p))) found.places[state as State] += n
  }
  return found
}

/** Whether a path lies in the box or goes past it: its own box meets it, which for something so short is near enough. */
function meets([west, south, east, north]: Box, corners: readonly Position[]): boolean {
  let [w, s, e, n] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const [lon, lat] of corners) {
    w = Math.min(w, lon)
    e = Math.max(e, lon)
    s = Math.min(s, lat)
    n = Math.max(n, lat)
  }
  return w <= east && e >= west && s <= north && n >= south
}

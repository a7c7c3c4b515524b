import { n, type State } from './state.ts'

/**
 * The places that each holder could have, and what each costs there: of holder h the pairs from `pairs[2 * from[h]]` up to
 * `pairs[2 * from[h + 1]]`. Side by side, so that a search need not jump to the place's arcs for the cost.
 */
export interface Reach {
  from: Int32Array
  pairs: Int32Array
}

/** Turns the arcs round. By counting: one pass to see how much room each holder takes, one to fill it. */
export function reachOf({ t, holders }: State): Reach {
  const { start, to, cost } = t
  const from = new Int32Array(holders + 1)
  for (let arc = n(start, 0); arc < n(start, start.length - 1); arc++) {
    const after = n(to, arc) + 1
    from[after] = n(from, after) + 1
  }
  for (let h = 0; h < holders; h++) from[h + 1] = n(from, h + 1) + n(from, h)
  const at = from.slice()
  const pairs = new Int32Array(to.length * 2)
  for (let place = 0; place + 1 < start.length; place++) {
    const end = n(start, place + 1)
    for (let arc = n(start, place); arc < end; arc++) {
      const k = n(at, n(to, arc))
      at[n(to, arc)] = k + 1
      pairs[2 * k] = place
      pairs[2 * k + 1] = n(cost, arc)
    }
  }
  return { from, pairs }
}

/** The arc from a place to a holder who is known to be in its reach. */
export function arcBetween({ t }: State, place: number, holder: number): number {
  let arc = n(t.start, place)
  while (n(t.to, arc) !== holder) arc++
  return arc
}

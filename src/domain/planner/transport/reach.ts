import { n, type State } from './state.ts'

/** The places that each holder could have: those of holder h are `places[from[h]]` up to `places[from[h + 1]]`. */
export interface Reach {
  from: Int32Array
  places: Int32Array
}

/** Turns the arcs round. By counting: one pass to see how much room each holder takes, one to fill it. */
export function reachOf({ t, holders }: State): Reach {
  const { start, to } = t
  const from = new Int32Array(holders + 1)
  for (let arc = n(start, 0); arc < n(start, start.length - 1); arc++) {
    const after = n(to, arc) + 1
    from[after] = n(from, after) + 1
  }
  for (let h = 0; h < holders; h++) from[h + 1] = n(from, h + 1) + n(from, h)
  const at = from.slice()
  const places = new Int32Array(to.length)
  for (let place = 0; place + 1 < start.length; place++) {
    const end = n(start, place + 1)
    for (let arc = n(start, place); arc < end; arc++) {
      const k = n(at, n(to, arc))
      at[n(to, arc)] = k + 1
      places[k] = place
    }
  }
  return { from, places }
}

/** The arc from a place to a holder who is known to be in its reach. */
export function arcBetween({ t }: State, place: number, holder: number): number {
  let arc = n(t.start, place)
  while (n(t.to, arc) !== holder) arc++
  return arc
}

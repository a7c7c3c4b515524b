import type { Candidate, Wish } from './model.ts'

/**
 * How much of each wish is met, as one number: 0 where nothing is, `states - 1` where all is. The wishes are its digits, each
 * counting up to what is wanted and no further.
 */
export interface Progress {
  states: number
  /** Where each number goes when somebody comes to the team. */
  with(candidate: Candidate): Int32Array
  /** How much of the wish is met in a state. */
  met(state: number, wish: number): number
}

export function progressOf(wishes: readonly Wish[]): Progress {
  const bases = wishes.map(({ count }) => count + 1)
  const places = bases.map((_, i) => bases.slice(0, i).reduce((a, b) => a * b, 1))
  const states = bases.reduce((a, b) => a * b, 1)
  const met = (state: number, wish: number) => Math.floor(state / (places[wish] as number)) % (bases[wish] as number)
  // People with the same skills go the same ways: a table for each sort of them.
  const tables = new Map<string, Int32Array>()
  return {
    states,
    met,
    with(candidate) {
      const has = wishes.map((wish) => wish.has(candidate))
      const sort = has.join()
      let table = tables.get(sort)
      if (!table) {
        const step = (state: number, i: number) =>
          has[i] && met(state, i) < (bases[i] as number) - 1 ? (places[i] as number) : 0
        table = Int32Array.from({ length: states }, (_, state) =>
          wishes.reduce((next, _, i) => next + step(state, i), state),
        )
        tables.set(sort, table)
      }
      return table
    },
  }
}

import { COST, HOLDER, NEXT, NOBODY, n, of, type State, UNSERVED } from './state.ts'

/** What it costs each holder to leave one of its places unserved, before prices: the least, and of which. */
export interface Drops {
  /** Not less than this. */
  length: Int32Array
  /** What is true. */
  of(holder: number): number
  /** The slot of what `of` has just said. */
  slotOf(holder: number): number
  came(slot: number, holder: number): void
  /** Slots that were left unserved; some of them may have somebody again. */
  left: number[]
}

/** Kept like the exchanges: what a slot that went stood for is a least value until it is asked for. */
export function drops(s: State): Drops {
  const length = new Int32Array(s.holders)
  const which = new Int32Array(s.holders).fill(NOBODY)
  return {
    length,
    left: [],
    of(holder) {
      const known = n(which, holder)
      if (known !== NOBODY && of(s, known, HOLDER) === holder) return n(length, holder)
      let least = 0x7fffffff
      for (let slot = n(s.first, holder); slot !== NOBODY; slot = of(s, slot, NEXT)) {
        const own = of(s, slot, UNSERVED) - of(s, slot, COST)
        if (own >= least) continue
        least = own
        which[holder] = slot
      }
      length[holder] = least
      return least
    },
    slotOf: (holder) => n(which, holder),
    came(slot, holder) {
      const own = of(s, slot, UNSERVED) - of(s, slot, COST)
      if (own > n(length, holder)) return
      length[holder] = own
      which[holder] = slot
    },
  }
}

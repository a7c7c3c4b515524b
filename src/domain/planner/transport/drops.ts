import { COST, HOLDER, NEXT, NOBODY, n, of, type State, UNSERVED } from './state.ts'

/**
 * What it costs each holder to leave one of its places unserved, before prices: the least, and of which slot. Kept like the
 * exchanges: what a slot that went stood for is a least value until `dropOf` is asked.
 */
export interface Drops {
  /** Not less than this. */
  readonly length: Int32Array
  /** Of whom that was; -1: not known. */
  readonly slot: Int32Array
  /** Slots that were left unserved; some of them may have somebody again. */
  left: number[]
}

export function newDrops({ holders }: State): Drops {
  return { length: new Int32Array(holders), slot: new Int32Array(holders).fill(NOBODY), left: [] }
}

/** What is true; `slot` tells of whom. */
export function dropOf(s: State, drop: Drops, holder: number): number {
  const known = n(drop.slot, holder)
  if (known !== NOBODY && of(s, known, HOLDER) === holder) return n(drop.length, holder)
  let least = 0x7fffffff
  for (let slot = n(s.first, holder); slot !== NOBODY; slot = of(s, slot, NEXT)) {
    const own = of(s, slot, UNSERVED) - of(s, slot, COST)
    if (own >= least) continue
    least = own
    drop.slot[holder] = slot
  }
  drop.length[holder] = least
  return least
}

/** Told after a slot was given to a holder. */
export function mayDrop(s: State, drop: Drops, slot: number, holder: number): void {
  const own = of(s, slot, UNSERVED) - of(s, slot, COST)
  if (own > n(drop.length, holder)) return
  drop.length[holder] = own
  drop.slot[holder] = slot
}

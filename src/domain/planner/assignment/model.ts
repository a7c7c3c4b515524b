/**
 * Places of unequal load and holders with room, in numbers: the generalised assignment problem. A household of nine asks
 * more of its warden than one of two, a long section more than a short one. Whole numbers throughout, so that a plan can
 * be proved to the last unit.
 */
export interface Assignment {
  /** The arcs of place i are `start[i]` up to `start[i + 1]`; one more than there are places. */
  start: Int32Array
  /** Of each arc, the holder; no holder twice for one place. */
  to: Int32Array
  /** Of each arc, its cost; above -2^30 and below 2^30. */
  cost: Int32Array
  /** Of each arc, what the place asks of that holder's room; from 0. */
  load: Int32Array
  /** Room of each holder, from 0. */
  capacity: Int32Array
  /** What it costs to leave a place to nobody; left out: every place must be given. */
  unserved?: Int32Array | undefined
  /** Holders that may be used at all; left out: all. How many muster points there are to be. */
  atMost?: number | undefined
}

/** The best plan that was found, and what every plan costs at least. */
export interface Assigned {
  /** Of each place, its arc; -1: left to nobody. Null: none was found that breaks no rule. */
  arcOf: Int32Array | null
  cost: number | null
  /** A whole number: costs are, so that a bound between two of them counts as the upper one. */
  bound: number
  /** `cost` equals `bound`: no plan is cheaper. */
  optimal: boolean
}

/** How much is to be tried. The same rounds on the same problem give the same plan; a stop by the clock does not. */
export interface Effort {
  /** Rounds of improving and proving after the first plan. Left out: until it is proved. */
  rounds?: number | undefined
  /** True: stop now, with the best that was found. Asked several times a second on problems of usual size. */
  stop?: (() => boolean) | undefined
  /** Called when the best plan or the bound has become better. */
  onProgress?: ((cost: number | null, bound: number) => void) | undefined
}

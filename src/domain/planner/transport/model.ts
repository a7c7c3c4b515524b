/**
 * A transport problem in numbers: places that need holders, holders with room, and what each pair costs. Whole numbers
 * throughout (metres, with prices in metres), so that a plan can be proved to the last unit.
 */
export interface Transport {
  /** The arcs of place i are `start[i]` up to `start[i + 1]`; one more than there are places. */
  start: Int32Array
  /** Of each arc, the holder; no holder twice for one place. */
  to: Int32Array
  /** Of each arc, its cost: from 0, below 2^30. */
  cost: Int32Array
  /** Holders that each place needs, each another one; left out: one. */
  need?: Int32Array | undefined
  /** What it costs to leave a place with one holder fewer than it needs. Below 2^30. */
  unserved: Int32Array
  /** Places that each holder can carry. */
  capacity: Int32Array
}

/** A plan of least cost, with what proves it. */
export interface Transported {
  /** Place i has the slots `slots[i]` up to `slots[i + 1]`: one for each holder it needs. */
  slots: Int32Array
  /** Of each slot, the arc that it was given; -1: none. */
  arcOf: Int32Array
  /** Of each holder, from 0. */
  price: Float64Array
  cost: number
  /** What every plan costs at least, by the holders' prices: the same as `cost`, or the solve was stopped. */
  bound: number
  unserved: number
}

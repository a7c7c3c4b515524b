/** Patrol goes round the clock in three shifts a day of eight hours; the third is the night. */
export const SHIFTS = 3
export const NIGHT = 2
/** Shifts that lie before the roster and still count: with the first of it they are seven days. */
export const BEFORE = 7 * SHIFTS - 1

/**
 * Who patrols which section in which shift. Shifts are numbered through: shift `s` of day `d` is `d * SHIFTS + s`. Costs
 * are whole numbers (metres, with prices in metres), from 0 and below 2^30.
 *
 * Rules that are never broken: one section at a time, at most one shift in 24 h (with that a rest of 16 h between two, more
 * than the 8 h that are asked for), at most five in seven days, none while away.
 */
export interface Roster {
  days: number
  members: number
  /** The members who may patrol section i are the arcs `start[i]` up to `start[i + 1]`. */
  start: Int32Array
  /** Of each arc, the member, and what it costs that this one comes: the way from home. */
  to: Int32Array
  cost: Int32Array
  /** Of each section, what whoever may come and is among none of its arcs costs at least; -1 or left out: there is nobody. */
  beyond?: Int32Array | undefined
  /** Of each section, the people that every shift needs, and what it costs to have one fewer. */
  need: Int32Array
  unserved: Int32Array
  /**
   * Of section i and shift t, at `i * days * SHIFTS + t`: the people that it needs then, where those are fewer than `need`.
   */
  asked?: Int32Array | undefined
  /** Of member m and shift t, at `m * days * SHIFTS + t`: 1 if served already, wherever that is. */
  served?: Uint8Array | undefined
  /** Of member m and shift t, at `m * days * SHIFTS + t`: 1 if away; a price for being called against a wish. */
  away?: Uint8Array | undefined
  wish?: Int32Array | undefined
  /** Of member m, at `m * BEFORE + k`: 1 if shift k of the `BEFORE` last ones before the roster was served. */
  before?: Uint8Array | undefined
  /** Nights that each member has served before, and the price that makes them even: the k-th costs `(k - 1) * night`. */
  nights?: Int32Array | undefined
  night: number
  /** Of each member, the group that knows one another, or -1; and what it costs to patrol another group's section. */
  group?: Int32Array | undefined
  apart?: number | undefined
}

export interface Rostered {
  /**
   * Who comes; -1: nobody; -2: nobody is asked for. The people of section i in shift t are at `t * units + first[i]` up to `t * units + first[i + 1]`,
   * where `units` is what all sections need together.
   */
  who: Int32Array
  first: Int32Array
  cost: number
  /** What every roster costs at least. */
  bound: number
  uncovered: number
  /** So many cannot be covered by any roster. */
  uncoveredAtLeast: number
}

/** How far it is, and whether to stop: then shifts that were not come to are left uncovered. */
export interface RosterWatch {
  onProgress?: ((daysDone: number) => void) | undefined
  stop?: (() => boolean) | undefined
  /** True: no bound is asked for, which takes about as long as the roster; `bound` and `uncoveredAtLeast` are 0 then. */
  unproved?: boolean | undefined
}

import type { Assigned } from '../assignment/model.ts'

/**
 * Which of many points to use, and who goes to which: the capacitated p-median problem. Villages go to muster points that
 * each take so many people, and no more than `count` points can be staffed.
 */
export interface Medians {
  /** Of place i and point j, the distance at `i * points + j`: whole numbers from 0, below 2^30. */
  distance: Int32Array
  /** Of each place, how many come from it; from 0. */
  demand: Int32Array
  /** Of each point, how many it takes; from 0. */
  capacity: Int32Array
  /** Points that may be used. */
  count: number
}

/** The points that are used, and of each place the one that it goes to; null: none was found that takes all. */
export interface Sited extends Omit<Assigned, 'arcOf'> {
  points: number[] | null
  pointOf: Int32Array | null
}

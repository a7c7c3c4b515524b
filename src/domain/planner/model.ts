import type { Position } from '../../base/geometry.ts'
import type { River } from './rivers.ts'

/** A place where holders are missing. */
export interface PlanPlace {
  id: string
  at: Position
  /** Holders still missing; a whole number from 0. */
  need: number
  /** 0..1, what it costs if nobody comes: the higher is served first. */
  risk: number
  /** Ids of the holders who qualify; left out when all do. Hand over one array for all the places that share it. */
  qualified?: readonly string[] | undefined
  /** What it counts of a holder's capacity; a whole number from 1, left out: one. With it the place needs one holder. */
  weight?: number | undefined
  /** Ids of the unit that answers for it and of those above: whoever belongs to one of them crosses no line. */
  units?: readonly string[] | undefined
}

/** Somebody who can be given places. */
export interface PlanHolder {
  id: string
  at: Position
  /** Places that can still be taken on, each by its weight; a whole number from 0. */
  capacity: number
  /** Places carried already, which the price of an uneven load counts; left out: none. */
  carries?: number | undefined
  /** Ids of the units with an area of their own that this one belongs to, and where those have their seat. */
  units?: readonly string[] | undefined
  branches?: readonly Position[] | undefined
  /** Whether this one would rather not be called on. */
  ratherNot?: boolean | undefined
}

/** What is to be avoided, each in whole metres of way that it is worth, up to `MOST_PRICE`; left out: nothing. */
export interface Prices {
  /** For each pair of `before` that is not in the plan. */
  leaving?: number | undefined
  /** The k-th place of a holder costs so much more for every `every` places before it: the even load is the cheap one. */
  uneven?: { every: number; metres: number } | undefined
  /** For a place that another unit answers for than those of its holder. */
  crossing?: number | undefined
  /** For a place that lies farther than this from the seat of each branch that its holder belongs to. */
  branch?: { beyondM: number; metres: number } | undefined
  /** For a place farther than this from the holder's home: a distance that bends, where `withinM` breaks. */
  far?: { beyondM: number; metres: number } | undefined
  /** For a place on the other side of a river than the holder's home. */
  river?: { metres: number; rivers: readonly River[] } | undefined
  /** For a holder who would rather not be called on. */
  wish?: number | undefined
}

export interface PlanPair {
  place: string
  holder: string
}

export interface PlanProblem {
  places: PlanPlace[]
  holders: PlanHolder[]
  /** Metres that a holder may be from a place; null: any distance. */
  withinM: number | null
  /** Pairs that must be in the plan, however far and whoever qualifies: a coordinator said so. They use need and capacity. */
  locks?: readonly PlanPair[] | undefined
  /** Pairs that must not be: held already, or refused by the holder. */
  exclude?: readonly PlanPair[] | undefined
  prices?: Prices | undefined
  /** The pairs of an earlier plan, which it costs a price to leave. */
  before?: readonly PlanPair[] | undefined
  /** Places that a holder who is used at all should carry at least, those carried already counted; left out: one. */
  atLeast?: number | undefined
}

export interface Plan {
  pairs: (PlanPair & { distanceM: number })[]
  unserved: Unserved[]
  /** Metres: the ways of the pairs, and what they pay of the prices. */
  cost: number
  /**
   * Metres that every plan costs at least that holds as many places: below `cost` only by what `atLeast` took, or with unequal
   * weights. Null: nothing is proved.
   */
  bound: number | null
  /** Holders who carry fewer than `atLeast` all the same, since a place would have had nobody. */
  below: string[]
}

export interface Unserved {
  place: string
  /** Holders still missing after the plan. */
  missing: number
  reason: UnservedReason
}

/**
 * Why nobody else can be given the place: the first of these that is true, so that people mend the right thing.
 * Whoever the plan gives it already, and whoever is excluded from it, is nobody else.
 */
export type UnservedReason = 'nobody-qualified' | 'nobody-within-reach' | 'no-capacity-left'

/** How far a long plan is, and whether to stop it: then what was found is kept, and what was not come to is left to nobody. */
export interface PlanWatch {
  /** Places that are given to somebody who has no room for them yet. */
  onProgress?(left: number): void
  stop?(): boolean
}

/**
 * Pure: the same problem gives the same plan, if it is not stopped. Throws PLAN_INVALID for a problem that makes no sense.
 */
export type Planner = (problem: PlanProblem, watch?: PlanWatch) => Plan

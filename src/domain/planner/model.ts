import type { Position } from '../../base/geometry.ts'

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
}

/** Somebody who can be given places. */
export interface PlanHolder {
  id: string
  at: Position
  /** Places that can still be taken on; a whole number from 0. */
  capacity: number
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
}

export interface Plan {
  pairs: (PlanPair & { distanceM: number })[]
  unserved: Unserved[]
  /** Metres, the sum over the pairs. */
  cost: number
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

/** Pure: the same problem gives the same plan. Throws PLAN_INVALID for a problem that makes no sense. */
export type Planner = (problem: PlanProblem) => Plan

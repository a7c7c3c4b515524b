/** Somebody who may be sent with a stationed or emergency team. */
export interface Candidate {
  id: string
  /** The branch that sends this one, and how many members it has: a small one can spare one only. */
  unit: string
  unitMembers: number
  /** May lead a team. */
  leads: boolean
  skills: readonly string[]
  /** Metres from home, with prices in metres; a whole number from 0. */
  cost: number
}

export interface TeamAsk {
  candidates: readonly Candidate[]
  /** People in the team, the leader among them. */
  size: number
  /** So many with each skill; one person counts for all that he or she has. */
  skills: readonly { skill: string; count: number }[]
  /** A branch with fewer members sends one at most. */
  smallBelow: number
}

export interface Team {
  leader: string
  /** The others, by their ids in order. */
  members: string[]
  cost: number
  /** What every team costs at least. */
  bound: number
  optimal: boolean
}

/** Branches of the search that are looked at unless said otherwise: teams of usual size need far fewer. */
export const USUAL_NODES = 200_000

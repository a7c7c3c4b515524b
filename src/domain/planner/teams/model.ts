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
  /** Those of the candidates who are in the team in any case. */
  must?: readonly string[] | undefined
}

export interface Team {
  leader: string
  /** The others, by their ids in order. */
  members: string[]
  /** No team costs less. */
  cost: number
}

/** What a team must have so many of: a leader, each skill. */
export interface Wish {
  /** The skill; null: somebody who leads. */
  skill: string | null
  count: number
  has(candidate: Pick<Candidate, 'leads' | 'skills'>): boolean
}

export function wishesOf({ skills }: Pick<TeamAsk, 'skills'>): Wish[] {
  const wanted = skills.filter(({ count }) => count > 0)
  return [
    { skill: null, count: 1, has: ({ leads }) => leads },
    ...wanted.map(({ skill, count }): Wish => ({ skill, count, has: (candidate) => candidate.skills.includes(skill) })),
  ]
}

/** Why one look, or the whole search, shows that there is no such team: `reason` in the details of PLAN_IMPOSSIBLE. */
export type TeamLack = 'people' | 'branches' | 'leader' | 'skill' | 'insisted' | 'together'

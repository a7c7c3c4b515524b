import type { TeamKind } from '../people/model.ts'

/** What a team is for: a place, by id or code, or an area by its code. */
export type SiteKey = { place: string; area?: undefined } | { area: string; place?: undefined }

/** When a team is to be there. `from` left out: from now; `until` null or left out: until it is dissolved. */
export interface Span {
  from?: Date | undefined
  until?: Date | null | undefined
}

/** A team as it is asked for. */
export interface TeamRequest extends Span {
  site: SiteKey
  /** People in it, the leader among them. */
  size: number
  skills: readonly { skill: string; count: number }[]
  /** Kinds of membership of those who may come; none: any. */
  kinds: readonly string[]
  /** Metres that a home may lie from the site. */
  withinM: number
  /** A branch with fewer members sends one at most. */
  smallBelow: number
  /** Whether those may come who answer for a place at that time. */
  busy: boolean
  /** People, by id, who are not to come, and who are to come whatever their kind, their way and their duties. */
  without: readonly string[]
  insist: readonly string[]
}

/** Where a team is to work: the middle of a place or an area. */
export interface Site {
  district: string
  place: { id: string; name: string } | null
  area: { code: string; name: string; names: Record<string, string>; path: string[] }
  at: { lon: number; lat: number }
}

/** Why somebody near may not come: in another team then, away, or answering for a place then. */
export type Bar = 'team' | 'away' | 'busy'

/** Somebody as the register has them, for a span of time. */
export interface Near {
  id: string
  code: string
  name: string
  skills: string[]
  /** Whether they hold a head's post or have the skill of a leader. */
  leads: boolean
  /** From home to the site; null: the home is not known. */
  metres: number | null
  /** The branch: the unit of their first membership of a kind asked for that is no team's. */
  unit: string
  /** The other team they are in then. */
  team: string | null
  bar: Bar | null
}

/** A unit as it is pointed to. */
export interface UnitRef {
  id: string
  name: string
  names: Record<string, string>
}

/** A unit that may send people. */
export interface Branch extends UnitRef {
  members: number
}

/** Somebody who may come, with the branch that sends them. */
export interface Comer extends Omit<Near, 'unit'> {
  metres: number
  branch: Branch
}

export interface TeamMember {
  person: string
  code: string
  name: string
  unit: Branch
  skills: string[]
  distanceM: number
  leads: boolean
  /** What of the wishes this one meets: skills, and `leader` of the one who leads. */
  meets: string[]
  /** In the team because somebody said so. */
  insisted: boolean
  /** The branch has so few members that it sends nobody else. */
  onlyOne: boolean
}

/** A team as it is planned: nobody has been told. */
export interface PlannedTeam {
  district: string
  site: { place: { id: string; name: string } | null; area: string; name: string }
  /** The unit under which it would stand; null: none there answers for the area. */
  under: UnitRef | null
  from: Date
  until: Date | null
  /** The leader first, then by distance. */
  members: TeamMember[]
  /** All ways together; no team that meets the wishes has a shorter way. */
  metres: number
  wishes: {
    /** Null: somebody who leads. */
    skill: string | null
    count: number
    met: number
    /** Where one fewer would be too few: the nearest who could stand in; null: nobody could. Left out where there are more. */
    next?: { person: string; name: string; unit: UnitRef; distanceM: number } | null
  }[]
}

/** A team as it is to be formed: the people who were found, or whoever is named. */
export interface TeamToForm extends Span {
  site: SiteKey
  kind: TeamKind
  name: string
  /** Left out: that of the unit above, with a number. */
  code?: string | undefined
  /** The unit under which it stands, by id or code; left out: the one that answers for the area. */
  under?: string | undefined
  leader: string
  /** The others. */
  members: readonly string[]
}

export interface FormedTeam {
  district: string
  unit: string
  code: string
  name: string
  under: string
  people: number
  from: Date
  until: Date | null
}

/** What dissolving a team ended. */
export interface DissolvedTeam {
  unit: string
  people: number
  duties: number
}

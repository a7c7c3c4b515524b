import type { Position } from '../../base/geometry.ts'

/** A node of the organisation tree. */
export interface Unit {
  district: string
  id: string
  code: string
  name: string
  kind: string
  area: string | null
}

/** A unit with its names in other languages, as it is shown. */
export interface NamedUnit extends Unit {
  names: Record<string, string>
}

export interface Person {
  district: string
  id: string
  code: string
  name: string
  skills: string[]
  home: Position | null
}

/** Somebody the planner may choose: where, of which kinds and skills. */
export interface Candidate {
  id: string
  at: Position
  kinds: string[]
  skills: string[]
  /** The units they are a member of; left out where nobody asked. */
  units?: string[]
}

/** Where a person can be reached, by channel, best first. Read apart from the person. */
export interface Contact {
  person: string
  channel: string
  address: string
}

/** The role, at a unit, of the one who answers for it: whom ladders climb to. */
export const SECRETARY = 'secretary'
export const DEPUTY = 'deputy'
/** The role, at a team, of the one who answers for it, and the skill of those who may lead one and hold no post. */
export const LEADER = 'leader'

/** Kinds of units whose people are sent by others for a time: they work in an area, and its own unit goes on answering for it. */
export const TEAM_KINDS = ['stationed-team', 'emergency-team'] as const
export type TeamKind = (typeof TEAM_KINDS)[number]

export const isTeam = (kind: string): kind is TeamKind => TEAM_KINDS.includes(kind as TeamKind)

/** Somebody cannot be called on, or would rather not be: then only where others would come from much farther. */
export const ABSENCE_KINDS = ['away', 'rather-not'] as const
export type AbsenceKind = (typeof ABSENCE_KINDS)[number]

/** A time in which somebody is not to be counted on. Why is not kept. */
export interface Absence {
  district: string
  id: string
  person: string
  kind: AbsenceKind
  starts: Date
  /** Null: until further notice. */
  ends: Date | null
  recordedAt: Date
  recordedBy: string
}

import type { Ref } from '../lists/model.ts'
import type { AnswerState } from '../subjects/model.ts'

/**
 * What the sheets are filled from. The forms are those of the Incident Command System (FEMA ICS Forms Booklet, 502-2):
 * 204 assignment list, 211 check-in list, 214 activity log; the unit's duty list is ours, with room to sign.
 */

/** Blocks 1 and 2 of every form, and who had it printed when. */
export interface Head {
  /** A part of an exercise says so: its lane is not `actual`. */
  lane: string
  district: Ref
  campaign: Ref | null
  playbook: string | null
  level: string | null
  from: Date
  to: Date
  preparedAt: Date
  preparedBy: string
  /** Minutes east of Greenwich by which the district's people read a clock. */
  utcOffset: number
}

/** Somebody on a sheet. Contacts are null for whoever may not read them. */
export interface OnSheet {
  person: Ref
  unit: Ref | null
  contact: { channel: string; address: string } | null
}

/** Who is on a place in the period. */
export interface Assignment extends OnSheet {
  duty: string
  role: string
  /** Null: since before the register was kept. */
  starts: Date | null
  ends: Date | null
  answer: AnswerState | null
  arrivedAt: Date | null
  /** The first time in the period in which the holder is away, and so does not count; `until` null: until further notice. */
  away: { from: Date; until: Date | null } | null
}

/** Block 5 of ICS 204: one place of the sheet, who is on it, and what nobody took. */
export interface AssignedPlace {
  place: Ref
  area: Ref
  line: string | null
  fromM: number | null
  toM: number | null
  assignments: Assignment[]
  missing: { rule: string; role: string; starts: Date; ends: Date | null; needed: number; held: number }[]
}

/** A line of ICS 211: a person who was called in the period, and when each thing was known of them. */
export interface CheckIn extends OnSheet {
  callout: string
  askedAs: 'holder' | 'deputy' | 'superior'
  /** Null: they were passed over, being away or without a number. */
  calledAt: Date | null
  acknowledgedAt: Date | null
  acceptedAt: Date | null
  declinedAt: Date | null
  arrivedAt: Date | null
  stoodDownAt: Date | null
  /** What they were called for: role and place of each duty, the first few, and how many there are. */
  assigned: { role: string; subject: Ref }[]
  duties: number
}

/** A line of a unit's duty list: one of its people, and what they answer for in the period. */
export interface DutyLine extends OnSheet {
  kind: string
  duties: { duty: string; role: string; subject: Ref; area: Ref | null; starts: Date | null; ends: Date | null }[]
}

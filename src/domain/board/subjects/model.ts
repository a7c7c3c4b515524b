import type { Gap } from '../../gaps/model.ts'
import type { Cell, CellKind, ListName, Ref, RefKind } from '../lists/model.ts'

/** A page with a subject, of one shape for all of them: what it is, who answers for it, what is missing, what happened. */

/** How a place stands: `free` is a place of which nothing is required, `unknown` one that nobody can tell of. */
export const PLACE_STATES = ['unheld', 'few', 'late', 'held', 'agreed', 'there', 'free', 'unknown'] as const
export type PlaceState = (typeof PLACE_STATES)[number]

/**
 * The furthest that a summons has come, said of the person who was called. `untold`: not heard of to the end of the ladder,
 * which had nobody to turn to; `away-not-called` and `no-address`: whom they turn to was called in their place.
 */
export const ANSWER_STATES = [
  'called',
  'untold',
  'away-not-called',
  'no-address',
  'acknowledged',
  'accepted',
  'declined',
  'arrived',
  'stood-down',
] as const
export type AnswerState = (typeof ANSWER_STATES)[number]

/** What may be done from the page. Each comes with the ids that its request needs. */
export const ACTIONS = [
  'give-duty',
  'end-duty',
  'replace',
  'call-again',
  'hand-on',
  'stop',
  'plan',
  'accept',
  'refuse',
  'end-warning',
  'put-in-force',
  'not-ours',
  'end-others',
  'leave-others',
  'seen',
  'add-record',
  'form-team',
  'dissolve-team',
  'note-absence',
] as const
export type Action = (typeof ACTIONS)[number]

export interface Fact {
  key: string
  kind: CellKind
  value: Cell
}

/** One who answers. On a person's page `subject` tells for what, and the holder is that person. */
export interface Answerer {
  duty: string
  role: string
  sole: boolean
  holder: Ref
  subject: Ref
  /** The unit of the person who holds it. */
  unit: Ref | null
  /** Null: since before the register was kept. */
  starts: Date | null
  ends: Date | null
  lane: string
  campaign: string | null
  /** What the holder last said when called for this duty in the lane; null: nobody called. `state` is `stood-down` where they were. */
  answer: { state: AnswerState; said: AnswerState; at: Date; callout: string } | null
  /** Until when the holder is away; null: is not. */
  away: { until: Date | null } | null
}

/** A gap with the names that a person reads. */
export interface NamedGap extends Gap {
  areaName: string
  areaNames: Record<string, string>
  playbook: string
  /** Who has the duty and is away, so that it counts as held by nobody; null: nobody of whom that is so. */
  away: { person: string; name: string; until: Date | null } | null
}

/** Rows elsewhere that are about this subject: `filter` is the query that opens exactly these in the list. */
export interface About {
  key: string
  list: ListName
  filter: Record<string, string>
  n: number
  /** There are more than `n`, which is where counting stops. */
  more: boolean
}

export interface Subject {
  kind: RefKind
  id: string
  district: string
  lane: string
  /** The moment told of, and whether that is now. */
  asOf: Date
  now: boolean
  title: string
  names: Record<string, string>
  code: string | null
  state: PlaceState | null
  what: Fact[]
  /** Areas above it, then units, each from the top down. */
  where: Ref[]
  at: { bbox: [west: number, south: number, east: number, north: number]; point: [lon: number, lat: number] } | null
  answers: Answerer[]
  missing: NamedGap[]
  about: About[]
  may: { action: Action; ids: Record<string, string> }[]
}

/** Where what happened was read from. */
export const EVENT_KINDS = [
  'record',
  'duty',
  'summons',
  'membership',
  'requirement',
  'campaign',
  'warning',
  'callout',
  'proposal',
  'tree',
  'act',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** One thing that happened. `act` is a code: `duty.begin`, `record.patrol`, `summons.accepted`, or that of an audit row. */
export interface Event {
  id: string
  at: Date
  kind: EventKind
  act: string
  /** Who did it or told it; a part of Muster has a name and no page. */
  by: { ref: Ref | null; name: string } | null
  /** What else it concerned: the place of a person's duty, the person of a place's. */
  about: Ref | null
  detail: Record<string, unknown>
}

import type { Position } from '../../../base/geometry.ts'
import { COUNT_BITS } from '../../gaps/counts.ts'
import type { SummedCounts } from '../model.ts'
import type { Span } from './mercator.ts'

/**
 * How a place is drawn, by the worst of what is required there. `free`: nothing is; `there`, `agreed`, `held`: as many as are needed
 * are there, have said yes, are named and have not answered; `late`: evidence is; `few`: too few hold it; `unheld`: nobody does,
 * whatever else; `unknown`: a campaign stands and what it requires is not worked out yet. The graver, the later.
 */
export const STATES = ['free', 'there', 'agreed', 'held', 'late', 'few', 'unheld', 'unknown'] as const
export type State = (typeof STATES)[number]

/** A state's number in arrays. GONE is no state: the place was not there yet, or is there no more. */
export const FREE = 0
export const THERE = 1
export const AGREED = 2
export const HELD = 3
export const LATE = 4
export const FEW = 5
export const UNHELD = 6
export const UNKNOWN = 7
export const GONE = 8

/** Bits that any requirement of a place may have to make it a gap, and bits that all of them must have to make it sure. */
export const GAP_BITS = COUNT_BITS.unheld | COUNT_BITS.late | COUNT_BITS.nobody
export const SURE_BITS = COUNT_BITS.agreed | COUNT_BITS.arrived

/** The state of a place where something is required, by the GAP_BITS of any and the SURE_BITS of all of it. */
export function stateOfBits(bits: number): number {
  if (bits & COUNT_BITS.nobody) return UNHELD
  if (bits & COUNT_BITS.unheld) return FEW
  if (bits & COUNT_BITS.late) return LATE
  if (bits & COUNT_BITS.arrived) return THERE
  return bits & COUNT_BITS.agreed ? AGREED : HELD
}

/** An area as the map draws it, on the unit square. */
export interface MapArea {
  code: string
  district: string
  level: number
  name: string
  names: Record<string, string>
  /** Polygons, rings, corners; null: its border is not known. */
  shape: Position[][][] | null
  span: Span | null
  /** Where its name is written; null: nothing of it is on the map. */
  label: Position | null
}

/** A stretch of a dam, or a whole line that was never cut. */
export interface Section {
  /** Its row in the ground. */
  row: number
  fromM: number
  toM: number
  path: Position[]
  span: Span
}

/** A dam: its sections by chainage. */
export interface Dam {
  line: string
  sections: Section[]
  span: Span
}

/**
 * A district's places as the map needs them, by row in the order of their ids. Points are also in the order of their keys
 * on the Z-order curve: `order[i]` is the row of the i-th, `keys[i]` its key, and `sumX`, `sumY` add up the coordinates of
 * those before it, so that the middle of any stretch is one subtraction.
 */
export interface Ground {
  district: string
  count: number
  /** Four words of 32 bits a row: its UUID. */
  ids: Uint32Array
  names: string[]
  kinds: string[]
  kind: Uint8Array
  x: Float64Array
  y: Float64Array
  order: Uint32Array
  keys: Float64Array
  sumX: Float64Array
  sumY: Float64Array
  dams: Dam[]
  areas: MapArea[]
  /** Rows that are not always there: from and until when, in milliseconds. */
  spells: Map<number, [opened: number, closed: number]>
}

/** A place's states with those that the database knows: packed ids, and for what is a gap or sure a byte of bits an id (stateOfBits). */
export interface Standing {
  required: Uint8Array
  gaps: Uint8Array
  bits: Uint8Array
  /** What is required is worked out for every campaign that stands. */
  known: boolean
}

/** How a district's places stand at a moment, by row, and the counts of its areas. */
export interface Picture {
  states: Uint8Array
  /** The states added up along the curve, by which any stretch of it is counted (picture.ts). */
  sums: Uint32Array
  counts: Map<string, SummedCounts>
}

/** What else is seen there: warned areas, and people on duty. */
export interface Around {
  zones: Zone[]
  people: OnDuty[]
}

/** Where a campaign is in force. */
export interface Zone {
  id: string
  campaign: string
  playbook: string
  level: string
  warning: string | null
  /** Areas that it names, and the shape that it was given; either or both. */
  codes: string[]
  shape: Position[][][] | null
}

/** Somebody on duty, where that person was last heard of. */
export interface OnDuty {
  id: string
  name: string
  at: Date
  where: Position
}

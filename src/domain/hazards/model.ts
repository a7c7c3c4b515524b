import type { Position } from '../../base/geometry.ts'

/** Hazards by the names that patrols report (the practice of dam patrols). */
export const HAZARD_KINDS = [
  'boil',
  'seepage',
  'crack',
  'slump',
  'erosion',
  'overtopping',
  'burrow',
  'structure-leak',
  'sinkhole',
] as const

/** What may be said of a hazard that stands; each in a record of kind `hazard-state` that names it. */
export const HAZARD_SAYINGS = ['treating', 'treated', 'confirmed', 'found', 'mistaken'] as const
export type HazardSaying = (typeof HAZARD_SAYINGS)[number]

/** How a hazard is: found, being treated, treated and not yet confirmed, confirmed by another, or a mistake. */
export const HAZARD_STATES = ['found', 'treating', 'treated', 'confirmed', 'mistaken'] as const
export type HazardState = (typeof HAZARD_STATES)[number]

/** Those in which it stands: nobody other than who treated it has said yet that it holds. */
export const STANDING_STATES: readonly HazardState[] = ['found', 'treating', 'treated']

/** A record as a hazard is worked out from it. */
export interface HazardRecord {
  id: string
  lane: string
  kind: string
  subject: string
  toldBy: string
  occurredAt: Date
  receivedAt: Date
  at: Position | null
  body: Readonly<Record<string, unknown>>
  corrects: string | null
}

/** What changes of a hazard. `kind`, `muddy`, `chainageM` and `at` are null where nobody said. */
export interface HazardView {
  kind: string | null
  muddy: boolean | null
  /** Metres along its dam. */
  chainageM: number | null
  at: Position | null
  /** 0 is the gravest. */
  gravity: number
  state: HazardState
  stateAt: Date
  stateBy: string
  /** The record that the state follows from. */
  lastRecord: string
  /** Why it was a mistake. */
  reason: string | null
}

/** A hazard: what is wrong on a place, named by the record that told of it first. */
export interface Hazard extends HazardView {
  id: string
  lane: string
  subject: string
  toldBy: string
  foundAt: Date
  knownAt: Date
}

/**
 * How grave it is, 0 first: a muddy boil carries the dam away from below and is a matter of minutes; water over the crest; any
 * other that runs muddy; what may yet turn so; the rest. The same as migration 0031 has it.
 */
export function gravityOf(kind: string | null, muddy: boolean | null): number {
  if (kind === 'boil' && muddy) return 0
  if (kind === 'overtopping') return 1
  if (muddy) return 2
  return kind === 'boil' || kind === 'slump' || kind === 'sinkhole' ? 3 : 4
}

import { z } from 'zod'
import type { Why } from '../../base/errors.ts'
import { isId } from '../../base/ids.ts'
import { FreeContent, line } from '../../base/input.ts'

/** What happened, told by someone, about a subject; made with its own id on the device, perhaps hours before it comes. */
export const RecordInput = z.object({
  id: z.string().max(36).refine(isId, 'must be a UUIDv7 made on the device'),
  kind: line(40),
  subject: z.uuid(),
  toldBy: z.uuid(),
  occurredAt: z.coerce.date(),
  at: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
  body: FreeContent.default({}),
  corrects: z.uuid().optional(),
})
export type RecordInput = z.output<typeof RecordInput>

/** Records in one request. */
export const RECORDS_LIMIT = 1_000

/** What the board itself tells, beside what playbooks ask to hear. */
export const FIELD_KINDS = [
  'patrol',
  'hazard',
  'hazard-state',
  'treated',
  'evacuation',
  'evacuate',
  'visit',
  'arrival',
] as const

/**
 * What became of a record: taken now; known already, with the same content; kept aside, because it names what the register does
 * not know; or refused, and not kept.
 */
export const KEPT = ['new', 'before', 'aside', 'refused'] as const
/** Of a record that is written: kept now, kept before, or refused because its id is another record's. */
export type Taken = Exclude<(typeof KEPT)[number], 'aside'>

/** One for each record that was sent, in their order. All but `refused` are in the database. */
export interface Receipt {
  /** Null where what was sent has none. */
  id: string | null
  kept: (typeof KEPT)[number]
  /** Of one that was refused or kept aside. */
  fault: Why | null
}

/** What may be unknown of a record, as codes: its subject, who told it, its kind, the hazard that it names. */
export const ASIDE_REASONS = ['PLACE_UNKNOWN', 'PERSON_UNKNOWN', 'RECORD_KIND', 'HAZARD_UNKNOWN'] as const
export type AsideReason = (typeof ASIDE_REASONS)[number]

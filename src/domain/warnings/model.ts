import { z } from 'zod'

/**
 * A warning as Muster keeps it: one CAP message, whatever its version, with what was tolerated while reading it said
 * in `notes`. The raw text is kept by whoever received it. Instants are `Date`s here and ISO 8601 texts in JSON; the
 * schemas take both. Element names and values are those of CAP 1.2 (OASIS, 2010-07-01), §3.2.
 */

export const STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const MSG_TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const
export const SCOPES = ['Public', 'Restricted', 'Private'] as const
export const CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const

export const RESPONSES = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const

/** The three scales run from the gravest to the least, with Unknown last, so that the gravest of several is the first. */
export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const

/** What became of a warning: `set-aside` could not be acted on, and waits for somebody. */
export const STATES = ['received', 'in-force', 'over', 'noted', 'set-aside'] as const
export type State = (typeof STATES)[number]

/** What a coordinator has to look at: whether it is ours, whether it ends others, what it cancels, why it touches no place. */
export const ASKS = ['ours', 'ends', 'unknown', 'no-place'] as const
export type Asks = (typeof ASKS)[number]

/** A moment, given as a `Date` or as ISO 8601 with its offset. */
const Instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))])

const Position = z.tuple([z.number(), z.number()])

/** One ring a polygon, each ring closed. Parts may overlap and a ring may cross itself: see `read-geometry.ts`. */
const WarnedShape = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(Position))) })

/** A name and a value, for geocodes and event codes (`SAME`, `006109`). */
export const NamedValue = z.object({ valueName: z.string(), value: z.string() })
export type NamedValue = z.infer<typeof NamedValue>

/** What makes a message that message: all three, for senders use an identifier again with a new `sent`. */
const MessageId = z.object({ sender: z.string(), identifier: z.string(), sent: Instant })
export type MessageId = z.infer<typeof MessageId>

/** What a message says of one that it refers to; `sent` is null where it is missing, or no moment that can be. */
export const WarningRef = MessageId.extend({ sent: Instant.nullable() })
export type WarningRef = z.infer<typeof WarningRef>

/** What the areas of an info say together. Infos in several languages name the same one. */
const WarnedArea = z.object({
  /** Null where geocodes must do; not kept with the message, but where it can be searched (`warning_area`). */
  shape: WarnedShape.nullable(),
  /** What the database has to mend: nothing; polygons that may overlap, which are united; rings that cross themselves as well. */
  mend: z.enum(['none', 'overlaps', 'rings']),
  geocodes: z.array(NamedValue),
  areaDescs: z.array(z.string()),
})
export type WarnedArea = z.infer<typeof WarnedArea>

/** One `info`: what is said in one language, or of one segment. */
export const WarningInfo = z.object({
  language: z.string(),
  event: z.string(),
  categories: z.array(z.enum(CATEGORIES)),
  /** CAP `responseType`. */
  responses: z.array(z.enum(RESPONSES)).default([]),
  urgency: z.enum(URGENCIES),
  severity: z.enum(SEVERITIES),
  certainty: z.enum(CERTAINTIES),
  effective: Instant.nullable(),
  onset: Instant.nullable(),
  expires: Instant.nullable(),
  senderName: z.string().nullable(),
  headline: z.string().nullable(),
  description: z.string().nullable(),
  instruction: z.string().nullable(),
  eventCodes: z.array(NamedValue),
  /** Its `expires` is not after it was sent, and is left out: its times are another message's. */
  stale: z.boolean().default(false),
  /** Where it holds: places in the message's `areas`. Several only for an info that names none of its own. */
  areas: z.array(z.number().int()).default([0]),
})
export type WarningInfo = z.infer<typeof WarningInfo>

export const Warning = MessageId.extend({
  version: z.enum(['1.0', '1.1', '1.2']),
  status: z.enum(STATUSES),
  msgType: z.enum(MSG_TYPES),
  scope: z.enum(SCOPES),
  references: z.array(WarningRef),
  incidents: z.array(z.string()),
  infos: z.array(WarningInfo),
  areas: z.array(WarnedArea).default([]),
  /**
   * For lists, of all infos that are not over: each event once, and the gravest of each scale; null without an info. Nothing
   * is decided by these: level, end and area belong to an info.
   */
  events: z.array(z.string()),
  categories: z.array(z.enum(CATEGORIES)),
  urgency: z.enum(URGENCIES).nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  certainty: z.enum(CERTAINTIES).nullable(),
  /** The earliest of the infos. */
  effective: Instant.nullable(),
  onset: Instant.nullable(),
  /** The latest of the infos that are not over; null as soon as one of them has no end: people are warned until told otherwise. */
  expires: Instant.nullable(),
  /** Every info says that it is over (`AllClear`, or urgency Past): it calls nobody, and ends what it refers to. */
  clear: z.boolean().default(false),
  /** The first headline, or else event, in each language. */
  headlines: z.record(z.string(), z.string()),
  /** All shapes of all infos, or null if there is none and geocodes must do. */
  area: WarnedShape.nullable().default(null),
  geocodes: z.array(NamedValue),
  areaDescs: z.array(z.string()),
  /** It carries an XML signature, which is not verified. */
  signed: z.boolean(),
  notes: z.array(z.string()),
})
export type Warning = z.infer<typeof Warning>

/** Whether an info says that nothing needs to be done any more (CAP §3.2.2, `responseType` and `urgency`). */
export function isOver(info: Pick<WarningInfo, 'responses' | 'urgency'>): boolean {
  return info.responses.includes('AllClear') || info.urgency === 'Past'
}

/**
 * The identity as one text: equal for the same moment written with another offset. The parts are quoted: CAP forbids spaces
 * in sender and identifier (§3.2.1), senders write them, and joined by one, two messages could be the same text.
 */
export function keyOf({ sender, identifier, sent }: WarningRef): string {
  return JSON.stringify([sender, identifier, sent])
}

/**
 * A playbook: what must be held, by whom, and what must be heard, at each response level of one kind of emergency.
 * It is written as YAML (docs/playbooks.md), read by `loadPlaybook`, and plain data from then on: it can be stored as
 * JSON with the campaign it governs, so that a later edit of the file never alters what is in force.
 */

/** What people read, in both languages of the house. */
export type Words = { en: string; zh: string }

/** CAP 1.2 §3.2.2, `severity`. */
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface Playbook {
  /** Slug, the same through all versions: `flood`. */
  id: string
  version: number
  title: Words
  /** Words that tell a warning of its kind, looked for in the warning's events and headlines: `flood`, `洪水`. */
  events: string[]
  /** Lowest first: IV, III, II, I. */
  levels: Level[]
  rules: Rule[]
  callout: Ladder
  /** SHA-256 in hex of everything above: the same rules give the same hash, however the file is laid out. */
  hash: string
}

/** A level of response. */
export interface Level {
  id: string
  title: Words
  /** `#rrggbb`. */
  colour: string
  /** The CAP severities that mean this level. Every severity but Unknown belongs to exactly one level. */
  severities: Severity[]
}

/** A requirement: each subject of a kind needs a role held, by holders like this, with this evidence. */
export interface Rule {
  id: string
  title: Words
  /** The lowest level at which it holds; it holds at every level above too. */
  from: string
  /** The kind of place that it is about; a line of that kind is warned if it is so near to what is warned. */
  subject: { kind: string; nearM?: number }
  role: string
  /** One holder answers alone, and the register refuses a second at the same instant. */
  sole: boolean
  /** 0..1, what it costs if nobody holds it; orders gaps and plans. */
  risk: number
  /** Resolved: one entry for every level at which the rule holds, lowest first. */
  count: LevelCount[]
  /** Null: held without a break while the campaign lasts. */
  shift: Shift | null
  holders: Holders
  /** How much one place counts of what a holder may carry; left out: each counts one. */
  weight?: Weight | undefined
  /** Left out: nothing is avoided but long ways. */
  prices?: RulePrices | undefined
  evidence: Evidence | null
  /** Who fills a gap: `auto` gives the planner's choice at once, `propose` waits for a yes, `hand` leaves it to people. */
  fill: 'auto' | 'propose' | 'hand'
  /** What the slugs in this rule (subject kind, role, record, holder kinds, skills) are called. */
  words: Record<string, Words>
}

/** `n` holders a subject, or `n` for every `perM` metres of it and never fewer than `atLeast`; of a shift, if there is one. */
export interface Count {
  n: number
  perM: number | null
  atLeast: number
}
export type LevelCount = Count & { level: string }

/** Equal shifts round the clock: `lengthMs` divides 24 h; the first starts `firstMs` after local midnight. */
export interface Shift {
  lengthMs: number
  firstMs: number
}

/** One for every so many people who live there, or for every so many metres of it; begun ones count, and none counts less than one. */
export type Weight = { people: number } | { perM: number }

export interface Holders {
  /** Kinds of membership, any of which will do; empty: any kind. */
  kinds: string[]
  /** Skills, all of which are needed. */
  skills: string[]
  /** Metres from the holder to the subject; null: any distance. */
  withinM: number | null
  /** Duties of this rule that one holder may carry at once; of a rule with shifts, in any 24 hours. */
  atMost: number
  /** Duties that a holder who is used at all should carry; left out: one. */
  atLeast?: number | undefined
}

/** What a plan avoids, each in whole metres of way that it is worth; null or left out: it is not avoided. */
export interface RulePrices {
  /** For each duty of an earlier plan that goes to somebody else. */
  leaving: number | null
  /** For each further third of what one may carry. */
  uneven: number | null
  /** For a place that another unit answers for than the holder's. */
  crossing: number | null
  /** For a place on the other side of a river than the holder's home. */
  river?: number | null
  /** For a holder who would rather not be called on then. */
  wish?: number | null
  /** Of shifts that are given out together: for a place that is mostly stood at by another unit's people. */
  apart?: number | null
  /** For a place farther than this from the holder's home. */
  far?: { beyondM: number; metres: number } | null
  /** For a place farther than this from the seat of the holder's branch. */
  farBranch: { beyondM: number; metres: number } | null
}

/**
 * What must be heard of the subject. Exactly one of the two times is given: `everyMs` asks again and again while the
 * rule holds, `withinMs` asks once, counted from when the rule came to hold for that subject.
 */
export interface Evidence {
  /** The kind of record. */
  record: string
  everyMs: number | null
  withinMs: number | null
}

/** How a person is asked to answer, step by step until one is heard. */
export interface Ladder {
  steps: LadderStep[]
  /** Roles held at the called person's unit, or else at the next unit up. */
  deputyRole: string
  superiorRole: string
  /** From accepting to being there. */
  arriveWithinMs: number
}

export interface LadderStep {
  kind: 'call' | 'redial' | 'deputy' | 'superior'
  /** The kind of contact that is used, `phone` or `email`, and by its name the channel that sends. */
  channel: string
  /** How long an answer is waited for after each try, before the next try or step. */
  waitMs: number
  /** Tries in this step. */
  times: number
}

/** A rule as it stands at one level. */
export interface RuleInForce {
  rule: Rule
  count: Count
}

import type { Campaign } from '../playbooks/campaign.ts'
import type { Counts } from './counts.ts'

/** Why a requirement is not met: nobody (or too few) holds it, or what must be heard of it is late. */
export type GapKind = 'unheld' | 'late'

/**
 * How a line of a plan stands. Of a plan that waits: it may be given (`to-give`), or its place has as many as it needs by now, or needs
 * nobody any more (`filled`). Of one that was accepted: it was given, or somebody was quicker (`quicker`). Of one that was refused
 * or whose place another took: `not-given`.
 */
export const LINE_STATES = ['to-give', 'filled', 'given', 'quicker', 'not-given'] as const
export type LineState = (typeof LINE_STATES)[number]

/** A campaign as the gap steps need it. */
export type OpenCampaign = Omit<Campaign, 'ends'>

/** A change of the counts of one area and unit, for one rule: what coverage adds up along both trees. */
export interface Delta extends Counts {
  area: string
  unit: string | null
  rule: string
}

/** A requirement that is not met, as people read it. */
export interface Gap {
  subject: string
  place: string
  area: string
  campaign: string
  rule: string
  role: string
  needed: number
  held: number
  kinds: GapKind[]
  /** Since when; in the future for a shift that nobody has taken yet. */
  since: Date
  starts: Date
  ends: Date | null
  due: Date | null
  risk: number
}

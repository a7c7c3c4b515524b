import type { Campaign } from '../playbooks/campaign.ts'
import type { Counts } from './counts.ts'

/** Why a requirement is not met: nobody (or too few) holds it, or what must be heard of it is late. */
export type GapKind = 'unheld' | 'late'

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

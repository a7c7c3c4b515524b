import type { Counts } from '../gaps/counts.ts'
import type { Gap } from '../gaps/model.ts'

/** Called and not heard of in time; or said no, and what they hold is open still. Both want somebody at a telephone. */
export const UNHEARD_KINDS = ['silent', 'declined'] as const
export type UnheardKind = (typeof UNHEARD_KINDS)[number]

/** Counts of one rule at a node. */
export interface RuleCounts extends Counts {
  lane: string
  playbook: string
  rule: string
  /** The kind of place that it is about. */
  kind: string
}

/** Counts of all that is required at places of one kind. */
export interface PlaceKindCounts extends Counts {
  kind: string
}

/** Counts as a whole and by kind of place, the worst kind first. */
export interface SummedCounts extends Counts {
  kinds: PlaceKindCounts[]
}

/** A node as people know it: its name where it lies, and in other languages. */
export interface NamedNode {
  node: string
  name: string
  names: Record<string, string>
}

/** A node of the area tree or the unit tree with what is required below it. */
export interface NodeCounts extends NamedNode, SummedCounts {
  /** Share named of its worst kind of place, 0 to 1; null where nothing is required. */
  share: number | null
}

/** A campaign as it stood. */
export interface CampaignAt {
  id: string
  lane: string
  playbook: string
  level: string
  starts: Date
  ends: Date | null
}

/** One node's picture at one moment: the same shape for now and for any time past. */
export interface Board {
  tree: 'area' | 'unit'
  /** Empty: above all roots, where the tree has several. */
  node: string
  name: string
  /** The nodes above it, the root first. */
  path: NamedNode[]
  district: string
  lane: string
  at: Date
  now: boolean
  /** It lies above the districts: there are counts, and no lists. */
  above: boolean
  total: NodeCounts
  rules: RuleCounts[]
  below: NodeCounts[]
  campaigns: CampaignAt[]
  gaps: Gap[]
  /** Lanes that have anything to show at this node, so that nobody takes an exercise for the truth or misses one. */
  lanes: string[]
}

/**
 * The one number of what is counted: of its worst kind of place, the share for which as many are named as are needed. A thousand
 * households that are held do not hide one dam that is not.
 */
export function shareOf({ kinds: [worst] }: Pick<SummedCounts, 'kinds'>): number | null {
  return worst ? Math.max(0, (worst.required - worst.unheld) / worst.required) : null
}

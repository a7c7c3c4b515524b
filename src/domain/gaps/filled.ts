import type { UnservedReason } from '../planner/model.ts'
import type { Opening } from './openings.ts'
import type { Left, Proof, ProposalLine } from './proposals.ts'

/** An opening that a plan does not fill, or not wholly. */
export interface Unfilled {
  opening: Opening
  missing: number
  reason: UnservedReason
}

/** What a plan comes to. */
export interface Filled {
  lines: ProposalLine[]
  unfilled: Unfilled[]
  /** What the plan costs under rules for which it is not proved to be the best, and what every plan costs at least. */
  proofs: Proof[]
  /** What was not come to, since it was stopped. */
  unplanned: Opening[]
}

/** What is left open, counted by rule and reason. */
export function leftOf({ unfilled, unplanned }: Pick<Filled, 'unfilled' | 'unplanned'>): Left[] {
  const left = new Map<string, Left>()
  const add = (rule: string, reason: string, n: number) => {
    const entry = left.get(`${rule} ${reason}`) ?? { rule, reason, n: 0 }
    left.set(`${rule} ${reason}`, { ...entry, n: entry.n + n })
  }
  for (const { opening, missing, reason } of unfilled) add(opening.rule, reason, missing)
  for (const { rule, missing } of unplanned) add(rule, 'not-planned', missing)
  return [...left.values()]
}

/** How far a plan is, in openings; and whether to stop, with what was found kept. */
export interface FillWatch {
  onProgress?(done: number, of: number): void
  stop?(): boolean
}

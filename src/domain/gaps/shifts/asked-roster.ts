import { DAY } from '../../../base/clock.ts'
import type { Served } from '../../duties/store.ts'
import { SHIFTS } from '../../planner/roster/model.ts'
import type { Rule } from '../../playbooks/model.ts'
import type { AskedWindow } from '../window-problem.ts'

/** The open shifts of one rule, which are given out together. */
export interface AskedRoster {
  rule: Rule
  windows: readonly AskedWindow[]
  /** When the first day of the roster begins: with the shift after a night. */
  zero: Date
  /** Shifts of the role served within seven days before it, or given already in it. */
  served: readonly Served[]
}

/** The length of the shifts that a roster is made of: three a day. */
export const SHIFT_MS = DAY / SHIFTS
/**
 * Why the shifts of a rule are planned one after another all the same; null: they are planned together. Of one shift the
 * plan of least cost is the best there is; a roster has three shifts a day, of which everybody has one at most.
 */
export function whyOneByOne(rule: Rule, windows: readonly AskedWindow[]): string | null {
  if (windows.length < 2) return 'there is but one shift'
  if (rule.shift?.lengthMs !== SHIFT_MS) return 'a day has other than three shifts'
  if (rule.holders.atMost !== 1) return 'one may stand several in a day'
  return null
}

/** When the shift of a window begins, which may be before now; an hour off where the clocks change in it. */
export function startOf({ open }: AskedWindow): number {
  const [{ starts, ends }] = open
  return ends === null ? starts.getTime() : ends.getTime() - SHIFT_MS
}

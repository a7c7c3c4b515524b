import type { ErrorCode, MusterError } from '../../../base/errors.ts'
import type { UnservedReason } from '../../planner/model.ts'

/** A gap as an act names it: the requirement, by its place, rule and beginning. */
export interface GapKey {
  subject: string
  rule: string
  starts: Date
}

/** Why one of several was not done, while the others were. */
export interface Refusal {
  code: ErrorCode
  says: string
  do: string
}

/** A coded error as one refusal among several. */
export function refusalOf({ code, message, advice }: MusterError): Refusal {
  return { code, says: message, do: advice }
}

/** Why the planner found nobody, as a refusal says it. */
export const NOBODY: Readonly<Record<UnservedReason, ErrorCode>> = {
  'nobody-qualified': 'NOBODY_QUALIFIED',
  'nobody-within-reach': 'NOBODY_WITHIN_REACH',
  'no-capacity-left': 'NO_CAPACITY_LEFT',
}

import postgres from 'postgres'
import { type Details, type ErrorCode, MusterError } from '../base/errors.ts'

/** Codes of PostgreSQL that the program acts on (its manual, appendix A), and of our own triggers (MU…). */
export const SQLSTATE = {
  serializationFailure: '40001',
  deadlock: '40P01',
  uniqueViolation: '23505',
  exclusionViolation: '23P01',
  foreignKeyViolation: '23503',
  checkViolation: '23514',
  /** Raised by our triggers when a write would change what was. */
  past: 'MU001',
} as const

/**
 * What each refusal of the database means to people. The key is the name of the constraint, or the SQLSTATE where a
 * trigger raised it; never the text of a message, which changes with version and language.
 */
const MEANING: Readonly<Record<string, ErrorCode>> = {
  duty_one_holder: 'DUTY_TAKEN',
  duty_not_in_the_past: 'DUTY_PAST',
  [SQLSTATE.past]: 'DUTY_PAST',
}

/**
 * The coded error behind a refusal of the database, with `details` for its text; whatever it does not know comes back as it
 * was. A store's write ends in `.catch((e) => { throw refusal(e, { role }) })`. A trigger's DETAIL fills `{what}`.
 */
export function refusal(error: unknown, details: Details = {}): unknown {
  if (!(error instanceof postgres.PostgresError)) return error
  const code = MEANING[error.constraint_name ?? ''] ?? MEANING[error.code]
  return code ? new MusterError(code, { what: error.detail, ...details }, { cause: error }) : error
}

/** Whether the database refused because of this constraint. */
export function brokeConstraint(error: unknown, name: string): boolean {
  return error instanceof postgres.PostgresError && error.constraint_name === name
}

import postgres from 'postgres'
import { type Details, type ErrorCode, MusterError } from '../base/errors.ts'

/** Codes of PostgreSQL that the program acts on (its manual, appendix A), and of our own triggers (MU…). */
export const SQLSTATE = {
  serializationFailure: '40001',
  deadlock: '40P01',
  /** A statement that took longer than it may, or that was stopped. */
  cancelled: '57014',
  lockTimeout: '55P03',
  /** A write on a server, or in a transaction, that only reads. */
  readOnly: '25006',
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
  unit_district_code_key: 'UNIT_TAKEN',
  [SQLSTATE.past]: 'DUTY_PAST',
}

/**
 * The coded error behind a refusal of the database, with `details` for its text; whatever it does not know comes back as it
 * was. A store catches around its write: `throw refusal(error, { role })`. `{what}` is, unless given, what our trigger said.
 */
export function refusal(error: unknown, details: Details = {}): unknown {
  if (!(error instanceof postgres.PostgresError)) return error
  const code = MEANING[constraintOf(error)] ?? MEANING[error.code]
  if (!code) return error
  const what = error.code.startsWith('MU') ? error.message : error.detail
  return new MusterError(code, { what, ...details }, { cause: error })
}

/**
 * SQLSTATE classes in which the database says that a value is none that it can take or keep: 21 cardinality, 22 data exception,
 * 54 a limit of the program. Of what somebody sent, it is the sender who has to mend it.
 */
const VALUE_CLASS = /^(?:21|22|54)[0-9A-Z]{3}$/

/** Whether the database refused a value, by its code alone. */
export function isValueFault(error: unknown): boolean {
  return error instanceof postgres.PostgresError && VALUE_CLASS.test(error.code)
}

/**
 * The constraint that a write broke. Of a refusal by another node than the one that is asked, Citus hands on the sentence and
 * not the field for the name, and most names have the number of the table's part after them. So ours are looked for there, in
 * their quotation marks: the one thing in the sentence that no version and no language changes. Where the coordinator holds
 * parts of tables itself, the field has that number too.
 */
function constraintOf(error: postgres.PostgresError): string {
  if (error.constraint_name) return error.constraint_name.replace(/_\d+$/, '')
  const quoted = new Set([...error.message.matchAll(/"(\w+?)(?:_\d+)?"/g)].map(([, name]) => name))
  return Object.keys(MEANING).find((name) => quoted.has(name)) ?? ''
}

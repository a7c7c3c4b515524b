import type { RecordInput } from './model.ts'

/**
 * Kinds of record that tell of hazards. `hazard` tells of one, or, where it names one, more of it. `hazard-state` says how it
 * is now. `hazard-ruling` is the coordinator's: only the desk writes it. `treated` is what devices sent before there were states.
 */
export const HAZARD_RECORDS = ['hazard', 'hazard-state', 'hazard-ruling', 'treated'] as const

type Telling = Pick<RecordInput, 'kind'> & {
  body: Readonly<Record<string, unknown>>
  corrects?: string | null | undefined
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The hazard that a record names (`body.of`), in lower case; null: it names none. One that only corrects a hazard's first is of it. */
export function hazardNamed({ kind, body, corrects }: Telling): string | null {
  if (!(HAZARD_RECORDS as readonly string[]).includes(kind)) return null
  const of = typeof body.of === 'string' ? body.of.toLowerCase() : null
  if (of !== null) return UUID.test(of) ? of : null
  return kind === 'hazard' ? (corrects?.toLowerCase() ?? null) : null
}

/** Whether a record tells of a hazard first. */
export const tellsFirst = (record: Telling): boolean =>
  record.kind === 'hazard' && !('of' in record.body) && (record.corrects ?? null) === null

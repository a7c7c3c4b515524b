import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { evidenceKinds } from '../playbooks/store.ts'
import { hazardNamed, tellsFirst } from './hazard-names.ts'
import { type AsideReason, FIELD_KINDS, type RecordInput } from './model.ts'

type Named = Pick<RecordInput, 'id' | 'subject' | 'toldBy' | 'kind' | 'body' | 'corrects'>

/**
 * Of these records, those that name what the register does not know, with what that is: a subject that is no place, person or
 * unit of the district, a teller who is no person or unit of it, a kind that neither a playbook nor the board uses, a hazard that
 * nobody has told of in this lane, neither before nor among these (primary keys, set by set).
 */
export async function unknownIn(
  tx: Tx,
  { district, lane }: { district: string; lane: string },
  records: readonly Named[],
): Promise<Map<string, AsideReason[]>> {
  const ids = [...new Set(records.flatMap((r) => [r.subject, r.toldBy]))]
  const found = await tx<{ id: string; place: boolean }[]>`
    select id, true as place from place where district = ${district} and id = any(${ids}::uuid[])
    union all select id, false from person where district = ${district} and id = any(${ids}::uuid[])
    union all select id, false from unit where district = ${district} and id = any(${ids}::uuid[])`
  const subjects = new Set(found.map((f) => f.id))
  const tellers = new Set(found.flatMap((f) => (f.place ? [] : [f.id])))
  const kinds = new Set<string>([...FIELD_KINDS, ...(await evidenceKinds(tx))])
  const hazards = await hazardsTold(tx, { district, lane }, records)
  const unknown = new Map<string, AsideReason[]>()
  for (const record of records) {
    const { id, subject, toldBy, kind } = record
    const why: AsideReason[] = []
    if (!subjects.has(subject)) why.push('PLACE_UNKNOWN')
    if (!tellers.has(toldBy)) why.push('PERSON_UNKNOWN')
    if (!kinds.has(kind)) why.push('RECORD_KIND')
    const named = hazardNamed(record)
    if (named !== null && !hazards.has(named)) why.push('HAZARD_UNKNOWN')
    if (why.length > 0) unknown.set(id, why)
  }
  return unknown
}

/** Of the hazards that these name, those that were told of. */
async function hazardsTold(
  tx: Tx,
  { district, lane }: { district: string; lane: string },
  records: readonly Named[],
): Promise<Set<string>> {
  const named = [...new Set(records.flatMap((r) => hazardNamed(r) ?? []))]
  if (named.length === 0) return new Set()
  const found = await tx<{ id: string }[]>`
    select r.id from record r where r.district = ${district} and r.id = any(${named}::uuid[]) and r.lane = ${lane}
      and r.kind = 'hazard' and r.corrects is null and not r.body ? 'of'`
  return new Set([...found.map((r) => r.id), ...records.filter((r) => tellsFirst(r)).map((r) => r.id)])
}

/** The coded error of what is not known of a record. */
export function unknownFault(reason: AsideReason, record: Named): MusterError {
  const { subject, toldBy, kind } = record
  if (reason === 'HAZARD_UNKNOWN') return new MusterError(reason, { hazard: hazardNamed(record) ?? '' })
  if (reason === 'PLACE_UNKNOWN') return new MusterError(reason, { place: subject })
  return reason === 'PERSON_UNKNOWN' ? new MusterError(reason, { person: toldBy }) : new MusterError(reason, { kind })
}

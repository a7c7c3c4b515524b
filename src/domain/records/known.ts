import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { evidenceKinds } from '../playbooks/store.ts'
import { type AsideReason, FIELD_KINDS, type RecordInput } from './model.ts'

type Named = Pick<RecordInput, 'id' | 'subject' | 'toldBy' | 'kind'>

/**
 * Of these records, those that name what the register does not know, with what that is: a subject that is no place, person or
 * unit of the district, a teller who is no person or unit of it, a kind that neither a playbook nor the board uses (primary
 * keys, set by set).
 */
export async function unknownIn(
  tx: Tx,
  district: string,
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
  const unknown = new Map<string, AsideReason[]>()
  for (const { id, subject, toldBy, kind } of records) {
    const why: AsideReason[] = []
    if (!subjects.has(subject)) why.push('PLACE_UNKNOWN')
    if (!tellers.has(toldBy)) why.push('PERSON_UNKNOWN')
    if (!kinds.has(kind)) why.push('RECORD_KIND')
    if (why.length > 0) unknown.set(id, why)
  }
  return unknown
}

/** The coded error of what is not known of a record. */
export function unknownFault(reason: AsideReason, { subject, toldBy, kind }: Named): MusterError {
  if (reason === 'PLACE_UNKNOWN') return new MusterError(reason, { place: subject })
  return reason === 'PERSON_UNKNOWN' ? new MusterError(reason, { person: toldBy }) : new MusterError(reason, { kind })
}

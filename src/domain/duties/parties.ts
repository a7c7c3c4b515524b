import { type ErrorCode, MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import type { Duty } from './model.ts'

const UNKNOWN = { place: 'PLACE_UNKNOWN', unit: 'UNIT_UNKNOWN', person: 'PERSON_UNKNOWN' } as const satisfies Record<
  string,
  ErrorCode
>

/**
 * Refuses a duty at a place that is not there, or for a holder who is not: it would show as answered for what nobody
 * answers for. Both are looked for in the duty's district (primary keys); somebody from elsewhere is seconded first. The
 * kinds tell which table is meant, so that no foreign key could say it.
 */
export async function checkParties(
  tx: Tx,
  duty: Pick<Duty, 'district' | 'subjectKind' | 'subject' | 'holderKind' | 'holder'>,
): Promise<void> {
  await checkThere(tx, duty.district, duty.subjectKind, duty.subject)
  await checkThere(tx, duty.district, duty.holderKind, duty.holder)
}

/** PLACE_UNKNOWN, UNIT_UNKNOWN or PERSON_UNKNOWN, unless there is one with this id in the district. */
export async function checkThere(tx: Tx, district: string, kind: keyof typeof UNKNOWN, id: string): Promise<void> {
  const [row] = await tx`select from ${tx(kind)} where district = ${district} and id = ${id}`
  if (!row) throw new MusterError(UNKNOWN[kind], { [kind]: id })
}

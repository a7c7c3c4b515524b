import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { absenceEnds } from '../people/absences.ts'

/** Who was away at a moment, as was known then: a query of people. */
export const awayThen = (tx: Tx, district: string, at: Date): Fragment => tx`
  select person from absence
  where district = ${district} and kind = 'away' and starts <= ${at} and ends > ${at} and recorded_at <= ${at}`

/** Somebody who has a duty and is away. */
export interface AwayHolder {
  person: string
  /** Null: until further notice. */
  until: Date | null
}

/** What is asked about: a role at a place, at which too few were at a moment, in these lanes. */
interface AskedRoles {
  district: string
  lanes: readonly string[]
  moment: Date
  roles: readonly { subject: string; role: string }[]
}

/**
 * Who has the duty of each of these roles at the moment and is away then, the first of several, by `subject role`: that is why
 * nobody counts as holding it (duty_by_subject, absence_by_person).
 */
export async function awayHoldersOf(tx: Tx, asked: AskedRoles): Promise<Map<string, AwayHolder>> {
  const { district, lanes, moment, roles } = asked
  if (roles.length === 0) return new Map()
  const found = await tx<(AwayHolder & { key: string })[]>`
    select distinct on (t.subject, t.role) t.subject || ' ' || t.role as key, d.holder as person,
      nullif(a.ends, 'infinity') as until
    from ${rows(tx, roles, { subject: 'uuid', role: 'text' })}, lateral (
      select * from duty where district = ${district} and subject = t.subject offset 0) d, lateral (
      select max(${absenceEnds(tx, moment)}) as ends from absence a
      where district = ${district} and person = d.holder and kind = 'away' and starts <= ${moment} and ends > ${moment}
        and recorded_at <= ${moment}) a
    where d.role = t.role and d.lane = any(${lanes as string[]}::text[]) and d.starts <= ${moment} and d.ends > ${moment}
      and (d.backfilled or d.recorded_at <= ${moment}) and a.ends is not null
    order by t.subject, t.role, d.starts, d.id`
  return new Map(found.map(({ key, ...holder }) => [key, holder]))
}

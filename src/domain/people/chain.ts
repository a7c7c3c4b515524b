import type { Tx } from '../../db/connect.ts'
import { DEPUTY, SECRETARY } from './model.ts'

/** Whom a person's ladder turns to: the deputy of the unit, and the one who answers for it. */
export interface Chain {
  person: string
  deputy: string | null
  superior: string | null
}

/**
 * The deputy and the superior of each person, as the register of duties has them now: the holder of the role at the
 * nearest unit, from the person's own upward, at which it is somebody else. Upward ends at the district's top unit;
 * who has neither has no entry.
 */
export async function chainsOf(
  tx: Tx,
  district: string,
  people: string[],
  now: Date,
  roles = { deputy: DEPUTY, superior: SECRETARY },
): Promise<Map<string, Chain>> {
  const rows = await tx<Chain[]>`
    with recursive asked as (
      select distinct person, unit from membership
      where district = ${district} and person = any(${people}::uuid[]) and starts <= ${now} and ends > ${now}
    ), units (unit, above, depth) as (
      select distinct unit, unit, 0 from asked
      union all
      select u.unit, e.parent, u.depth + 1 from units u
        join unit_parent e on e.district = ${district} and e.unit = u.above and e.parent_district = ${district}
          and e.during @> ${now}::timestamptz
      where u.depth < 12
    ), offices as materialized (
      select u.unit, u.depth, d.role, d.holder from units u
        join duty d on d.district = ${district} and d.subject = u.above and d.role in (${roles.deputy}, ${roles.superior})
          and d.lane = 'actual' and d.holder_kind = 'person' and d.starts <= ${now} and d.ends > ${now}
    ), nearest as (
      select distinct on (a.person, o.role) a.person, o.role, o.holder from asked a
        join offices o on o.unit = a.unit and o.holder <> a.person
      order by a.person, o.role, o.depth, o.holder
    )
    select person, min(holder::text) filter (where role = ${roles.deputy}) as deputy,
      min(holder::text) filter (where role = ${roles.superior}) as superior
    from nearest group by person`
  return new Map(rows.map((r) => [r.person, r]))
}

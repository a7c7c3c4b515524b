import type { Tx } from '../../../db/connect.ts'
import type { Ask } from './ask.ts'
import { each } from './walk.ts'

/** The unit of each of these people at the moment: the membership that began last (primary key of membership). */
export async function unitsOf(
  tx: Tx,
  ask: Pick<Ask, 'district' | 'moment'>,
  people: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx<{ person: string; unit: string }[]>`
    select distinct on (person) person, unit from ${each(tx, people)}
      join membership on district = ${ask.district} and person = k.id
    where starts <= ${ask.moment} and ends > ${ask.moment}
    order by person, starts desc, unit`
  return new Map(rows.map((r) => [r.person, r.unit]))
}

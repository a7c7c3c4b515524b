import type { Tx } from '../../../db/connect.ts'
import { noTeam } from '../../people/store.ts'
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

/** The units asked for, or those that answer for the areas asked for; null: all. */
export async function unitsAsked(tx: Tx, ask: Ask): Promise<string[] | null> {
  if (!ask.areas) return ask.units
  const rows = await tx<{ id: string }[]>`
    select u.id from unit u where u.district = ${ask.district} and u.area = any(${ask.areas}::text[]) and ${noTeam(tx)}
      and (${ask.units}::uuid[] is null or u.id = any(${ask.units}::uuid[]))`
  return rows.map((r) => r.id)
}

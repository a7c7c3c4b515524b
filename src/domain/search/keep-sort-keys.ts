import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { sortKeyOf } from './sort-key.ts'

/** Names worked on in one transaction. */
const AT_ONCE = 1_000

/** Whether anybody in a district was written without a place in lists by name. */
export async function lacksSortKeys(tx: Tx, district: string): Promise<boolean> {
  const found = await tx`select from person where district = ${district} and sort_key is null limit 1`
  return found.length > 0
}

/** Gives people of a district who were written without one their place in lists by name; returns whether there are more. */
export async function keepSortKeys(tx: Tx, district: string): Promise<boolean> {
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and sort_key is null limit ${AT_ONCE}`
  if (found.length === 0) return false
  const keyed = found.map(({ id, name }) => ({ id, key: sortKeyOf(name) }))
  await tx`
    update person p set sort_key = t.key from ${rows(tx, keyed, { id: 'uuid', key: 'text' })}
    where p.district = ${district} and p.id = t.id`
  return found.length === AT_ONCE
}

import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** The area of each person's first unit that has one, of those they are a member of (primary keys of membership and unit). */
export async function areasOfPeople(
  tx: Tx,
  people: readonly { district: string | null; id: string }[],
  at: Date,
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const found = await tx<{ id: string; area: string }[]>`
    select distinct on (m.person) m.person as id, u.area
    from ${rows(tx, people, { district: 'text', id: 'uuid' })}
      join membership m on m.district = t.district and m.person = t.id and m.starts <= ${at} and m.ends > ${at}
      join unit u on u.district = m.district and u.id = m.unit and u.area is not null
    order by m.person, m.starts, m.unit`
  return new Map(found.map((row) => [row.id, row.area]))
}

/** Names of these areas and of all above each, shallow first, by code. */
export async function pathsOf(tx: Tx, areas: readonly string[]): Promise<Map<string, string[]>> {
  const found = await tx<{ code: string; path: string[] }[]>`
    select a.code, array(select u.name from area u where u.code = any(a.path) order by u.level) as path
    from area a where a.code = any(${areas as string[]}::text[])`
  return new Map(found.map((row) => [row.code, row.path]))
}

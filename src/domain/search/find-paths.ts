import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** An area on the way down to another. */
interface Step {
  name: string
  names: Record<string, string>
}

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

/** Names of these areas and of all above each, shallow first, by code; beside each its names in other languages. */
export async function pathsOf(tx: Tx, areas: readonly string[]): Promise<Map<string, Step[]>> {
  const found = await tx<{ code: string; path: Step[] }[]>`
    select a.code, coalesce((
      select jsonb_agg(jsonb_build_object('name', u.name, 'names', u.names) order by u.level)
      from area u where u.code = any(a.path)), '[]') as path
    from area a where a.code = any(${areas as string[]}::text[])`
  return new Map(found.map((row) => [row.code, row.path]))
}

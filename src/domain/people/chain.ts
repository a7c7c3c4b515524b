import type { Tx } from '../../db/connect.ts'
import { DEPUTY, SECRETARY } from './model.ts'

/** Whom a person's ladder turns to: the deputy of the unit, and the one who answers for it. */
export interface Chain {
  deputy: string | null
  superior: string | null
}

/** Somebody who holds an office at a unit or `depth` steps above it. */
interface Office {
  unit: string
  depth: number
  role: string
  holder: string
}

/** One who is to be followed upward, under a key of the caller's. */
export interface ChainAsked {
  key: string
  person: string
  /** The roles that their own ladder names. */
  roles: { deputy: string; superior: string }
  /** Who is of no use to turn to: asked already, or out of reach. */
  passOver?: ReadonlySet<string> | undefined
  /** Where to begin for somebody who is a member of nothing: the unit that answers for what they were asked. */
  unit?: string | undefined
}

/** The roles of a ladder that names none. */
export const USUAL_ROLES = { deputy: DEPUTY, superior: SECRETARY }

/**
 * The deputy and the superior of each, as the register of duties has them now: the holder of the role at the nearest unit,
 * from the person's own upward, at which it is somebody else who is not away and not to be passed over. Where nobody holds the
 * role at one level the next is asked, to the top unit; who has neither has no entry.
 *
 * People and offices are put together here: the database cannot know how many there are of either, and compared each of
 * 1,200 people with each of 4,600 offices.
 */
export async function chainsOf(
  tx: Tx,
  district: string,
  asked: readonly ChainAsked[],
  now: Date,
): Promise<Map<string, Chain>> {
  const people = [...new Set(asked.map((a) => a.person))]
  const memberships = await tx<{ person: string; unit: string }[]>`
    select distinct person, unit from membership
    where district = ${district} and person = any(${people}::uuid[]) and starts <= ${now} and ends > ${now}`
  const unitsOf = Map.groupBy(memberships, (m) => m.person)
  const placed = asked.map((a) => {
    const own = unitsOf.get(a.person)?.map((m) => m.unit)
    return { ...a, units: own ?? (a.unit === undefined ? [] : [a.unit]) }
  })
  const units = [...new Set(placed.flatMap((a) => a.units))]
  const roles = [...new Set(placed.flatMap((a) => [a.roles.deputy, a.roles.superior]))]
  const byUnit = Map.groupBy(await officesAbove(tx, district, units, now, roles), (o) => o.unit)
  const chains = new Map<string, Chain>()
  for (const { key, person, roles, passOver, units } of placed) {
    const others = units
      .flatMap((unit) => byUnit.get(unit) ?? [])
      .filter((o) => o.holder !== person && !passOver?.has(o.holder))
    if (others.length === 0) continue
    chains.set(key, { deputy: nearest(others, roles.deputy), superior: nearest(others, roles.superior) })
  }
  return chains
}

/** Who holds one of these roles at each unit and at those above it, and is not away (unit_one_parent, duty_by_subject). */
async function officesAbove(tx: Tx, district: string, units: string[], now: Date, roles: string[]): Promise<Office[]> {
  return tx<Office[]>`
    with recursive up (unit, above, depth) as (
      select unit, unit, 0 from unnest(${units}::uuid[]) as t (unit)
      union all
      select up.unit, e.parent, up.depth + 1 from up
        join unit_parent e on e.district = ${district} and e.unit = up.above and e.parent_district = ${district}
          and e.during @> ${now}::timestamptz
      where up.depth < 12
    )
    select up.unit, up.depth, d.role, d.holder from up
      join duty d on d.district = ${district} and d.subject = up.above and d.role = any(${roles}::text[])
        and d.lane = 'actual' and d.holder_kind = 'person' and d.starts <= ${now} and d.ends > ${now}
    where not exists (select from absence a where a.district = ${district} and a.person = d.holder and a.kind = 'away'
      and a.starts <= ${now} and a.ends > ${now})`
}

/** Of equally near holders the first by id, so that it is always the same one. */
function nearest(offices: readonly Office[], role: string): string | null {
  let found: Office | null = null
  for (const o of offices) {
    if (o.role !== role) continue
    if (!found || o.depth < found.depth || (o.depth === found.depth && o.holder < found.holder)) found = o
  }
  return found?.holder ?? null
}

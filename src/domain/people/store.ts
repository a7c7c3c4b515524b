import type { Position } from '../../base/geometry.ts'
import { isUuid } from '../../base/ids.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { UnitLine } from './lines.ts'
import { type Candidate, type Contact, type NamedUnit, type Person, TEAM_KINDS } from './model.ts'
import { tilesRound } from './tiles.ts'

const TILE = { west: 'float8', south: 'float8', east: 'float8', north: 'float8' } as const

export async function personById(tx: Tx, district: string, id: string): Promise<Person | null> {
  return personWhere(tx, tx`district = ${district} and id = ${id}`)
}

/** A person of a district by id or code. */
export async function personByKey(tx: Tx, district: string, key: string): Promise<Person | null> {
  if (isUuid(key)) return personById(tx, district, key)
  return personWhere(tx, tx`district = ${district} and code = ${key}`)
}

async function personWhere(tx: Tx, which: Fragment): Promise<Person | null> {
  const [row] = await tx<(Omit<Person, 'home'> & { lon: number | null; lat: number | null })[]>`
    select district, id, code, name, skills, st_x(home) as lon, st_y(home) as lat from person where ${which}`
  if (!row) return null
  const { lon, lat, ...rest } = row
  return { ...rest, home: lon === null || lat === null ? null : [lon, lat] }
}

/**
 * Everyone of a district who is a member now and whose home is known: whom a plan may choose from. With `near`, those
 * whose home lies within `withinM` metres of one of its positions and some further off (index person_by_home).
 *
 * Memberships come as a list for each column and are put together here: of 65,000 people, to sort them in the database
 * for the kinds of each took ten times as long as to read them, and a row each three times as long to send.
 */
export async function candidates(
  tx: Tx,
  district: string,
  now: Date,
  near: { at: Position[]; withinM: number } | null = null,
  withUnits = false,
): Promise<Candidate[]> {
  const close = near
    ? tx`${rows(tx, tilesRound(near.at, near.withinM), TILE)}
        join person p on p.home && st_makeenvelope(t.west, t.south, t.east, t.north, 4326)`
    : tx`person p`
  const [found] = await tx<
    { ids: string[]; lons: number[]; lats: number[]; kinds: string[]; skills: string[][]; units: string[] | null }[]
  >`
    select json_agg(p.id) as ids, json_agg(st_x(p.home)) as lons, json_agg(st_y(p.home)) as lats, json_agg(m.kind) as kinds,
      json_agg(p.skills) as skills, ${withUnits ? tx`json_agg(m.unit)` : tx`null`} as units
    from ${close} join membership m on m.district = p.district and m.person = p.id
    where p.district = ${district} and p.home is not null and p.left_at > ${now}
      and m.starts <= ${now} and m.ends > ${now}
    having count(*) > 0`
  const people = new Map<string, Candidate>()
  found?.ids.forEach((id, i) => {
    const [kind, at] = [found.kinds[i] as string, [found.lons[i], found.lats[i]] as Position]
    const known = people.get(id)
    const unit = found.units?.[i]
    if (!known) people.set(id, { id, at, kinds: [kind], skills: found.skills[i] ?? [], ...(unit && { units: [unit] }) })
    else {
      if (!known.kinds.includes(kind)) known.kinds.push(kind)
      if (unit) known.units?.push(unit)
    }
  })
  return [...people.values()]
}

/** The contacts of these people on one channel, best first; who has none has no row. */
export async function contactsOf(tx: Tx, district: string, people: string[], channel: string): Promise<Contact[]> {
  return tx<Contact[]>`
    select distinct on (person) person, channel, address from contact
    where district = ${district} and channel = ${channel} and person = any(${people}::uuid[])
    order by person, rank, address`
}

/** A unit by its id or its code, in whatever district it is. */
export async function unitAnywhere(tx: Tx, key: string): Promise<NamedUnit | null> {
  const [row] = await tx<NamedUnit[]>`
    select district, id, code, name, names, kind, area from unit where ${isUuid(key) ? tx`id = ${key}` : tx`code = ${key}`}
    order by district limit 1`
  return row ?? null
}

/** Those of a district who are with a team at a moment, in which they have enough to do (membership_by_unit). */
export async function peopleInTeams(tx: Tx, district: string, now: Date): Promise<Set<string>> {
  const sent = await tx<{ person: string }[]>`
    select m.person from unit u join membership m on m.district = u.district and m.unit = u.id
    where u.district = ${district} and u.kind = any(${[...TEAM_KINDS]}::text[]) and m.starts <= ${now} and m.ends > ${now}`
  return new Set(sent.map((row) => row.person))
}

/** Holds people until the transaction ends, so that of two who give them something at once the second sees what the first did. */
export async function holdPeople(tx: Tx, district: string, people: readonly string[]): Promise<void> {
  await tx`
    select id from person where district = ${district} and id = any(${[...people]}::uuid[])
    order by id for no key update`
}

/** Those of these people who are members now and have not left (primary keys of person and membership). */
export async function membersAmong(tx: Tx, district: string, now: Date, people: string[]): Promise<Set<string>> {
  const found = await tx<{ id: string }[]>`
    select t.id from unnest(${people}::uuid[]) as t (id), lateral (
      select true from person p where p.district = ${district} and p.id = t.id and p.left_at > ${now} limit 1) p, lateral (
      select true from membership m
      where m.district = ${district} and m.person = t.id and m.starts <= ${now} and m.ends > ${now} limit 1) m`
  return new Set(found.map((row) => row.id))
}

/** That a unit `u` is no team: where a team works, another unit answers for the area. */
export const noTeam = (tx: Tx): Fragment => tx`u.kind <> all(${[...TEAM_KINDS]}::text[])`

/**
 * The units just below one at an instant, by code (index unit_parent_by_parent). A merged unit stays, for what is counted at
 * it; a team that is over does not.
 */
export async function childUnits(tx: Tx, parent: string, at: Date): Promise<NamedUnit[]> {
  return tx<NamedUnit[]>`
    select u.district, u.id, u.code, u.name, u.names, u.kind, u.area
    from unit_parent e join unit u on u.district = e.district and u.id = e.unit
    where e.parent = ${parent} and e.during @> ${at}::timestamptz and (u.dissolved > ${at} or ${noTeam(tx)})
    order by u.code`
}

/** The units that answer for one of these areas, those of the first area first (index unit_by_area, by the areas' districts). */
export async function unitsOfAreas(tx: Tx, areas: string[], at: Date): Promise<NamedUnit[]> {
  return tx<NamedUnit[]>`
    select u.district, u.id, u.code, u.name, u.names, u.kind, u.area
    from area a join unit u on u.district = a.district and u.area = a.code
    where a.code = any(${areas}::text[]) and u.founded <= ${at} and u.dissolved > ${at} and ${noTeam(tx)}
    order by array_position(${areas}::text[], a.code), u.code`
}

/** The units of a district by id, as the tree stands (primary keys of unit, unit_parent and area_extent). */
export async function unitLines(tx: Tx, district: string, now: Date): Promise<Map<string, UnitLine>> {
  const found = await tx<{ id: string; parent: string | null; answers: boolean; lon: number; lat: number }[]>`
    select u.id, e.parent, u.area is not null and ${noTeam(tx)} as answers, (x.west + x.east) / 2 as lon, (x.south + x.north) / 2 as lat
    from unit u left join unit_parent e on e.district = u.district and e.unit = u.id and e.during @> ${now}::timestamptz
      left join area_extent x on x.area = u.area
    where u.district = ${district}`
  return new Map(
    found.map(({ id, parent, answers, lon, lat }) => [id, { parent, answers, seat: lon === null ? null : [lon, lat] }]),
  )
}

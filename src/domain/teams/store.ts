import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { DEPUTY, LEADER, SECRETARY, TEAM_KINDS } from '../people/model.ts'
import { noTeam } from '../people/store.ts'
import type { Branch, Near, Site } from './model.ts'

/** Whom a statement asks for, and when they would be away. */
export interface Sought {
  district: string
  at: Site['at']
  now: Date
  from: Date
  until: Date | null
  kinds: readonly string[]
  /** Skills that are wanted: people who have the same of them are told apart by their way alone. */
  skills: readonly string[]
  busy: boolean
}

/** Metres of a degree of latitude. */
const DEGREE_M = 111_195

/** The middle of a place, and the area it lies in (primary keys of place and area). */
export async function pointOfPlace(tx: Tx, district: string, id: string): Promise<Site['at'] | null> {
  const [row] = await tx<Site['at'][]>`
    select st_x(o.at) as lon, st_y(o.at) as lat from place p, lateral (select st_pointonsurface(p.geom) as at) o
    where p.district = ${district} and p.id = ${id}`
  return row ?? null
}

/** The middle of an area's shape, or of the box round all that lies in it; null: nothing of either is known. */
export async function pointOfArea(tx: Tx, code: string): Promise<Site['at'] | null> {
  const [row] = await tx<{ lon: number | null; lat: number | null }[]>`
    select coalesce(st_x(o.at), (x.west + x.east) / 2) as lon, coalesce(st_y(o.at), (x.south + x.north) / 2) as lat
    from area a left join area_extent x on x.area = a.code, lateral (select st_pointonsurface(a.shape) as at) o
    where a.code = ${code}`
  return row?.lon == null || row.lat == null ? null : { lon: row.lon, lat: row.lat }
}

/** Homes within so many metres of the site, by a box that the index person_by_home knows and then exactly. */
export function withinReach(tx: Tx, { at }: Sought, withinM: number, without: readonly string[]): Fragment {
  const north = withinM / DEGREE_M
  const east = north / Math.max(0.01, Math.cos((at.lat * Math.PI) / 180))
  const point = pointOf(tx, at)
  return tx`p.home && st_expand(${point}, ${east}, ${north}) and st_distancesphere(p.home, ${point}) <= ${withinM}
    and p.id <> all(${[...without]}::uuid[])`
}

/**
 * Members of a district, and what keeps each at home: of those who have the same of the wanted skills the nearest `most`. One
 * statement: who leads is read unit by unit (duty_by_subject), and only those who are left when all are ranked are asked for
 * their branch, their teams, their absences and their duties (primary key of membership, absence_by_person, duty_by_holder).
 * These are written as values and not as `exists`, which would be joins over everybody's.
 */
export async function near(tx: Tx, s: Sought, which: Fragment, most: number): Promise<(Near & { sort: string })[]> {
  const { district, from } = s
  const until = s.until ?? 'infinity'
  const sort = s.skills.reduce(
    (sum, skill, i) => tx`${sum} + case when p.skills @> array[${skill}::text] then ${2 ** i}::int else 0 end`,
    tx`0`,
  )
  return tx<(Near & { sort: string })[]>`
    with heads as materialized (
      select distinct d.holder from unit u join duty d on d.district = ${district} and d.subject = u.id
        and d.role = any(${[SECRETARY, DEPUTY]}::text[]) and d.ends > ${from}
      where u.district = ${district} and d.starts <= ${from} and d.holder_kind = 'person' and d.lane = 'actual'
    ), members as materialized (
      select distinct m.person from membership m join unit u on u.district = ${district} and u.id = m.unit and ${noTeam(tx)}
      where m.district = ${district} and ${ofKind(tx, s)}
    ), reached as materialized (
      select p.id, p.code, p.name, p.skills, st_distancesphere(p.home, ${pointOf(tx, s.at)}) as metres,
        h.holder is not null or p.skills @> array[${LEADER}::text] as leads, ${sort} as sort
      from person p join members on members.person = p.id left join heads h on h.holder = p.id
      where p.district = ${district} and p.left_at > ${from} and ${which}
    ), ranked as materialized (
      select *, row_number() over (partition by sort, leads order by metres, id) as n from reached
    ), asked as materialized (
      select c.*, (
          select m.unit from membership m join unit u on u.district = ${district} and u.id = m.unit and ${noTeam(tx)}
          where m.district = ${district} and m.person = c.id and ${ofKind(tx, s)} order by m.starts, u.code limit 1) as unit, (
          select u.name from membership m join unit u on u.district = ${district} and u.id = m.unit
            and u.kind = any(${[...TEAM_KINDS]}::text[])
          where m.district = ${district} and m.person = c.id and m.starts < ${until} and m.ends > greatest(m.starts, ${from})
          limit 1) as team, (
          select true from absence a where a.district = ${district} and a.person = c.id and a.kind = 'away'
            and a.starts < ${until} and a.ends > greatest(a.starts, ${from}) limit 1) is true as away, ${
              s.busy
                ? tx`null`
                : tx`(
          select true from duty d where d.district = ${district} and d.holder = c.id and d.ends > ${from}
            and d.starts < ${until} and d.ends > d.starts and d.subject_kind = 'place' and d.lane = 'actual' limit 1)`
            }
          is true as busy
      from ranked c where c.n <= ${most}
    )
    select id, code, name, skills, leads, metres, unit, team, leads || ' ' || sort as sort,
      case when team is not null then 'team' when away then 'away' when busy then 'busy' end as bar
    from asked order by metres, id`
}

/** These units with how many members they have who are there at a moment (membership_by_unit). */
export async function branchesOf(
  tx: Tx,
  district: string,
  units: readonly string[],
  { now, from }: { now: Date; from: Date },
): Promise<Map<string, Branch>> {
  const found = await tx<Branch[]>`
    select u.id, u.name, u.names, count(distinct p.id)::int as members
    from unit u join membership m on m.district = ${district} and m.unit = u.id and m.starts <= ${now} and m.ends > ${from}
      join person p on p.district = ${district} and p.id = m.person and p.left_at > ${from}
    where u.district = ${district} and u.id = any(${[...units]}::uuid[]) group by u.id, u.name, u.names`
  return new Map(found.map((b) => [b.id, b]))
}

/** What these people are called, whether or not they are still there (primary key of person). */
export async function namesOf(tx: Tx, district: string, people: readonly string[]): Promise<Map<string, string>> {
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from person where district = ${district} and id = any(${[...people]}::uuid[])`
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** How many people of a district have each skill, those that most have first. */
export async function skillsIn(tx: Tx, district: string, now: Date): Promise<{ skill: string; people: number }[]> {
  return tx<{ skill: string; people: number }[]>`
    select skill, count(*)::int as people from person p, unnest(p.skills) as skill
    where p.district = ${district} and p.left_at > ${now} group by skill order by people desc, skill`
}

/**
 * The code for the next team under a unit: the unit's own with a number after it. The unit is held until the transaction
 * ends, so that two are not given the same one.
 */
export async function nextCode(tx: Tx, under: { district: string; id: string; code: string }): Promise<string> {
  const { district, code } = under
  await tx`select id from unit where district = ${district} and id = ${under.id} for no key update`
  const prefix = `${code}-T`
  const [row] = await tx<{ n: number }[]>`
    select coalesce(max(substr(code, ${prefix.length + 1})::int), 0)::int + 1 as n from unit
    where district = ${district} and starts_with(code, ${prefix}) and substr(code, ${prefix.length + 1}) ~ '^[0-9]{1,6}$'`
  return `${prefix}${row?.n ?? 1}`
}

/** Sends people to a team for a span of time, each in the name of their branch. */
export async function sendPeople(
  tx: Tx,
  team: { district: string; id: string },
  people: readonly { person: string; sentBy: string }[],
  { from, until }: { from: Date; until: Date | null },
): Promise<void> {
  await tx`
    insert into membership (district, person, unit, kind, starts, ends, sent_by)
    select ${team.district}, person, ${team.id}, 'seconded', ${from}, ${until ?? 'infinity'}, "sentBy"
    from ${rows(tx, people, { person: 'uuid', sentBy: 'uuid' })}`
}

/** Ends all memberships of a team at `now`, or before they begin; returns how many. */
export async function recallPeople(tx: Tx, now: Date, team: { district: string; id: string }): Promise<number> {
  const { count } = await tx`
    update membership set ends = greatest(starts, ${now})
    where district = ${team.district} and unit = ${team.id} and ends > greatest(starts, ${now})`
  return count
}

/** Until when a unit is there, or was. */
export async function dissolvedAt(tx: Tx, team: { district: string; id: string }): Promise<Date> {
  const [row] = await tx<{ at: Date }[]>`
    select dissolved as at from unit where district = ${team.district} and id = ${team.id} for no key update`
  return (row as { at: Date }).at
}

/** That a membership `m` is in force and of a kind asked for. */
const ofKind = (tx: Tx, { now, from, kinds }: Sought): Fragment => tx`m.starts <= ${now} and m.ends > ${from}
  and (${kinds.length === 0} or m.kind = any(${[...kinds]}::text[]))`

const pointOf = (tx: Tx, at: Site['at']): Fragment => tx`st_setsrid(st_point(${at.lon}, ${at.lat}), 4326)`

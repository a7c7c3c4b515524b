import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { refusal } from '../../db/sqlstate.ts'
import type { NamedUnit, Unit } from './model.ts'

/** What stands above a unit. */
export interface Parent {
  district: string
  id: string
}

/** Deeper than any organisation is: where a climb ends that went into a ring. */
const DEEPEST = 64

export async function parentAt(tx: Tx, unit: { district: string; id: string }, at: Date): Promise<Parent | null> {
  const [row] = await tx<Parent[]>`
    select parent_district as district, parent as id from unit_parent
    where district = ${unit.district} and unit = ${unit.id} and during @> ${at}::timestamptz`
  return row ?? null
}

/**
 * What stands above a unit at an instant, in whatever district, the nearest first. One statement for each district on the
 * way, since a recursion runs only where all of it is on one node of a distributed database; there are few levels of them.
 */
export async function chainAbove(tx: Tx, unit: Parent, at: Date): Promise<Parent[]> {
  const chain: Parent[] = []
  const passed = new Set([unit.id])
  for (let from: Parent | undefined = unit; from; ) {
    const { district, id }: Parent = from
    const above: Parent[] = await tx<Parent[]>`
      with recursive up (district, unit, height) as (
        select parent_district, parent, 1 from unit_parent
        where district = ${district} and unit = ${id} and during @> ${at}::timestamptz
        union
        select e.parent_district, e.parent, up.height + 1 from up
          join unit_parent e on e.district = ${district} and e.unit = up.unit and e.during @> ${at}::timestamptz
        where up.district = ${district} and up.height < ${DEEPEST}
      ) select district, unit as id from up order by height`
    // Units that were tied into a ring are passed once.
    const fresh = above.filter((u) => !passed.has(u.id))
    for (const u of fresh) passed.add(u.id)
    chain.push(...fresh)
    const last = fresh.at(-1)
    from = last && last.district !== district ? last : undefined
  }
  return chain
}

/** Whether `unit` is `below` itself or stands above it at an instant, in whatever district. */
export async function isAbove(tx: Tx, unit: string, below: Parent, at: Date): Promise<boolean> {
  return unit === below.id || (await chainAbove(tx, below, at)).some((u) => u.id === unit)
}

/** The units above one at an instant, the root first. */
export async function unitsAbove(tx: Tx, unit: { district: string; id: string }, at: Date): Promise<NamedUnit[]> {
  const chain = await chainAbove(tx, unit, at)
  if (chain.length === 0) return []
  const numbered = chain.map((u, height) => ({ ...u, height }))
  return tx<NamedUnit[]>`
    select u.district, u.id, u.code, u.name, u.names, u.kind, u.area
    from ${rows(tx, numbered, { district: 'text', id: 'uuid', height: 'int' })}
      join unit u on u.district = t.district and u.id = t.id order by t.height desc`
}

/** From `now` on the unit stands under `parent`; where it stood until then stays. Moved twice at once, it stands where last. */
export async function putUnder(
  tx: Tx,
  now: Date,
  unit: { district: string; id: string },
  parent: Parent,
): Promise<void> {
  await tx`
    update unit_parent set ends = ${now}
    where district = ${unit.district} and unit = ${unit.id} and during @> ${now}::timestamptz`
  await tx`
    insert into unit_parent (district, unit, parent_district, parent, starts)
    values (${unit.district}, ${unit.id}, ${parent.district}, ${parent.id}, ${now})
    on conflict (district, unit, starts) do update set
      parent_district = excluded.parent_district, parent = excluded.parent, ends = 'infinity'`
}

/** Writes a unit founded now; UNIT_TAKEN if its district has one of that code. */
export async function insertUnit(tx: Tx, now: Date, unit: Unit): Promise<void> {
  try {
    await tx`
      insert into unit (district, id, code, name, kind, area, founded)
      values (${unit.district}, ${unit.id}, ${unit.code}, ${unit.name}, ${unit.kind}, ${unit.area}, ${now})`
  } catch (error) {
    throw refusal(error, { code: unit.code })
  }
}

export async function dissolve(tx: Tx, now: Date, unit: { district: string; id: string }): Promise<void> {
  await tx`update unit set dissolved = ${now} where district = ${unit.district} and id = ${unit.id}`
}

/** Ends memberships of a unit at `now`, of some people or of all; returns what was ended, for who takes them over. */
export async function endMemberships(
  tx: Tx,
  now: Date,
  unit: { district: string; id: string },
  people: string[] | null,
): Promise<{ person: string; kind: string; sentBy: string | null }[]> {
  return tx<{ person: string; kind: string; sentBy: string | null }[]>`
    update membership set ends = ${now}
    where district = ${unit.district} and unit = ${unit.id} and starts <= ${now} and ends > ${now}
      and (${people === null} or person = any(${people ?? []}::uuid[]))
    returning person, kind, sent_by as "sentBy"`
}

/** Memberships from `now` on; who is a member of the unit already stays as they are. */
export async function beginMemberships(
  tx: Tx,
  now: Date,
  unit: { district: string; id: string },
  members: { person: string; kind: string; sentBy: string | null }[],
): Promise<void> {
  await tx`
    insert into membership (district, person, unit, kind, starts, sent_by)
    select ${unit.district}, person, ${unit.id}, kind, ${now}, "sentBy"
    from ${rows(tx, members, { person: 'uuid', kind: 'text', sentBy: 'uuid' })}
    where not exists (select from membership o where o.district = ${unit.district} and o.person = t.person
      and o.unit = ${unit.id} and o.starts <= ${now} and o.ends > ${now})
    on conflict (district, person, unit, starts) do update set ends = 'infinity', kind = excluded.kind, sent_by = excluded.sent_by`
}

/**
 * A row for the person in another district, under the same id and with the contacts of home, so that every join of an
 * emergency stays inside its district. The code carries that of the home district: two counties may both have a P-17.
 */
export async function copyPerson(tx: Tx, person: { district: string; id: string }, to: string): Promise<void> {
  await tx`
    insert into person (district, id, code, name, names, skills, home, home_district, sort_key)
    select ${to}, id, district || ':' || code, name, names, skills, home, district, sort_key
    from person where district = ${person.district} and id = ${person.id}
    on conflict (district, id) do update set
      name = excluded.name, names = excluded.names, skills = excluded.skills, home = excluded.home, sort_key = excluded.sort_key`
  await tx`
    insert into contact (district, person, channel, address, rank)
    select ${to}, person, channel, address, rank from contact
    where district = ${person.district} and person = ${person.id}
    on conflict (district, person, channel, address) do update set rank = excluded.rank`
}

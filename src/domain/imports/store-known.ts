import type { Fragment, Tx } from '../../db/connect.ts'

/** Somebody of the register as files are compared with them, with what a file may change. */
export interface PersonNow {
  id: string
  code: string
  name: string
  skills: string[]
  lon: number | null
  lat: number | null
  contacts: { channel: string; address: string }[]
  /** Memberships that last. */
  memberships: { unit: string; code: string; kind: string; ends: Date | null }[]
}

/** People of a district by their codes (unique). */
export async function peopleNow(tx: Tx, now: Date, district: string, codes: readonly string[]): Promise<PersonNow[]> {
  const people = await tx<Omit<PersonNow, 'contacts' | 'memberships'>[]>`
    select id, code, name, skills, st_x(home) as lon, st_y(home) as lat from person
    where district = ${district} and code = any(${codes as string[]}::text[]) order by code`
  if (people.length === 0) return []
  const ids = people.map((person) => person.id)
  const contacts = await tx<{ person: string; channel: string; address: string }[]>`
    select person, channel, address from contact
    where district = ${district} and person = any(${ids}::uuid[]) order by person, channel, rank, address`
  const memberships = await tx<{ person: string; unit: string; kind: string; ends: Date | null }[]>`
    select person, unit, kind, nullif(ends, 'infinity') as ends from membership
    where district = ${district} and person = any(${ids}::uuid[]) and ends > greatest(starts, ${now})`
  const unitsOf = await unitCodes(tx, district, [...new Set(memberships.map((membership) => membership.unit))])
  const contactsOf = Map.groupBy(contacts, (contact) => contact.person)
  const membershipsOf = Map.groupBy(memberships, (membership) => membership.person)
  return people.map((person) => ({
    ...person,
    contacts: contactsOf.get(person.id) ?? [],
    memberships: (membershipsOf.get(person.id) ?? [])
      .map(({ unit, kind, ends }) => ({ unit, code: unitsOf.get(unit) ?? unit, kind, ends }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  }))
}

/** Units by id (primary key). Put together by the program, here and below: how many there are of either the database cannot know. */
async function unitCodes(tx: Tx, district: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await tx<{ id: string; code: string }[]>`
    select id, code from unit where district = ${district} and id = any(${ids as string[]}::uuid[])`
  return new Map(found.map(({ id, code }) => [id, code]))
}

/** A value of a file that people of the register have as well, with their codes. */
interface Borne {
  value: string
  codes: string[]
}

/**
 * Who of a district bears these names, has these numbers, or a code that is one of these but for zeros before it. The people and
 * the values are put together by grouping: how many there are of either the database cannot know, and it would compare each of
 * ten thousand with each of thirty thousand.
 */
async function borne(tx: Tx, have: Fragment, values: readonly string[]): Promise<Borne[]> {
  if (values.length === 0) return []
  return tx<Borne[]>`
    select value, array_agg(code order by code) filter (where code is not null) as codes
    from (${have} union all select value, null from unnest(${values as string[]}::text[]) as t (value)) u
    group by value having bool_or(code is null) and count(code) > 0`
}

/** The codes of those who bear each of these names. */
export async function namesBorne(tx: Tx, district: string, names: readonly string[]): Promise<Borne[]> {
  return borne(tx, tx`select name as value, code from person where district = ${district}`, names)
}

/** Who has each of these numbers, exactly as written. */
export async function phonesHeld(
  tx: Tx,
  district: string,
  addresses: readonly string[],
): Promise<{ address: string; code: string; name: string }[]> {
  const have = tx`
    select address as value, person::text as code from contact where district = ${district} and channel = 'phone'`
  const held = await borne(tx, have, addresses)
  const ids = [...new Set(held.flatMap(({ codes }) => codes))]
  const people = await tx<{ id: string; code: string; name: string }[]>`
    select id, code, name from person where district = ${district} and id = any(${ids}::uuid[])`
  const byId = new Map(people.map((person) => [person.id, person]))
  return held
    .flatMap(({ value, codes }) =>
      codes.flatMap((id) => {
        const { code, name } = byId.get(id) ?? {}
        return code === undefined || name === undefined ? [] : [{ address: value, code, name }]
      }),
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Codes that are one of these but for zeros before them. */
export async function zeroTwins(tx: Tx, district: string, bare: readonly string[]): Promise<string[]> {
  const found = await borne(
    tx,
    tx`select ltrim(code, '0') as value, code from person where district = ${district}`,
    bare,
  )
  return found.flatMap(({ codes }) => codes).sort()
}

/** Codes that are one of these but for capital letters. */
export async function caseTwins(tx: Tx, district: string, plain: readonly string[]): Promise<string[]> {
  const found = await borne(tx, tx`select lower(code) as value, code from person where district = ${district}`, plain)
  return found.flatMap(({ codes }) => codes).sort()
}

/** Districts that have people. */
export async function districtsOfPeople(tx: Tx): Promise<string[]> {
  const found = await tx<{ district: string }[]>`select distinct district from person order by district`
  return found.map(({ district }) => district)
}

/** Those of these people who are in the organisation now, and of this district: not seconded to it from elsewhere. */
export async function residents(tx: Tx, now: Date, district: string, codes: readonly string[]): Promise<string[]> {
  const found = await tx<{ id: string }[]>`
    select id from person
    where district = ${district} and code = any(${codes as string[]}::text[]) and left_at > ${now} and home_district is null`
  return found.map(({ id }) => id)
}

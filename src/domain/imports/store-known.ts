import type { Tx } from '../../db/connect.ts'

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

/** People of a district by their codes, or by their names (a scan of the district's people, once for a part of a file). */
export async function peopleNow(
  tx: Tx,
  now: Date,
  district: string,
  by: { codes: readonly string[] } | { names: readonly string[] },
): Promise<PersonNow[]> {
  const people = await tx<Omit<PersonNow, 'contacts' | 'memberships'>[]>`
    select id, code, name, skills, st_x(home) as lon, st_y(home) as lat from person
    where district = ${district} and ${'codes' in by ? tx`code = any(${by.codes as string[]}::text[])` : tx`name = any(${by.names as string[]}::text[])`}
    order by code`
  if (people.length === 0) return []
  const ids = people.map((person) => person.id)
  const contacts = await tx<{ person: string; channel: string; address: string }[]>`
    select person, channel, address from contact
    where district = ${district} and person = any(${ids}::uuid[]) order by person, channel, rank, address`
  const memberships = await tx<({ person: string } & PersonNow['memberships'][number])[]>`
    select m.person, m.unit, u.code, m.kind, nullif(m.ends, 'infinity') as ends
    from membership m join unit u on u.district = ${district} and u.id = m.unit
    where m.district = ${district} and m.person = any(${ids}::uuid[]) and m.ends > greatest(m.starts, ${now})
    order by m.person, u.code`
  const contactsOf = Map.groupBy(contacts, (contact) => contact.person)
  const membershipsOf = Map.groupBy(memberships, (membership) => membership.person)
  return people.map((person) => ({
    ...person,
    contacts: contactsOf.get(person.id) ?? [],
    memberships: membershipsOf.get(person.id) ?? [],
  }))
}

/** Who has each of these numbers, exactly as written (a scan of the district's contacts, once for a part of a file). */
export async function phonesHeld(
  tx: Tx,
  district: string,
  addresses: readonly string[],
): Promise<{ address: string; code: string; name: string }[]> {
  return tx`
    select c.address, p.code, p.name
    from contact c join person p on p.district = ${district} and p.id = c.person
    where c.district = ${district} and c.channel = 'phone' and c.address = any(${addresses as string[]}::text[])
    order by c.address, p.code`
}

/** Codes of numbers alone that are one of these but for zeros before them. */
export async function zeroTwins(tx: Tx, district: string, bare: readonly string[]): Promise<string[]> {
  const found = await tx<{ code: string }[]>`
    select code from person
    where district = ${district} and ltrim(code, '0') = any(${bare as string[]}::text[]) order by code`
  return found.map(({ code }) => code)
}

import type { Position } from '../../base/geometry.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

export interface PersonToWrite {
  district: string
  id: string
  code: string
  name: string
  skills: string[]
  home: { type: 'Point'; coordinates: Position } | null
  homeDistrict: string | null
  sortKey: string
}

const PERSON = {
  district: 'text',
  id: 'uuid',
  code: 'text',
  name: 'text',
  skills: 'text[]',
  home: 'geometry',
  homeDistrict: 'text',
  sortKey: 'text',
} as const

export type PersonKey = { district: string; id: string }

/** Adds people and brings known ones up to date; a file without skills or homes leaves those that are known. */
export async function upsertPeople(
  tx: Tx,
  people: readonly PersonToWrite[],
): Promise<(PersonKey & { added: boolean })[]> {
  return tx<(PersonKey & { added: boolean })[]>`
    insert into person (district, id, code, name, skills, home, home_district, sort_key)
    select district, id, code, name, skills, home, "homeDistrict", "sortKey" from ${rows(tx, people, PERSON)}
    on conflict (district, code) do update set
      name = excluded.name, sort_key = excluded.sort_key, home = coalesce(excluded.home, person.home),
      skills = case when excluded.skills = '{}' then person.skills else excluded.skills end
    where person.name <> excluded.name
      or (excluded.skills <> '{}' and excluded.skills <> person.skills)
      or (excluded.home is not null and (person.home is null or not st_orderingequals(person.home, excluded.home)))
    returning district, id, xmax = 0 as added`
}

/** The ids under which the register has these codes of these districts. */
export async function personIds(
  tx: Tx,
  people: readonly { district: string; code: string }[],
): Promise<{ district: string; code: string; id: string }[]> {
  return tx<{ district: string; code: string; id: string }[]>`
    select p.district, p.code, p.id
    from ${rows(tx, people, { district: 'text', code: 'text' })} join person p using (district, code)`
}

export interface ContactToWrite {
  district: string
  person: string
  channel: string
  address: string
  rank: number
}

const CONTACT = { district: 'text', person: 'uuid', channel: 'text', address: 'text', rank: 'int' } as const

/** Puts these contacts in the place of what these people had on the same channels. Returns whose changed. */
export async function replaceContacts(tx: Tx, contacts: readonly ContactToWrite[]): Promise<PersonKey[]> {
  const gone = await tx<PersonKey[]>`
    with t as materialized (select * from ${rows(tx, contacts, CONTACT)})
    delete from contact c
    where (c.district, c.person, c.channel) in (select district, person, channel from t)
      and (c.district, c.person, c.channel, c.address) not in (select district, person, channel, address from t)
    returning c.district, c.person as id`
  const written = await tx<PersonKey[]>`
    insert into contact (district, person, channel, address, rank)
    select district, person, channel, address, rank from ${rows(tx, contacts, CONTACT)}
    on conflict (district, person, channel, address) do update set rank = excluded.rank where contact.rank <> excluded.rank
    returning district, person as id`
  return [...gone, ...written]
}

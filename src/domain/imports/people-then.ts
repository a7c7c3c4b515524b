import type { Tx } from '../../db/connect.ts'
import type { Fields } from './changes.ts'
import { type PersonNow, peopleNow } from './store-known.ts'

/** People as the register has them at one point of an import, by id, in fields as they are shown: read before and after. */
export async function peopleThen(
  tx: Tx,
  now: Date,
  people: readonly { district: string; code: string }[],
): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>()
  for (const [district, theirs] of Map.groupBy(people, (person) => person.district)) {
    const codes = [...new Set(theirs.map((person) => person.code))]
    for (const person of await peopleNow(tx, now, district, codes)) {
      found.set(`${district} ${person.id}`, fieldsOf(person))
    }
  }
  return found
}

function fieldsOf({ name, skills, lon, lat, contacts, memberships }: PersonNow): Fields {
  const on = (channel: string) =>
    contacts
      .filter((contact) => contact.channel === channel)
      .map((contact) => contact.address)
      .join(', ')
  const units = memberships.map(({ code, kind, ends }) =>
    ends === null ? `${code} (${kind})` : `${code} (${kind}, –${ends.toISOString().slice(0, 10)})`,
  )
  return {
    name,
    phone: on('phone'),
    email: on('email'),
    unit: units.join(', '),
    skills: skills.join(', '),
    home: lon === null || lat === null ? null : `${lon.toFixed(5)}, ${lat.toFixed(5)}`,
  }
}

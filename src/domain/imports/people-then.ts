import type { Tx } from '../../db/connect.ts'
import { zonesOf } from '../places/store.ts'
import type { Fields } from './changes.ts'
import { type PersonNow, peopleNow } from './store-known.ts'
import { lastDay } from './zone-time.ts'

/** People as the register has them at one point of an import, by id, in fields as they are shown: read before and after. */
export async function peopleThen(
  tx: Tx,
  now: Date,
  people: readonly { district: string; code: string }[],
): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>()
  for (const [district, theirs] of Map.groupBy(people, (person) => person.district)) {
    const codes = [...new Set(theirs.map((person) => person.code))]
    const zone = (await zonesOf(tx, [district])).get(district)
    for (const person of await peopleNow(tx, now, district, codes)) {
      found.set(`${district} ${person.id}`, fieldsOf(person, zone))
    }
  }
  return found
}

function fieldsOf({ name, skills, lon, lat, contacts, memberships }: PersonNow, zone: string | undefined): Fields {
  const on = (channel: string) =>
    contacts
      .filter((contact) => contact.channel === channel)
      .map((contact) => contact.address)
      .join(', ')
  const units = memberships.map(({ code, kind, ends }) =>
    ends === null ? `${code} (${kind})` : `${code} (${kind}, –${lastDay(ends, zone)})`,
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

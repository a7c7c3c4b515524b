import type { Db, Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { mayReadContacts } from './reading.ts'

export interface PersonContacts {
  person: string
  contacts: { channel: string; address: string }[]
}

/**
 * How people are reached, each with what is tried first before the rest (primary key of contact); nobody where the viewer may not
 * read it. Reading is an act: one row of the audit for all that were read at once, without what was read.
 */
export async function readContacts(
  db: Db,
  now: Date,
  viewer: Viewer,
  { district, lane, persons }: { district: string; lane: string; persons: readonly string[] },
): Promise<PersonContacts[]> {
  if (!mayReadContacts(viewer)) return []
  const people = [...new Set(persons)]
  return db.write(now, async (tx) => {
    const found = await contactsOfAll(tx, district, people)
    const [only] = people.length === 1 ? people : []
    const detail = { people: people.length }
    await audit(tx, now, viewer, { district, lane, act: 'contact.read', subject: only ?? null, detail, quiet: true })
    return [...Map.groupBy(found, (c) => c.person)].map(([person, theirs]) => ({
      person,
      contacts: theirs.map(({ channel, address }) => ({ channel, address })),
    }))
  })
}

async function contactsOfAll(
  tx: Tx,
  district: string,
  people: readonly string[],
): Promise<{ person: string; channel: string; address: string }[]> {
  return tx<{ person: string; channel: string; address: string }[]>`
    select person, channel, address from contact
    where district = ${district} and person = any(${people as string[]}::uuid[])
    order by person, rank, channel, address`
}

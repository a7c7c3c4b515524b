import type { Tx } from '../../db/connect.ts'

/** How a summons stands in set_aside. */
export const summonsItem = ({ callout, person }: { callout: string; person: string }): string =>
  `summons ${callout} ${person}`

/** What was set aside is tried again by hand (primary key of set_aside). */
export async function forgetAside(tx: Tx, district: string, callout: string, people: readonly string[]): Promise<void> {
  const items = people.map((person) => summonsItem({ callout, person }))
  await tx`delete from set_aside where district = ${district} and step = 'climb' and item = any(${items}::text[])`
}

/**
 * Of a district's summonses that were set aside, those that have nothing left to try are shown no more: they were answered or
 * stood down (primary keys; there are few rows, or none).
 */
export async function forgetSettled(tx: Tx, district: string): Promise<void> {
  await tx`
    delete from set_aside a where a.district = ${district} and a.step = 'climb' and a.item like 'summons %' and not exists (
      select true from summons s where s.district = ${district} and s.callout = split_part(a.item, ' ', 2)::uuid
        and s.person = split_part(a.item, ' ', 3)::uuid and s.next_at < 'infinity')`
}

import type { Tx } from '../../db/connect.ts'
import { contactsOf } from '../people/store.ts'
import type { Ladder } from '../playbooks/model.ts'

/** Where and when ladders are climbed, and which kind of contact a channel reaches. */
export interface Climbing {
  now: Date
  district: string
  lane: string
  contactOf: (channel: string) => string | undefined
}

/** Addresses by person, and for each by channel. */
export type Reach = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The addresses of people on every channel that these ladders use; a channel that is not there is an address nobody has. */
export async function addressesOf(
  tx: Tx,
  { district, contactOf }: Climbing,
  people: string[],
  ladders: readonly Ladder[],
): Promise<Reach> {
  const found = new Map<string, Map<string, string>>()
  for (const channel of new Set(ladders.flatMap((l) => l.steps.map((s) => s.channel)))) {
    const kind = contactOf(channel)
    if (kind === undefined) continue
    for (const c of await contactsOf(tx, district, people, kind)) {
      const reach = found.get(c.person) ?? new Map<string, string>()
      found.set(c.person, reach.set(channel, c.address))
    }
  }
  return found
}

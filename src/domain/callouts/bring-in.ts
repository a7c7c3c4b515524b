import type { Tx } from '../../db/connect.ts'
import { ENGINE } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import type { Ladder } from '../playbooks/model.ts'
import { briefs, type HandedOn, handOver } from './climb-store.ts'
import { queueMessages } from './outbox.ts'
import { addressesOf, type Climbing } from './reach.ts'
import { tell } from './tell.ts'

/**
 * Deputies and superiors: new ones are called by the call-out's ladder at once, those already called are told of them in
 * a message more, on the first of that ladder's channels on which they can be reached.
 */
export async function bringIn(
  tx: Tx,
  where: Climbing,
  hands: readonly HandedOn[],
  ladders: ReadonlyMap<string, Ladder>,
): Promise<void> {
  const { now, district, lane } = where
  const brought = await handOver(tx, now, district, lane, hands)
  const again = brought.filter((b) => !b.fresh)
  const people = [...new Set(again.map((b) => b.person))]
  const addresses = await addressesOf(tx, where, people, [...ladders.values()])
  const told = await briefs(tx, now, district, again)
  const messages = again.flatMap(({ callout, person, people }) => {
    const ways = addresses.get(person)
    const channel = ladders.get(callout)?.steps.find((step) => ways?.has(step.channel))?.channel
    const address = channel === undefined ? undefined : ways?.get(channel)
    if (channel === undefined || address === undefined) return []
    const body = tell(told.get(`${callout}:${person}`), lane)
    return [{ key: `${callout}:${person}:door:${people}`, callout, person, kind: 'door', channel, address, body }]
  })
  if (messages.length > 0) await queueMessages(tx, now, district, lane, messages)
  const detail = { people: hands.length, to: brought.length }
  await audit(tx, now, ENGINE, { district, lane, act: 'callout.escalate', detail })
}

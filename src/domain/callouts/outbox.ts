import { MINUTE } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { Outcome, Outgoing } from './model.ts'

/** An engine that took messages and was not heard of again is believed dead after this long; another then sends them. */
const LEASE_MS = MINUTE

const MESSAGE = {
  key: 'text',
  id: 'uuid',
  callout: 'uuid',
  person: 'uuid',
  kind: 'text',
  channel: 'text',
  address: 'text',
  body: 'text',
} as const

/** What is queued to be sent. The key makes queueing again after a crash the same message. */
export async function queueMessages(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  messages: {
    key: string
    callout: string
    person: string
    kind: string
    channel: string
    address: string
    body: string
  }[],
): Promise<void> {
  const queued = messages.map((m) => ({ ...m, id: newId(now) }))
  await tx`
    insert into message (district, key, id, callout, person, lane, kind, channel, address, body, queued_at)
    select ${district}, key, id, callout, person, ${lane}, kind, channel, address, body, ${now}
    from ${rows(tx, queued, MESSAGE)}
    on conflict (district, key) do nothing`
}

/**
 * Takes messages to send (index message_waiting); they are this engine's until the lease is over. What has become moot
 * while it waited, behind an engine that died, is marked and stays unsent: who has answered is not called again.
 */
export async function takeMessages(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  limit: number,
): Promise<Outgoing[]> {
  return tx<Outgoing[]>`
    with waiting as materialized (
      select key, callout, person, kind from message
      where district = ${district} and lane = ${lane} and sent_at is null and failed_at is null and claimed_until <= ${now}
      order by queued_at, key limit ${limit} for update skip locked
    ), moot as (
      update message m set failed_at = ${now},
        fail_reason = case when s.stood_down_at is null then 'answered' else 'stood down' end || ' before it was sent'
      from waiting w join summons s on s.district = ${district} and s.callout = w.callout and s.person = w.person
      where m.district = ${district} and m.key = w.key
        and (w.kind = 'call' and s.acknowledged_at is not null or w.kind <> 'stand-down' and s.stood_down_at is not null)
      returning m.key
    )
    update message m set claimed_until = ${new Date(now.getTime() + LEASE_MS)}
    from waiting w
    where m.district = ${district} and m.key = w.key and w.key not in (select key from moot)
    returning m.district, m.key, m.callout, m.person, m.kind, m.channel, m.address, m.body`
}

/**
 * What the channels said. A dead address moves its ladder on at once; one that cannot be reached now is left to the
 * ladder's own wait and redial.
 */
export async function saveOutcomes(tx: Tx, now: Date, district: string, outcomes: Outcome[]): Promise<void> {
  const said = outcomes.map((o) => (o.sent ? { ...o, dead: false, reason: null } : o))
  await tx`
    with o as (
      select * from ${rows(tx, said, { key: 'text', sent: 'boolean', dead: 'boolean', reason: 'text' })}
    ), told as (
      update message m set sent_at = case when o.sent then ${now}::timestamptz end,
        failed_at = case when not o.sent then ${now}::timestamptz end, fail_reason = o.reason
      from o where m.district = ${district} and m.key = o.key and m.sent_at is null and m.failed_at is null
      returning m.callout, m.person, o.dead
    )
    update summons s set unreachable = true, next_at = ${now} from told t
    where t.dead and s.district = ${district} and s.callout = t.callout and s.person = t.person and s.next_at < 'infinity'`
}

/** Whether anything waits to be sent, and from when: now, or when a dead engine's lease is over. */
export async function nextSend(tx: Tx, district: string, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(greatest(queued_at, claimed_until)) as at from message
    where district = ${district} and lane = ${lane} and sent_at is null and failed_at is null`
  return row?.at ?? null
}

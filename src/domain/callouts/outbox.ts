import { MINUTE } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { storable } from '../../db/set-aside.ts'
import type { Outcome, Outgoing } from './model.ts'

/** Messages that were taken and of which nothing was heard are taken again after this long. */
const AGAIN_MS = MINUTE

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

/** Messages that wait, of one channel. */
export interface Waiting {
  district: string
  lane: string
  channel: string
  limit: number
}

/** How a message stands in set_aside. */
export const asideItem = (key: string): string => `message ${key}`

/** Messages that are neither sent nor failed nor set aside (index message_waiting, primary key of set_aside). */
const waiting = (tx: Tx, district: string, lane: string) => tx`
  m.district = ${district} and m.lane = ${lane} and m.sent_at is null and m.failed_at is null and not exists (
    select true from set_aside a
    where a.district = ${district} and a.lane = ${lane} and a.step = 'send' and a.item = ${asideItem('')} || m.key)`

/** The channels by which messages wait to be sent now. */
export async function channelsWaiting(tx: Tx, now: Date, district: string, lane: string): Promise<string[]> {
  const found = await tx<{ channel: string }[]>`
    select distinct m.channel from message m where ${waiting(tx, district, lane)} and m.claimed_until <= ${now}`
  return found.map((row) => row.channel)
}

/**
 * Takes messages to send; what is not heard of is taken again after a minute. What has become moot while it waited, behind an
 * engine that died or a channel that was out of order, is marked and stays unsent: who has answered is not called again.
 */
export async function takeMessages(
  tx: Tx,
  now: Date,
  { district, lane, channel, limit }: Waiting,
): Promise<Outgoing[]> {
  return tx<Outgoing[]>`
    with waiting as materialized (
      select m.key, m.callout, m.person, m.kind from message m
      where ${waiting(tx, district, lane)} and m.channel = ${channel} and m.claimed_until <= ${now}
      order by m.queued_at, m.key limit ${limit} for update of m skip locked
    ), moot as (
      update message m set failed_at = ${now},
        fail_reason = case when s.stood_down_at is null then 'answered' else 'stood down' end || ' before it was sent'
      from waiting w join summons s on s.district = ${district} and s.callout = w.callout and s.person = w.person
      where m.district = ${district} and m.key = w.key
        and (w.kind = 'call' and s.acknowledged_at is not null or w.kind <> 'stand-down' and s.stood_down_at is not null)
      returning m.key
    )
    update message m set claimed_until = ${new Date(now.getTime() + AGAIN_MS)}
    from waiting w
    where m.district = ${district} and m.key = w.key and w.key not in (select key from moot)
    returning m.district, m.key, m.callout, m.person, m.kind, m.channel, m.address, m.body`
}

/** Lets go of messages that were taken: what is tried again goes out at once (primary key). */
export async function letGo(tx: Tx, district: string, keys: readonly string[]): Promise<void> {
  await tx`
    update message set claimed_until = '-infinity' where district = ${district} and key = any(${keys as string[]}::text[])`
}

/** Those of these messages that have waited since before `since` (primary key). */
export async function waitingSince(tx: Tx, district: string, keys: readonly string[], since: Date): Promise<string[]> {
  const found = await tx<{ key: string }[]>`
    select key from message where district = ${district} and key = any(${keys as string[]}::text[]) and queued_at < ${since}`
  return found.map((row) => row.key)
}

/**
 * What the channels said. A dead address moves its ladder on at once; one that cannot be reached now is left to the
 * ladder's own wait and redial.
 */
export async function saveOutcomes(tx: Tx, now: Date, district: string, outcomes: Outcome[]): Promise<void> {
  const said = outcomes.map((o) =>
    o.sent ? { ...o, dead: false, reason: null } : { ...o, reason: storable(o.reason) },
  )
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

/** Whether anything waits to be sent, and from when: now, or when what was taken is taken again. */
export async function nextSend(tx: Tx, district: string, lane: string): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(greatest(m.queued_at, m.claimed_until)) as at from message m where ${waiting(tx, district, lane)}`
  return row?.at ?? null
}

/** The districts in which messages of the lane wait (index message_waiting). */
export async function districtsWaiting(tx: Tx, lane: string): Promise<string[]> {
  const found = await tx<{ district: string }[]>`
    select distinct district from message where lane = ${lane} and sent_at is null and failed_at is null`
  return found.map((row) => row.district)
}

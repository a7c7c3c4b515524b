import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { ACTUAL } from '../audit/model.ts'
import { asideItem, queueMessages } from './outbox.ts'
import type { SummonsKey } from './stand-down.ts'

/** A summons, and where a message of it went. */
interface Reached extends SummonsKey {
  channel: string
  address: string
}

/**
 * Tells people who were stood down in this transaction that they may go: each on the channel and at the address where their
 * own call reached them first. What no engine has taken to send yet is withdrawn, and whoever nothing was sent to is told
 * nothing. A message that was taken and is not heard of may be on its way, so that the stand-down follows it. Returns how many
 * are told.
 */
export async function queueStandDown(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  free: readonly SummonsKey[],
): Promise<number> {
  if (free.length === 0) return 0
  // First, since an engine that takes messages at this moment holds them: this waits, and then finds them taken.
  await withdrawMessages(tx, now, district, free)
  const body =
    lane === ACTUAL
      ? 'Stand down. You are no longer needed there. 解除任务。'
      : 'EXERCISE. Stand down. 演习：解除任务。'
  const reached = await reachedAmong(tx, district, free)
  // Somebody may be asked again in the same call-out, for others, and stood down a second time.
  const key = ({ callout, person }: SummonsKey) => `${callout}:${person}:stand-down.${now.getTime()}`
  const messages = reached.map((r) => ({ ...r, key: key(r), kind: 'stand-down', body }))
  if (messages.length > 0) await queueMessages(tx, now, district, lane, messages)
  return messages.length
}

/**
 * That a message `m` was taken to be sent, and nothing is known of it: an engine has it or had it, or it was set aside when its
 * outcome could not be written.
 */
export const inTheAir = (tx: Tx, district: string) => tx`(m.claimed_until > '-infinity' or exists (
  select true from set_aside a
  where a.district = ${district} and a.lane = m.lane and a.step = 'send' and a.item = ${asideItem('')} || m.key))`

/** Takes back messages that nobody has taken to send (index message_by_callout); returns how many. */
export async function withdrawMessages(
  tx: Tx,
  now: Date,
  district: string,
  free: readonly SummonsKey[],
  reason = 'stood down before it was sent',
): Promise<number> {
  const result = await tx`
    update message m set failed_at = ${now}, fail_reason = ${reason}
    from ${rows(tx, free, { callout: 'uuid', person: 'uuid' })}
    where m.district = ${district} and m.callout = t.callout and m.person = t.person and m.kind <> 'stand-down'
      and m.sent_at is null and m.failed_at is null and not ${inTheAir(tx, district)}`
  return result.count
}

/**
 * Of these, those to whom something was sent, or was taken to be sent, with the first way by which it went; what went for
 * certain before what may have. Who has answered was reached by somebody, whatever became of the messages. (Index
 * message_by_callout, by both lists; put together here, so that no plan hangs on how many there are.)
 */
async function reachedAmong(tx: Tx, district: string, free: readonly SummonsKey[]): Promise<Reached[]> {
  const [callouts, people] = [new Set(free.map((f) => f.callout)), new Set(free.map((f) => f.person))]
  const found = await tx<Reached[]>`
    select distinct on (callout, person) callout, person, channel, address from message m
    where district = ${district} and callout = any(${[...callouts]}::uuid[]) and person = any(${[...people]}::uuid[])
      and kind <> 'stand-down' and (sent_at is not null or failed_at is null and ${inTheAir(tx, district)}
        or exists (select from summons s where s.district = ${district} and s.callout = m.callout and s.person = m.person
          and s.acknowledged_at is not null))
    order by callout, person, sent_at nulls last, queued_at, key`
  const wanted = new Set(free.map(({ callout, person }) => `${callout} ${person}`))
  return found.filter(({ callout, person }) => wanted.has(`${callout} ${person}`))
}

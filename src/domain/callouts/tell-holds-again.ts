import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { ACTUAL } from '../audit/model.ts'
import { queueMessages } from './outbox.ts'
import type { SummonsKey } from './stand-down.ts'
import { inTheAir } from './tell-stood-down.ts'

/**
 * Tells people that what they were stood down from holds again: each on the channel and at the address where the stand-down went. One
 * that no engine has taken to send yet is withdrawn, and whoever heard nothing of it is told nothing. Returns how many are told.
 * (Index message_by_callout.)
 */
export async function queueHoldsAgain(
  tx: Tx,
  now: Date,
  { district, lane, since }: { district: string; lane: string; since: Date },
  back: readonly SummonsKey[],
): Promise<number> {
  if (back.length === 0) return 0
  await tx`
    update message m set failed_at = ${now}, fail_reason = 'the stand-down was taken back'
    from ${rows(tx, back, { callout: 'uuid', person: 'uuid' })}
    where m.district = ${district} and m.callout = t.callout and m.person = t.person and m.kind = 'stand-down'
      and m.queued_at >= ${since} and m.sent_at is null and m.failed_at is null and not ${inTheAir(tx, district)}`
  const [callouts, people] = [new Set(back.map((b) => b.callout)), new Set(back.map((b) => b.person))]
  const heard = await tx<(SummonsKey & { channel: string; address: string })[]>`
    select distinct on (callout, person) callout, person, channel, address from message m
    where district = ${district} and callout = any(${[...callouts]}::uuid[]) and person = any(${[...people]}::uuid[])
      and kind = 'stand-down' and queued_at >= ${since} and failed_at is null
    order by callout, person, sent_at nulls last, queued_at, key`
  const wanted = new Set(back.map(({ callout, person }) => `${callout} ${person}`))
  const body =
    lane === ACTUAL
      ? 'The stand-down was a mistake: what you were called for holds. 解除通知有误，原任务继续有效。'
      : 'EXERCISE. The stand-down was a mistake: what you were called for holds. 演习：解除通知有误，原任务继续有效。'
  const messages = heard
    .filter(({ callout, person }) => wanted.has(`${callout} ${person}`))
    .map((h) => ({ ...h, key: `${h.callout}:${h.person}:holds.${now.getTime()}`, kind: 'holds', body }))
  if (messages.length > 0) await queueMessages(tx, now, district, lane, messages)
  return messages.length
}

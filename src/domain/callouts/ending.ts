import type { Fragment, Tx } from '../../db/connect.ts'
import type { Actor } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { forgetSettled } from './aside.ts'

/**
 * Ends those of some call-outs (`which`, a condition on `callout`) in which nobody is waited for any more: each summons
 * was answered, stood down, or has run through its ladder. All three leave its ladder standing still (index
 * summons_waited), and nothing starts one again but somebody who calls or hands on by hand (`reopen`). Two last answers
 * that come at one instant do not see each other: the next climb, which those two ladders had asked for, ends the call-out
 * then.
 */
export async function endCallouts(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  which: Fragment,
): Promise<string[]> {
  await forgetSettled(tx, district)
  const rows = await tx<{ id: string; lane: string }[]>`
    update callout set ended_at = ${now}
    where district = ${district} and ended_at is null and ${which} and not exists (
      select from summons s where s.district = ${district} and s.callout = callout.id and s.next_at < 'infinity')
    returning id, lane`
  for (const [lane, ended] of Map.groupBy(rows, (r) => r.lane)) {
    const [only, ...others] = ended.map((r) => r.id)
    const one = others.length === 0 ? (only ?? null) : null
    await audit(tx, now, actor, {
      district,
      lane,
      act: 'callout.end',
      subject: one,
      detail: one === null ? { callouts: ended.map((r) => r.id) } : {},
    })
  }
  return rows.map((r) => r.id)
}

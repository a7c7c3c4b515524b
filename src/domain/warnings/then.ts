import type { Tx } from '../../db/connect.ts'
import { type KeptWarning, warningsByIds } from './store.ts'
import { MOMENT } from './stored.ts'

/**
 * How warnings stood at a moment by their zones (campaign_zone_by_warning): of these, or of all of a lane. One that had no
 * zone yet or never got one is not in the answer unless it has one since.
 */
export async function stoodThen(
  tx: Tx,
  of: { ids: readonly string[] } | { lane: string },
  at: Date,
): Promise<Map<string, 'in-force' | 'over' | 'received'>> {
  const which =
    'ids' in of
      ? tx`z.warning = any(${of.ids as string[]}::uuid[])`
      : tx`z.warning in (select id from warning where lane = ${of.lane})`
  const rows = await tx<{ id: string; state: 'in-force' | 'over' | 'received' }[]>`
    select z.warning as id, case when bool_or(z.starts <= ${at} and z.ends > ${at}) then 'in-force'
        when bool_or(z.ends <= ${at}) then 'over' else 'received' end as state
    from campaign_zone z where ${which} group by z.warning`
  return new Map(rows.map((r) => [r.id, r.state]))
}

/**
 * The newest warnings of a lane, now or as they stood at a moment: those that had come in by then, each with the state
 * that its zones give it at that instant (warning_by_time). What calls nobody never did.
 */
export async function warningsThen(tx: Tx, lane: string, at: Date | null, limit: number): Promise<KeptWarning[]> {
  const newest = await tx<{ id: string; state: KeptWarning['state']; expired: boolean }[]>`
    select w.id, w.state, ${at ? tx`w.expires <= ${at}` : tx`false`} as expired from warning w
    where w.lane = ${lane} and ${at ? tx`w.received_at <= ${at}` : tx`true`}
    order by ${MOMENT(tx)} desc, w.id desc limit ${limit}`
  const ids = newest.map((w) => w.id)
  const stood = at ? await stoodThen(tx, { ids }, at) : new Map<string, KeptWarning['state']>()
  const whole = new Map((await warningsByIds(tx, ids)).map((w) => [w.id, w]))
  return newest.flatMap((w) => {
    const state = w.state === 'noted' ? w.state : (stood.get(w.id) ?? (w.expired ? 'over' : w.state))
    const kept = whole.get(w.id)
    if (!kept) return []
    // Why it ended, and what ended it, is known only after it has; what was asked of it then is not kept.
    const { reason, why, by } = state === kept.state ? kept : { reason: null, why: null, by: null }
    return [{ ...kept, state, reason, why, by, asks: at ? null : kept.asks }]
  })
}

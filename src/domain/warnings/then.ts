import type { Tx } from '../../db/connect.ts'
import { type KeptWarning, warningsByIds } from './store.ts'

/**
 * The newest warnings of a lane, now or as they stood at a moment: those that had come in by then, each with the state
 * that its zones give it at that instant (warning_by_time, campaign_zone_by_warning). What calls nobody never did.
 */
export async function warningsThen(tx: Tx, lane: string, at: Date | null, limit: number): Promise<KeptWarning[]> {
  const newest = await tx<{ id: string; state: KeptWarning['state'] }[]>`
    select w.id, ${
      at
        ? tx`case when w.state = 'noted' then w.state
          when exists (select from campaign_zone z where z.warning = w.id and z.starts <= ${at} and z.ends > ${at}) then 'in-force'
          when exists (select from campaign_zone z where z.warning = w.id and z.ends <= ${at}) then 'over'
          when exists (select from campaign_zone z where z.warning = w.id) then 'received'
          when w.expires <= ${at} then 'over' else w.state end`
        : tx`w.state`
    } as state
    from warning w
    where w.lane = ${lane} and ${at ? tx`w.received_at <= ${at}` : tx`true`}
    order by w.sent desc, w.id desc limit ${limit}`
  const whole = new Map(
    (
      await warningsByIds(
        tx,
        newest.map((w) => w.id),
      )
    ).map((w) => [w.id, w]),
  )
  return newest.flatMap(({ id, state }) => {
    const kept = whole.get(id)
    // Why it ended is known only after it has.
    return kept ? [{ ...kept, state, reason: state === kept.state ? kept.reason : null }] : []
  })
}

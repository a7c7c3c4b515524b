import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'

/** A zone of a warning that an act ended, in its campaign. */
export interface EndedZone {
  district: string
  campaign: string
  id: string
}

/** The zones of a warning that ended at a moment, in the districts that its parts touched (primary key of campaign_zone). */
export async function zonesEndedBy(tx: Tx, warning: string, at: Date): Promise<EndedZone[]> {
  const found = await tx<{ districts: string[] | null }[]>`
    select districts from warning_part where warning = ${warning}`
  const everywhere = found.some(({ districts }) => districts === null)
  const districts = [...new Set(found.flatMap((row) => row.districts ?? []))]
  return tx<EndedZone[]>`
    select district, campaign, id from campaign_zone
    where ${everywhere ? tx`true` : tx`district = any(${districts}::text[])`} and warning = ${warning} and ends = ${at}
    order by district, campaign, id`
}

/**
 * Opens the campaigns of these zones again that are over, each at its level; returns when each had ended. ACT_OVERTAKEN where another
 * campaign of the same playbook has begun since (index campaign_open).
 */
export async function reopenCampaigns(tx: Tx, zones: readonly EndedZone[]): Promise<Map<string, Date>> {
  const over = new Map<string, Date>()
  for (const [district, own] of Map.groupBy(zones, (z) => z.district)) {
    const ids = [...new Set(own.map((z) => z.campaign))]
    const found = await tx<{ id: string; ends: Date; another: boolean }[]>`
      select c.id, c.ends, exists (select from campaign o where o.district = ${district} and o.lane = c.lane
        and o.playbook = c.playbook and o.ends = 'infinity') as another
      from campaign c where c.district = ${district} and c.id = any(${ids}::uuid[]) and c.ends < 'infinity'`
    if (found.some((c) => c.another))
      throw new MusterError('ACT_OVERTAKEN', { what: 'another warning has begun the same campaign anew' })
    for (const c of found) over.set(c.id, c.ends)
    await tx`
      update campaign set ends = 'infinity', round_at = null, call_all_at = '-infinity'
      where district = ${district} and id = any(${found.map((c) => c.id)}::uuid[])`
  }
  return over
}

/** Begins these zones again, as new rows. */
export async function resumeZones(tx: Tx, now: Date, zones: readonly EndedZone[]): Promise<void> {
  for (const [district, own] of Map.groupBy(zones, (z) => z.district)) {
    const again = own.map((z) => ({ ...z, again: newId(now) }))
    await tx`
      insert into campaign_zone (district, campaign, id, warning, part, level, codes, shape, near_shape, near_m, starts)
      select ${district}, z.campaign, t.again, z.warning, z.part, z.level, z.codes, z.shape, z.near_shape, z.near_m, ${now}
      from ${rows(tx, again, { campaign: 'uuid', id: 'uuid', again: 'uuid' })}
        join campaign_zone z on z.district = ${district} and z.campaign = t.campaign and z.id = t.id`
  }
}

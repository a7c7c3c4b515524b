import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { warningById } from '../warnings/store.ts'

/** What would follow if a warning were ended now: at most so much, where others ask for a part of it too. */
export interface EndingSize {
  campaigns: number
  /** Requirements that would end. */
  required: number
  /** Duties that were given for them, and end; those of the register stay. */
  duties: number
  /** People who were called, did not say no, and are not stood down. */
  people: number
  /** Another warning stands in the same campaigns: what it asks for stays. */
  shared: boolean
}

/**
 * What ending a warning would end, counted in the campaigns where it has zones in force (campaign_zone_by_warning, duty_by_campaign,
 * callout_by_campaign, primary keys of requirement and summons). WARNING_UNKNOWN.
 */
export async function sizeOfEnding(tx: Tx, _viewer: Viewer, now: Date, warning: string): Promise<EndingSize> {
  if (!(await warningById(tx, warning))) throw new MusterError('WARNING_UNKNOWN', { warning })
  const campaigns = await tx<{ district: string; campaign: string }[]>`
    select distinct district, campaign from campaign_zone where warning = ${warning} and ends > ${now} order by 1, 2`
  const size: EndingSize = { campaigns: campaigns.length, required: 0, duties: 0, people: 0, shared: false }
  for (const of of campaigns) {
    const own = await sizeIn(tx, now, of, warning)
    size.required += own.required
    size.duties += own.duties
    size.people += own.people
    size.shared ||= own.shared
  }
  return size
}

async function sizeIn(
  tx: Tx,
  now: Date,
  { district, campaign }: { district: string; campaign: string },
  warning: string,
): Promise<Omit<EndingSize, 'campaigns'>> {
  const callouts = await tx<{ id: string }[]>`
    select id from callout where district = ${district} and campaign = ${campaign}`
  const [row] = await tx<Omit<EndingSize, 'campaigns'>[]>`
    select (select count(*)::int from requirement where district = ${district} and campaign = ${campaign}
        and ends > greatest(starts, ${now})) as required,
      (select count(*)::int from duty where district = ${district} and campaign = ${campaign}
        and ends > greatest(starts, ${now})) as duties,
      (select count(distinct person)::int from summons where district = ${district}
        and callout = any(${callouts.map((c) => c.id)}::uuid[]) and stood_down_at is null
        and (declined_at is null or accepted_at > declined_at)) as people,
      exists (select from campaign_zone where district = ${district} and campaign = ${campaign} and starts <= ${now}
        and ends > ${now} and warning is distinct from ${warning}) as shared`
  return row as Omit<EndingSize, 'campaigns'>
}

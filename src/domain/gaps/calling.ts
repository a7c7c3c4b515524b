import type { Tx } from '../../db/connect.ts'
import type { OpenCampaign } from './model.ts'

/**
 * The people to call in a campaign, as a query of (person, duties): everyone who holds a duty that it requires and has
 * not been asked for it in a summons that still stands. A unit's duty calls the unit's secretary, and whoever follows as
 * secretary is asked for it anew. Shifts that begin
 * later than `until` wait: nobody is woken for tomorrow night. With `since`, only duties recorded from then on are looked
 * at (index duty_by_time): after a plan for three places, not all hundred thousand are gone through again. The secretary
 * of a holder is joined by a subject that is null where the holder is a person, so that nothing is looked up for those.
 */
export const toCall = (tx: Tx, now: Date, campaign: OpenCampaign, until: Date, since: Date | null) => tx`
  with told as materialized (
    select person, unnest(duties) as id from summons
    where district = ${campaign.district} and campaign = ${campaign.id} and stood_down_at is null
  )
  select person, array_agg(distinct duty order by duty) as duties from (
    select case when d.holder_kind = 'person' then d.holder else s.holder end as person, d.id as duty
    from requirement r
      join duty d on d.district = ${campaign.district} and d.subject = r.subject and d.role = r.role
        and d.lane in ('actual', ${campaign.lane}) and d.ends > greatest(${now}, r.starts, d.starts) and d.starts < r.ends
      left join duty s on s.district = ${campaign.district} and s.subject = case d.holder_kind when 'unit' then d.holder end
        and s.role = 'secretary' and s.starts <= ${now} and s.ends > ${now} and s.lane = 'actual'
    where r.district = ${campaign.district} and r.campaign = ${campaign.id} and r.ends > greatest(r.starts, ${now}) and r.starts <= ${until}
      and d.starts <= ${until}
      ${since ? tx`and d.recorded_at >= ${since}` : tx``}
  ) q where person is not null and (person, duty) not in (select person, id from told) group by person`

/** The duties that a campaign still requires, as a query of ids: who holds none of them any more is stood down. */
export const stillRequired = (tx: Tx, now: Date, campaign: OpenCampaign) => tx`
  select d.id from requirement r
    join duty d on d.district = ${campaign.district} and d.subject = r.subject and d.role = r.role
      and d.ends > greatest(${now}, r.starts, d.starts) and d.starts < r.ends
  where r.district = ${campaign.district} and r.campaign = ${campaign.id} and r.ends > greatest(r.starts, ${now})`

/**
 * Duties given for a campaign at the places after one and up to another, of which the place no longer asks for their role: what
 * ends with a requirement. One that was called off before it began ends where it starts, ahead of now, and asks for nothing.
 * Looked for duty by duty (primary key of requirement).
 */
export const noLongerRequired = (tx: Tx, now: Date, campaign: OpenCampaign, after: string, upTo: string) => tx`
  campaign = ${campaign.id} and subject > ${after} and subject <= ${upTo} and not coalesce((
    select true from requirement r where r.district = ${campaign.district} and r.subject = duty.subject
      and r.campaign = ${campaign.id} and r.role = duty.role and r.starts < duty.ends
      and r.ends > greatest(r.starts, ${now}, duty.starts) limit 1), false)`

/**
 * When the next duty begins whose holder may have to be called: one given by the campaign, or by hand, which may be
 * required by it (what is, the call step finds out).
 */
export async function nextToCall(tx: Tx, campaign: OpenCampaign, after: Date): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(starts) as at from duty
    where district = ${campaign.district} and (campaign = ${campaign.id} or campaign is null)
      and lane in ('actual', ${campaign.lane}) and starts > ${after} and ends > starts`
  return row?.at ?? null
}

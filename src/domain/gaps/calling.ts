import { HOUR } from '../../base/clock.ts'
import type { Tx } from '../../db/connect.ts'
import type { OpenCampaign } from './model.ts'
import { away, backAt } from './standing.ts'

/** How long before a shift its people are called: time to answer, to climb the ladder, and to get there. */
export const CALL_LEAD_MS = 2 * HOUR

/** Which duties are looked at for people to call. */
export interface CallLook {
  /** Those that begin by then. */
  until: Date
  /** Those recorded from then on; null: all. */
  since: Date | null
  /** Proposals whose duties are not called for yet. */
  waiting: readonly string[]
}

/**
 * The people to call in a campaign, as a query of (person, duties): everyone who holds a duty that it requires and has
 * not been asked for it in a summons that still stands, or that a person stopped. A unit's duty calls the unit's secretary, and whoever follows as
 * secretary is asked for it anew. Shifts that begin
 * later than `until` wait: nobody is woken for tomorrow night. With `since`, only duties recorded from then on are looked
 * at (index duty_by_time): after a plan for three places, not all hundred thousand are gone through again. The secretary
 * of a holder is joined by a subject that is null where the holder is a person, so that nothing is looked up for those.
 * Who is away is not called for what begins later: they may be back by then (`nextBack`). What these proposals give waits.
 *
 * What was asked already is put under what is to be asked and grouped with it ([0007](../../../docs/adr/0007-sets-are-compared-by-grouping.md)):
 * for a list of a hundred thousand asked duties that is believed too large for memory, `not in` compares each with all.
 */
export const toCall = (tx: Tx, now: Date, campaign: OpenCampaign, { until, since, waiting }: CallLook) => tx`
  with ${away(tx, campaign.district, now)}
  select person, array_agg(duty order by duty) as duties from (
    select person, duty from (
      select case when d.holder_kind = 'person' then d.holder else s.holder end as person, d.id as duty, false as asked
      from requirement r
        join duty d on d.district = ${campaign.district} and d.subject = r.subject and d.role = r.role
          and d.lane in ('actual', ${campaign.lane}) and d.ends > greatest(${now}, r.starts, d.starts) and d.starts < r.ends
        left join duty s on s.district = ${campaign.district} and s.subject = case d.holder_kind when 'unit' then d.holder end
          and s.role = 'secretary' and s.starts <= ${now} and s.ends > ${now} and s.lane = 'actual'
      where r.district = ${campaign.district} and r.campaign = ${campaign.id} and r.ends > greatest(r.starts, ${now}) and r.starts <= ${until}
        and d.starts <= ${until} and (d.starts <= ${now} or ${backAt(tx, tx`${now}`)} is null)
        ${since ? tx`and d.recorded_at >= ${since}` : tx``}
        ${waiting.length > 0 ? tx`and (d.proposal is null or d.proposal <> all(${waiting as string[]}::uuid[]))` : tx``}
      union all
      select person, unnest(duties), true from summons
      where district = ${campaign.district} and campaign = ${campaign.id}
        and (stood_down_at is null or stopped_at is not null)
    ) both_sides where person is not null group by person, duty having not bool_or(asked)
  ) q group by person`

/**
 * When next somebody who is away may be called for a duty that begins by `until`: they are back, or it begins without them
 * (absence_by_end, duty_by_holder).
 */
export async function nextBack(tx: Tx, now: Date, campaign: OpenCampaign, until: Date): Promise<Date | null> {
  const { district, id, lane } = campaign
  const [row] = await tx<{ at: Date | null }[]>`
    select min(least(d.starts, a.ends)) as at from absence a, lateral (
      select * from duty where district = ${district} and holder = a.person and ends > ${now} offset 0) d
    where a.district = ${district} and a.kind = 'away' and a.starts <= ${now} and a.ends > ${now}
      and d.starts > ${now} and d.starts <= ${until} and d.ends > d.starts and d.lane in ('actual', ${lane})
      and (d.campaign = ${id} or d.campaign is null)`
  return row?.at ?? null
}

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

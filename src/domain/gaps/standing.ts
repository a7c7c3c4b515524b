import type { Fragment, Tx } from '../../db/connect.ts'
import type { OpenCampaign } from './model.ts'

/**
 * The duties of which somebody declined a campaign's call, as a part `declined (ids)` of a statement: an object whose keys they
 * are (index summons_declined). One value, so that a key is looked up in it and no plan can loop over it.
 */
export const declined = (tx: Tx, { district, id }: OpenCampaign) => tx`
  declined as materialized (
    select coalesce(jsonb_object_agg(duty, true), '{}') as ids from (
      select unnest(duties) as duty from summons
      where district = ${district} and campaign = ${id} and declined_at is not null
        and (accepted_at is null or accepted_at < declined_at)
    ) s
  )`

/** Of a duty `d`: that nobody declined it, by the part `declined`. */
export const notDeclined = (tx: Tx) => tx`not (select ids from declined) ? d.id::text`

/**
 * The duties of a subject, old ones among them, as a table beside a row (index duty_by_subject). All else that is asked of them is asked
 * outside: a planner that knows nothing of a table takes any index for as good as another where two columns of it are named, and
 * those of a lane or of a role give all duties of the district for each row.
 */
export const dutiesOf = (tx: Tx, district: string, subject: Fragment) => tx`
  (select * from duty where district = ${district} and subject = ${subject} offset 0)`

/**
 * How many hold a row's role at a moment, and until when that is so, a holder's time being up or another's begun: a table
 * `h` beside the row (index duty_by_subject), and beside it the part `declined`. Those count who hold in real life and in the
 * exercise itself, but not who declined in this campaign. A join would have to be grouped again by all that the row carries:
 * for 100,000 rows that took longer than to look for each of them.
 */
export const holders = (tx: Tx, campaign: OpenCampaign, row: { subject: Fragment; role: Fragment; at: Fragment }) => tx`
  lateral (
    select count(*) filter (where d.starts <= ${row.at})::smallint as held,
      coalesce(min(case when d.starts <= ${row.at} then d.ends else d.starts end), 'infinity') as until
    from ${dutiesOf(tx, campaign.district, row.subject)} d
    where d.role = ${row.role} and d.ends > ${row.at}
      and d.lane in ('actual', ${campaign.lane}) and ${notDeclined(tx)}
  ) h`

/** Bits of `counted` from the columns of a row: 1 required, 2 too few hold it, 4 evidence late. */
export const bits = (tx: Tx, now: Date) => tx`
  case when starts <= ${now} and ends > ${now}
    then 1 + case when held < needed then 2 else 0 end + case when due <= ${now} then 4 else 0 end
    else 0 end`

/**
 * Since when the row is a gap, if it is: a shift to come that too few have taken is one from its beginning; one called
 * off before it began ends where it starts, and is over though that moment is still to come.
 */
export const since = (tx: Tx, now: Date, before: Fragment) => tx`
  case when ends <= greatest(starts, ${now}) then null
    when held < needed then coalesce(${before}, greatest(starts, ${now}))
    when due <= ${now} then coalesce(${before}, due)
    else null end`

/** When time alone may next change the row: it begins, ends, its evidence falls due, or a holder's time is up. */
export const nextCheck = (tx: Tx, now: Date) => tx`
  case when ends <= greatest(starts, ${now}) then 'infinity' else least(ends, until,
    case when starts > ${now} then starts else 'infinity' end, case when due > ${now} then due else 'infinity' end) end`

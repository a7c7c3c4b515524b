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
 * When people of a district are away from now on, as a part `away (spans)` of a statement: an object, person -> one multirange of
 * time, in which absences that meet are one (index absence_by_end). One value for the same reason as `declined`.
 */
export const away = (tx: Tx, district: string, now: Date) => tx`
  away as materialized (
    select coalesce(jsonb_object_agg(person, spans), '{}') as spans from (
      select person, range_agg(tstzrange(starts, ends))::text as spans from absence
      where district = ${district} and kind = 'away' and ends > greatest(starts, ${now}) group by person
    ) a
  )`

/** When a holder, that of a duty `d`, is back who is away at a moment, by the part `away`; null: they are there. */
export const backAt = (tx: Tx, at: Fragment, holder = tx`d.holder`) => tx`
  case when (select spans from away) ? ${holder}::text then (
    select upper(span) from ${spansOf(tx, holder)} where span @> ${at}::timestamptz) end`

/** A unit has none: nobody notes of it that it is away. */
const spansOf = (tx: Tx, holder: Fragment) => tx`
  unnest(((select spans from away) ->> ${holder}::text)::tstzmultirange) as span`

/**
 * Duties that are not over at a moment, a query of (starts, ends, holder, …), with when their holder is back who is away then, and
 * else when they next go away, by the part `away`. A key is looked up once for each, and only for those who are ever away more is
 * done: the offsets keep the planner from writing it out once for each use.
 */
export const withPresence = (tx: Tx, duties: Fragment, at: Fragment) => tx`
  (select *, case when spans @> ${at}::timestamptz then (
      select upper(span) from unnest(spans) as span where span @> ${at}::timestamptz) end as back,
    case when not spans @> ${at}::timestamptz then (
      select min(lower(span)) from unnest(spans) as span where lower(span) > ${at}) end as goes
  from (
    select *, ((select spans from away) ->> holder::text)::tstzmultirange as spans from (${duties}) d offset 0) d
  offset 0)`

/** Of duties `d` from `withPresence`: how many are held at the moment by somebody who is there. */
export const heldNow = (tx: Tx, at: Fragment) => tx`
  count(*) filter (where d.starts <= ${at} and d.back is null)::smallint`

/** Of the same: when time alone next changes how many; null: never. */
export const heldUntil = (tx: Tx, at: Fragment) => tx`
  min(case when d.starts <= ${at} then least(d.ends, d.back, d.goes) else d.starts end)`

/**
 * The duties of a subject, old ones among them, as a table beside a row (index duty_by_subject). All else that is asked of them is asked
 * outside: a planner that knows nothing of a table takes any index for as good as another where two columns of it are named, and
 * those of a lane or of a role give all duties of the district for each row.
 */
export const dutiesOf = (tx: Tx, district: string, subject: Fragment) => tx`
  (select * from duty where district = ${district} and subject = ${subject} offset 0)`

/**
 * How many hold a row's role at a moment, and until when that is so, a holder's time being up or another's begun, one going away or
 * coming back: a table `h` beside the row (index duty_by_subject), and beside it the parts `declined` and `away`. Those count who
 * hold in real life and in the exercise itself, but not who declined in this campaign or is away at that moment. A join would have
 * to be grouped again by all that the row carries: for 100,000 rows that took longer than to look for each of them.
 */
export const holders = (tx: Tx, campaign: OpenCampaign, row: { subject: Fragment; role: Fragment; at: Fragment }) => {
  const duties = tx`
    select d.starts, d.ends, d.holder from ${dutiesOf(tx, campaign.district, row.subject)} d
    where d.role = ${row.role} and d.ends > ${row.at}
      and d.lane in ('actual', ${campaign.lane}) and ${notDeclined(tx)}`
  return tx`
    lateral (
      select ${heldNow(tx, row.at)} as held, coalesce(${heldUntil(tx, row.at)}, 'infinity') as until
      from ${withPresence(tx, duties, row.at)} d
    ) h`
}

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

/** When time alone may next change the row: it begins, ends, its evidence falls due, a holder's time is up, or one goes or is back. */
export const nextCheck = (tx: Tx, now: Date) => tx`
  case when ends <= greatest(starts, ${now}) then 'infinity' else least(ends, until,
    case when starts > ${now} then starts else 'infinity' end, case when due > ${now} then due else 'infinity' end) end`

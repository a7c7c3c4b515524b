import type { Fragment, Tx } from '../../db/connect.ts'
import { COUNT_BITS } from './counts.ts'
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

/** How many of a requirement's holders have answered its campaign's call, and how. */
export const AGREED = 1
export const ARRIVED = 2

/**
 * What was said of a duty `d` in a campaign's call by who was asked for it: AGREED, ARRIVED; null: no yes stands. Asked was its holder,
 * or who was secretary of the unit that holds it. Each of them is looked for by a key (indexes duty_by_subject,
 * summons_by_person), and nobody is while no yes was said in the campaign at all (summons_accepted).
 */
export const saidOf = (tx: Tx, { district, id }: OpenCampaign) => tx`
  case when exists (select from summons where district = ${district} and campaign = ${id} and accepted_at is not null) then (
    select max(case when s.arrived_at is null then ${AGREED}::int else ${ARRIVED}::int end)
    from (
      select d.holder as person
      union all
      select k.holder from ${dutiesOf(tx, district, tx`case d.holder_kind when 'unit' then d.holder end`)} k
      where k.role = 'secretary' and k.lane = 'actual'
    ) a, lateral (select * from summons where district = ${district} and person = a.person offset 0) s
    where s.campaign::text || '' = ${id}::text and s.stood_down_at is null and d.id = any(s.duties)
      and s.accepted_at is not null and (s.declined_at is null or s.declined_at <= s.accepted_at)) end`

/** Of duties `d` from `withPresence` with what was said of them (`said`): how many are held at the moment by somebody who is not away. */
export const heldNow = (tx: Tx, at: Fragment) => {
  const now = tx`d.starts <= ${at} and d.back is null`
  return tx`
    count(*) filter (where ${now})::smallint as held, count(*) filter (where ${now} and d.said >= ${AGREED}::int)::int as agreed,
    count(*) filter (where ${now} and d.said >= ${ARRIVED}::int)::int as arrived`
}

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
    select d.starts, d.ends, d.holder, ${saidOf(tx, campaign)} as said from ${dutiesOf(tx, campaign.district, row.subject)} d
    where d.role = ${row.role} and d.ends > ${row.at}
      and d.lane in ('actual', ${campaign.lane}) and ${notDeclined(tx)}`
  return tx`
    lateral (
      select ${heldNow(tx, row.at)}, coalesce(${heldUntil(tx, row.at)}, 'infinity') as until
      from ${withPresence(tx, duties, row.at)} d
    ) h`
}

/**
 * Bits of `counted` (COUNT_BITS) from the columns of a row, of which `agreed` and `arrived` say how many holders. Evidence that came has
 * moved `due` on from where it was at first.
 */
export const bitsOfRow = (tx: Tx, now: Date) => {
  const bit = (name: keyof typeof COUNT_BITS) => tx.unsafe(String(COUNT_BITS[name]))
  return tx`
  case when starts <= ${now} and ends > ${now}
    then ${bit('required')} + case when held < needed then ${bit('unheld')} else 0 end
      + case when held = 0 and needed > 0 then ${bit('nobody')} else 0 end
      + case when due <= ${now} then ${bit('late')} else 0 end
      + case when agreed >= needed then ${bit('agreed')} else 0 end
      + case when arrived >= needed then ${bit('arrived')} else 0 end
      + case when evidence is not null then ${bit('expected')} else 0 end
      + case when evidence is not null and due > first_due and due > ${now} then ${bit('heard')} else 0 end
    else 0 end`
}

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

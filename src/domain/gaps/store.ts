import type { Fragment, Tx } from '../../db/connect.ts'
import { instants } from '../../db/lists.ts'
import type { Delta, OpenCampaign } from './model.ts'

/** A rule as it is in force at one level, for the statement that works out what is required. */
export interface RuleRow {
  /** Rank of the level, 0 the lowest: a place in several zones takes the highest. */
  rank: number
  rule: string
  kind: string
  role: string
  risk: number
  n: number
  perM: number | null
  atLeast: number
  evidence: string | null
  everyS: number | null
  withinS: number | null
}

/** A window in which a rule must be held: a shift, or from now on without an end. */
export interface RuleWindow {
  rule: string
  starts: Date
  ends: Date | null
}

/** Who holds or is yet to: duties of real life, and those of the exercise itself; not one declined in this campaign. */
const mayHold = (tx: Tx, campaign: OpenCampaign, at: Fragment) => tx`
  d.district = ${campaign.district} and d.lane in ('actual', ${campaign.lane}) and d.ends > ${at}
  and d.id not in (
    select unnest(s.duties) from summons s
    where s.district = ${campaign.district} and s.campaign = ${campaign.id} and s.declined_at is not null
      and (s.accepted_at is null or s.accepted_at < s.declined_at))`

/** Of those: how many hold at that moment, and until when that is so, a holder's time being up or another's begun. */
const heldUntil = (tx: Tx, at: Fragment) => tx`
  count(d.id) filter (where d.starts <= ${at})::smallint as held,
  coalesce(min(case when d.starts <= ${at} then d.ends else d.starts end), 'infinity') as until`

/** Bits of `counted` from the columns of a row: 1 required, 2 too few hold it, 4 evidence late. */
const bits = (tx: Tx, now: Date) => tx`
  case when starts <= ${now} and ends > ${now}
    then 1 + case when held < needed then 2 else 0 end + case when due <= ${now} then 4 else 0 end
    else 0 end`

/**
 * Since when the row is a gap, if it is: a shift to come that too few have taken is one from its beginning; one called
 * off before it began ends where it starts, and is over though that moment is still to come.
 */
const since = (tx: Tx, now: Date, before: Fragment) => tx`
  case when ends <= greatest(starts, ${now}) then null
    when held < needed then coalesce(${before}, greatest(starts, ${now}))
    when due <= ${now} then coalesce(${before}, due)
    else null end`

/** When time alone may next change the row: it begins, ends, its evidence falls due, or a holder's time is up. */
const nextCheck = (tx: Tx, now: Date) => tx`
  case when ends <= greatest(starts, ${now}) then 'infinity' else least(ends, until,
    case when starts > ${now} then starts else 'infinity' end, case when due > ${now} then due else 'infinity' end) end`

/**
 * Makes the campaign's requirements what its zones, its level and its playbook now ask for: rows no longer asked for end
 * at `now`, rows newly asked for begin, all others are left alone — so an update of a warning stands down, newly calls,
 * and leaves in peace. One statement; returns what changed in the counts.
 *
 * A row is known by its place, rule, need and end: the shift in which a campaign began keeps its row though the window's
 * beginning is long past. Zones match by overlap of shapes (index place_by_geom) or by area code (area_by_path).
 *
 * What is wanted and what is there are compared by grouping both, not by an outer join: the planner knows nothing of
 * the size of either, takes them for one row each, and an anti-join by nested loop over 100,000 rows never came back.
 */
export async function reconcile(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  levels: string[],
  rules: RuleRow[],
  windows: RuleWindow[],
): Promise<Delta[]> {
  const { district, id } = campaign
  return tx<Delta[]>`
    with rules as (
      select * from jsonb_to_recordset(${JSON.stringify(rules)}::text::jsonb) as r (rank int, rule text, kind text, role text,
        risk real, n int, "perM" double precision, "atLeast" int, evidence text, "everyS" int, "withinS" int)
    ), windows as (
      select rule, greatest(starts, ${now}) as starts, coalesce(ends, 'infinity') as ends
      from jsonb_to_recordset(${JSON.stringify(windows)}::text::jsonb) as w (rule text, starts timestamptz, ends timestamptz)
    ), zones as (
      select array_position(${levels}::text[], level) - 1 as rank, codes, shape from campaign_zone
      where district = ${district} and campaign = ${id} and starts <= ${now} and ends > ${now}
    ), kinds as (select distinct kind from rules),
    touched as materialized (
      select id, kind, area, length, place_risk, max(rank) as rank from (
        select p.id, p.kind, p.area, coalesce(p.to_m - p.from_m, 0) as length, p.risk as place_risk, z.rank
        from zones z join place p on p.geom && z.shape and st_intersects(p.geom, z.shape)
        where p.district = ${district} and p.closed > ${now} and p.kind in (select kind from kinds)
        union all
        select p.id, p.kind, p.area, coalesce(p.to_m - p.from_m, 0), p.risk, z.rank
        from zones z join area a on a.path && z.codes join place p on p.area = a.code
        where p.district = ${district} and p.closed > ${now} and p.kind in (select kind from kinds)
      ) t group by id, kind, area, length, place_risk
    ), units as materialized (
      select jsonb_object_agg(l.area, (
        select u.id from area leaf join unit u on u.district = ${district} and u.area = any(leaf.path)
          join area ua on ua.code = u.area
        where leaf.code = l.area
          -- A merged unit stands below its successor and is still where its area is counted.
          and (u.dissolved > ${now} or exists (select from unit_parent e
            where e.district = ${district} and e.unit = u.id and e.during @> ${now}::timestamptz))
          and not exists (
          select from unit_parent e join unit above on above.district = e.parent_district and above.id = e.parent
          where e.district = ${district} and e.unit = u.id and e.during @> ${now}::timestamptz and above.area = u.area)
        order by ua.level desc, u.code limit 1)) as by_area
      from (select distinct area from touched) l
    ), desired as (
      select t.id as subject, t.area, r.rule, r.role, w.starts, w.ends,
        (case when r."perM" is null then r.n
          else greatest(r."atLeast", ceil(t.length / r."perM" * r.n - 1e-6)) end)::smallint as needed,
        greatest(r.risk, t.place_risk * r.risk)::real as risk, r.evidence,
        make_interval(secs => r."everyS") as every,
        case when r.evidence is null then 'infinity'
          else w.starts + make_interval(secs => coalesce(r."everyS", r."withinS")) end as due
      from touched t join rules r on r.kind = t.kind and r.rank = t.rank join windows w on w.rule = r.rule
      where w.ends > w.starts
    ), compared as materialized (
      select subject, rule, needed, ends, max(area) as area, max(role) as role, max(starts) as starts, max(risk) as risk,
        max(evidence) as evidence, max(every) as every, max(due) as due, max(row) as row, bool_or(wanted) as wanted
      from (
        select *, null::tid as row, true as wanted from desired
        union all
        select subject, area, rule, null, null, ends, needed, null, null, null, null, ctid, false from requirement
        where district = ${district} and campaign = ${id} and (ends > greatest(starts, ${now}) or counted <> 0)
      ) both_sides group by subject, rule, needed, ends
    ), ended as (
      update requirement q set ends = least(q.ends, greatest(q.starts, ${now})), counted = 0, gap_since = null,
        check_at = 'infinity'
      from (select r.ctid, r.counted from requirement r join compared c on c.row = r.ctid where not c.wanted) o
      where q.ctid = o.ctid and q.district = ${district}
      returning q.area, q.unit, q.rule, o.counted
    ), fresh as (
      insert into requirement (district, subject, campaign, rule, starts, ends, area, unit, role, needed, risk, held,
        evidence, every, due, first_due, counted, gap_since, check_at)
      select ${district}, subject, ${id}, rule, starts, ends, area, (units.by_area ->> area)::uuid, role, needed, risk, held,
        evidence, every, due, due, ${bits(tx, now)}, ${since(tx, now, tx`null::timestamptz`)}, ${nextCheck(tx, now)}
      from units, (
        select m.subject, m.rule, m.starts, m.ends, m.area, m.role, m.needed, m.risk, m.evidence, m.every, m.due,
          ${heldUntil(tx, tx`m.starts`)}
        from compared m left join duty d on d.subject = m.subject and d.role = m.role
          and ${mayHold(tx, campaign, tx`m.starts`)}
        where m.wanted and m.row is null
        group by m.subject, m.rule, m.starts, m.ends, m.area, m.role, m.needed, m.risk, m.evidence, m.every, m.due
      ) n
      on conflict (district, subject, campaign, rule, starts, needed) do update set
        ends = excluded.ends, held = excluded.held, due = excluded.due, first_due = excluded.due, counted = excluded.counted,
        gap_since = excluded.gap_since, check_at = excluded.check_at
      returning area, unit, rule, counted
    )
    select area, unit, rule, sum(sign * (counted & 1))::int as required, sum(sign * (counted >> 1 & 1))::int as unheld,
      sum(sign * (counted >> 2 & 1))::int as late
    from (select *, -1 as sign from ended union all select *, 1 from fresh) x
    group by area, unit, rule order by area, unit, rule`
}

/**
 * Works out anew how the chosen requirements of a campaign stand and returns what changed in the counts. `which` picks
 * the rows: those of some subjects after an act (primary key), or those that are due (index requirement_due).
 */
export async function restate(tx: Tx, now: Date, campaign: OpenCampaign, which: Fragment): Promise<Delta[]> {
  const { district, id } = campaign
  return tx<Delta[]>`
    with chosen as materialized (
      select ctid as row, subject, starts, ends, role, needed, area, unit, rule, due, counted, gap_since from requirement
      where district = ${district} and campaign = ${id} and ${which}
      for update
    ), found as (
      select row, area, unit, rule, counted as was, held, ${bits(tx, now)} as stands,
        ${since(tx, now, tx`gap_since`)} as gap_since, ${nextCheck(tx, now)} as check_at
      from (
        select c.row, c.starts, c.ends, c.needed, c.area, c.unit, c.rule, c.due, c.counted, c.gap_since,
          ${heldUntil(tx, tx`greatest(c.starts, ${now})`)}
        from chosen c left join duty d on d.subject = c.subject and d.role = c.role
          and ${mayHold(tx, campaign, tx`greatest(c.starts, ${now})`)}
        group by c.row, c.starts, c.ends, c.needed, c.area, c.unit, c.rule, c.due, c.counted, c.gap_since
      ) n
    ), written as (
      update requirement q set held = f.held, counted = f.stands, gap_since = f.gap_since, check_at = f.check_at
      from found f
      where q.ctid = f.row and q.district = ${district}
        and (q.held, q.counted, q.check_at) is distinct from (f.held, f.stands::smallint, f.check_at)
      returning f.area, f.unit, f.rule, f.was, f.stands
    )
    select area, unit, rule, sum((stands & 1) - (was & 1))::int as required,
      sum((stands >> 1 & 1) - (was >> 1 & 1))::int as unheld, sum((stands >> 2 & 1) - (was >> 2 & 1))::int as late
    from written where was <> stands
    group by area, unit, rule order by area, unit, rule`
}

/** Rows of these subjects that are in force or still counted. */
export const ofSubjects = (tx: Tx, now: Date, subjects: string[]) =>
  tx`subject = any(${subjects}::uuid[]) and (ends > greatest(starts, ${now}) or counted <> 0)`

/** Rows that time alone may have changed. */
export const dueBy = (tx: Tx, now: Date) => tx`check_at <= ${now}`

/** When time alone next changes a requirement of the campaign (index requirement_due); null: never. */
export async function nextCheckOf(tx: Tx, campaign: OpenCampaign): Promise<Date | null> {
  const [row] = await tx<{ at: Date | null }[]>`
    select min(check_at) as at from requirement
    where district = ${campaign.district} and campaign = ${campaign.id} and check_at < 'infinity'`
  return row?.at ?? null
}

/**
 * What records say of the evidence that requirements wait for: asked again and again, the next falls due `every` after
 * the last; asked once, it is there. A record from before the requirement began does not answer it.
 */
export async function takeEvidence(
  tx: Tx,
  campaign: OpenCampaign,
  heard: { subject: string; kind: string; occurredAt: Date }[],
): Promise<void> {
  await tx`
    update requirement q set
      due = case when q.every is null then 'infinity' else greatest(q.due, h.at + q.every) end
    from (
      select subject, kind, max(at) as at
      from unnest(${heard.map((h) => h.subject)}::uuid[], ${heard.map((h) => h.kind)}::text[],
        ${instants(heard.map((h) => h.occurredAt))}::timestamptz[]) as t (subject, kind, at) group by subject, kind
    ) h
    where q.district = ${campaign.district} and q.campaign = ${campaign.id} and q.subject = h.subject
      and q.subject = any(${heard.map((h) => h.subject)}::uuid[])
      and q.evidence = h.kind and h.at >= q.starts and h.at < q.ends`
}

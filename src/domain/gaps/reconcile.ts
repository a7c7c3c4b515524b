import type { Fragment, Tx } from '../../db/connect.ts'
import { noTeam } from '../people/store.ts'
import type { Delta, OpenCampaign } from './model.ts'
import { bits, holders, nextCheck, since } from './standing.ts'

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

/**
 * Makes the campaign's requirements what its zones, its level and its playbook now ask for: rows no longer asked for end
 * at `now`, rows newly asked for begin, all others are left alone — so an update of a warning stands down, newly calls,
 * and leaves in peace. Returns what changed in the counts.
 *
 * The first warning is the largest and the most urgent, and finds nothing there: then nothing is compared, nobody has
 * declined, nothing can be in the way of what is written, and what was written is all there is to count. To hand its 100,000
 * rows on to the count took longer than to read them there.
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
  const desired = desire(tx, now, campaign, levels, rules, windows)
  if (await nothingYet(tx, campaign)) {
    await tx`
      with ${desired}, ${standing(tx, now, campaign, rules)}, stamped as (
        update campaign set required_stamp = required_stamp + 1 where district = ${district} and id = ${id}
      )
      ${begin(tx, now, campaign, heldTogether(tx, now, campaign))}`
    const fresh = tx`select area, unit, rule, counted from requirement where district = ${district} and campaign = ${id}`
    return tx<Delta[]>`${sumOf(tx, tx`select *, 1 as sign from (${fresh}) r`)}`
  }
  return tx<Delta[]>`
    with ${desired}, ${compare(tx, now, campaign)}, ended as (
      update requirement q set ends = least(q.ends, greatest(q.starts, ${now})), counted = 0, gap_since = null,
        check_at = 'infinity'
      from compared o
      where not o.wanted and q.district = ${district} and q.campaign = ${id}
        and (q.subject, q.rule, q.starts, q.needed) = (o.subject, o.rule, o.began, o.needed)
      returning q.area, q.unit, q.rule, o.counted
    ), fresh as (
      ${begin(tx, now, campaign, heldEach(tx, campaign, tx`(select * from compared where wanted and began is null)`))}
      on conflict (district, subject, campaign, rule, starts, needed) do update set
        ends = excluded.ends, held = excluded.held, due = excluded.due, first_due = excluded.due, counted = excluded.counted,
        gap_since = excluded.gap_since, check_at = excluded.check_at
      returning area, unit, rule, counted
    ), stamped as (
      update campaign set required_stamp = required_stamp + 1 where district = ${district} and id = ${id}
    )
    ${sumOf(tx, tx`select *, -1 as sign from ended union all select *, 1 from fresh`)}`
}

/** Whether the campaign has not required anything so far. Whoever asks holds its lock, so that it stays so. */
async function nothingYet(tx: Tx, campaign: OpenCampaign): Promise<boolean> {
  const { count } = await tx`
    select from requirement where district = ${campaign.district} and campaign = ${campaign.id} limit 1`
  return count === 0
}

/**
 * What is to be there, as `desired`. Zones match by overlap of shapes (index place_by_geom), lines with a margin, since a dam
 * runs along the edge of what it protects; or by area code: the codes
 * of all zones, a gauge's thousand among them, are met once with those above each of the district's areas
 * (area_by_district, place_by_area). Places come in the order of their ids, which is that of the primary key they will be
 * written to.
 */
const desire = (
  tx: Tx,
  now: Date,
  { district, id }: OpenCampaign,
  levels: string[],
  rules: RuleRow[],
  windows: RuleWindow[],
) => {
  const kinds = [...new Set(rules.map((r) => r.kind))]
  return tx`
    rules as (
      select * from jsonb_to_recordset(${JSON.stringify(rules)}::text::jsonb) as r (rank int, rule text, kind text, role text,
        risk real, n int, "perM" double precision, "atLeast" int, evidence text, "everyS" int, "withinS" int)
    ), windows as (
      select rule, greatest(starts, ${now}) as starts, coalesce(ends, 'infinity') as ends
      from jsonb_to_recordset(${JSON.stringify(windows)}::text::jsonb) as w (rule text, starts timestamptz, ends timestamptz)
    ), zones as (
      select array_position(${levels}::text[], level) - 1 as rank, codes, shape, coalesce(near_shape, shape) as near
      from campaign_zone
      where district = ${district} and campaign = ${id} and starts <= ${now} and ends > ${now}
    ), named as materialized (
      select code, max(rank) as rank from zones, unnest(codes) as code group by code
    ), touched as materialized (
      select distinct on (id) id, kind, area, length, place_risk, rank from (
        select p.id, p.kind, p.area, coalesce(p.to_m - p.from_m, 0) as length, p.risk as place_risk, z.rank
        from zones z join place p on p.geom && z.near
          and st_intersects(p.geom, case when st_dimension(p.geom) = 1 then z.near else z.shape end)
        where p.district = ${district} and p.closed > ${now} and p.kind = any(${kinds}::text[])
        union all
        select p.id, p.kind, p.area, coalesce(p.to_m - p.from_m, 0), p.risk, n.rank
        from (
          select a.code, max(named.rank) as rank from area a, unnest(a.path) as step join named on named.code = step
          where a.district = ${district} group by a.code
        ) n join place p on p.area = n.code
        where p.district = ${district} and p.closed > ${now} and p.kind = any(${kinds}::text[])
      ) t order by id, rank desc
    ), ways as materialized (
      select leaf.code as area, step from (select distinct area from touched) l join area leaf on leaf.code = l.area,
        unnest(leaf.path) as step
    ), answering as materialized (
      select u.id, u.code, u.area, ua.level
      from (select distinct step from ways) s join unit u on u.district = ${district} and u.area = s.step
        join area ua on ua.code = u.area
      where ${noTeam(tx)}
        -- A merged unit stands below its successor and is still where its area is counted.
        and (u.dissolved > ${now} or exists (select from unit_parent e
          where e.district = ${district} and e.unit = u.id and e.during @> ${now}::timestamptz))
        and not exists (
          select from unit_parent e join unit above on above.district = ${district} and above.id = e.parent
          where e.district = ${district} and e.unit = u.id and e.parent_district = ${district}
            and e.during @> ${now}::timestamptz and above.area = u.area)
    ), units as materialized (
      select jsonb_object_agg(area, unit) as by_area from (
        select distinct on (w.area) w.area, a.id as unit from ways w join answering a on a.area = w.step
        order by w.area, a.level desc, a.code
      ) deepest
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
    )`
}

/**
 * What is wanted beside what is there, as `compared`. A row is known by its place, rule, need and end: the shift in which
 * a campaign began keeps its row though the window's beginning is long past. `began` is what the row that is there has for
 * a beginning, and null where there is none; with it that row is found again by its key, and not by where it lies, since a
 * distributed database reads it and writes it in two statements.
 *
 * The two are compared by grouping both, not by an outer join: the planner knows nothing of the size of either, takes
 * them for one row each, and an anti-join by nested loop over 100,000 rows never came back.
 */
const compare = (tx: Tx, now: Date, { district, id }: OpenCampaign) => tx`
  compared as materialized (
    select subject, rule, needed, ends, max(area) as area, max(role) as role, max(starts) as starts, max(risk) as risk,
      max(evidence) as evidence, max(every) as every, max(due) as due, max(began) as began, max(counted) as counted,
      bool_or(wanted) as wanted
    from (
      select *, null::timestamptz as began, null::smallint as counted, true as wanted from desired
      union all
      select subject, area, rule, null, null, ends, needed, null, null, null, null, starts, counted, false from requirement
      where district = ${district} and campaign = ${id} and (ends > greatest(starts, ${now}) or counted <> 0)
    ) both_sides group by subject, rule, needed, ends
  )`

/** Rows of `source` with how many hold them, looked for row by row. */
const heldEach = (tx: Tx, campaign: OpenCampaign, source: Fragment) => tx`(
  select m.*, h.held, h.until
  from ${source} m, ${holders(tx, campaign, { subject: tx`m.subject`, role: tx`m.role`, at: tx`m.starts` })})`

/** How many hold each role now that a rule asks for, and until when that is so, as `holders` tells it of a campaign to begin. */
const standing = (tx: Tx, now: Date, { district, lane }: OpenCampaign, rules: RuleRow[]) => tx`
  standing as (
    select subject, role, count(*) filter (where starts <= ${now})::smallint as held,
      min(case when starts <= ${now} then ends else starts end) as until
    from duty
    where district = ${district} and lane in ('actual', ${lane}) and ends > ${now}
      and role = any(${[...new Set(rules.map((r) => r.role))]}::text[])
    group by subject, role
  )`

/**
 * All that is desired with how many hold it: what begins now from `standing`, in one pass over the district's duties; the
 * few shifts to come row by row. The join is a full one, and what only has duties is left out after it: the planner takes
 * what is desired for one row, and a full join is the one that it cannot make by looking through all duties for each row.
 */
const heldTogether = (tx: Tx, now: Date, campaign: OpenCampaign) => {
  const columns = tx`subject, area, rule, role, starts, ends, needed, risk, evidence, every, due`
  return tx`(
    select ${columns}, coalesce(held, 0::smallint) as held, coalesce(until, 'infinity') as until from (
      select * from (select * from desired where starts <= ${now}) d full join standing using (subject, role) offset 0
    ) both_sides where rule is not null
    union all
    select ${columns}, held, until from ${heldEach(tx, campaign, tx`(select * from desired where starts > ${now})`)} later)`
}

/** Writes rows with how they are held, as they stand now. */
const begin = (tx: Tx, now: Date, campaign: OpenCampaign, held: Fragment) => tx`
  insert into requirement (district, subject, campaign, rule, starts, ends, area, unit, role, needed, risk, held,
    evidence, every, due, first_due, counted, gap_since, check_at)
  select ${campaign.district}, subject, ${campaign.id}, rule, starts, ends, area,
    ((select by_area from units) ->> area)::uuid, role, needed, risk, held, evidence, every, due, due,
    ${bits(tx, now)}, ${since(tx, now, tx`null::timestamptz`)}, ${nextCheck(tx, now)}
  from ${held} m`

/** The change of the counts, of rows that carry their bits and whether those are added or taken away. */
const sumOf = (tx: Tx, changed: Fragment) => tx`
  select area, unit, rule, sum(sign * (counted & 1))::int as required, sum(sign * (counted >> 1 & 1))::int as unheld,
    sum(sign * (counted >> 2 & 1))::int as late
  from (${changed}) x group by area, unit, rule`

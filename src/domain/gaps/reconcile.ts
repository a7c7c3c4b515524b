import type { Tx } from '../../db/connect.ts'
import { noTeam } from '../people/store.ts'
import { touchesZone } from '../playbooks/touches-zone.ts'
import { eachCount } from './count-columns.ts'
import { COUNT_BITS } from './counts.ts'
import type { Delta, OpenCampaign } from './model.ts'
import {
  away,
  bitsOfRow,
  declined,
  heldNow,
  heldUntil,
  holders,
  nextCheck,
  notDeclined,
  saidOf,
  since,
  withPresence,
} from './standing.ts'

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

/** What a campaign's zones, its level and its playbook ask for. */
export interface Wanted {
  levels: string[]
  rules: RuleRow[]
  windows: RuleWindow[]
}

/** What one piece came to: the change of the counts, and the last place that it took; null: there are no more. */
export interface Piece {
  deltas: Delta[]
  upTo: string | null
}

/** Before the first place, and after the last. */
export const BEGINNING = '00000000-0000-0000-0000-000000000000'
export const END = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Places that a piece takes at most: on the embedded engine some 300 ms. */
const PLACES = 5_000
/** Requirements that stand already, of the places of a piece. */
const STANDING = 5_000
/** Places that are looked at for a piece, where the zones touch few among many. */
const LOOKED_AT = 50_000

/**
 * Makes the campaign's requirements what is wanted, for the next places after one, in the order of their ids, which is that of
 * the primary key: rows no longer asked for end at `now`, rows newly asked for begin, all others are left alone. So an update
 * of a warning stands down, newly calls, and leaves in peace.
 *
 * In pieces, so that a county's requirements are not one transaction of seconds, for which acts and readers wait. What is there
 * and what is wanted are put under one another and compared by a window, and both what ends and what begins is written as rows
 * by their key: nothing is joined of which the planner cannot know the size ([0007](../../../docs/adr/0007-sets-are-compared-by-grouping.md)).
 * Whoever calls this holds the district alone (`countAlone`).
 */
export async function reconcile(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  wanted: Wanted,
  after: string,
): Promise<Piece> {
  const { district, lane, id } = campaign
  const few = await fewTouched(tx, now, campaign, wanted)
  const found = await tx<(Delta & { upTo: string | null })[]>`
    with ${declined(tx, campaign)}, ${away(tx, district, now)}, ${desire(tx, now, campaign, wanted, { after, few })},
    ${compare(tx, now, campaign, after)}, holding as (
      ${holding(tx, now, campaign, wanted, after)}
    ), begun as materialized (
      select m.*, ((select by_area from units) ->> area)::uuid as unit, ${bitsOfRow(tx, now)}::smallint as counted,
        ${since(tx, now, tx`null::timestamptz`)} as gap_since, ${nextCheck(tx, now)} as check_at
      from ${heldTogether(tx, now, campaign)} m
    ), ended as materialized (
      select * from compared where not wanted and not wanted_too
    ), written as (
      insert into requirement (district, subject, campaign, rule, starts, ends, area, unit, role, needed, risk, held,
        evidence, every, due, first_due, counted, gap_since, check_at)
      select distinct on (subject, rule, starts, needed) ${district}, subject, ${id}, rule, starts, ends, area, unit, role,
        needed, risk, held, evidence, every, due, first_due, counted, gap_since, check_at
      from (
        select subject, rule, starts, ends, area, unit, role, needed, risk, held, evidence, every, due, due as first_due,
          counted, gap_since, check_at, 0 as over from begun
        union all
        select subject, rule, starts, least(ends, greatest(starts, ${now})), area, unit, role, needed, risk, held, evidence,
          every, due, first_due, 0, null, 'infinity', 1 from ended
      ) r order by subject, rule, starts, needed, over
      on conflict (district, subject, campaign, rule, starts, needed) do update set
        ends = excluded.ends, area = excluded.area, unit = excluded.unit, held = excluded.held, due = excluded.due,
        first_due = excluded.first_due, counted = excluded.counted, gap_since = excluded.gap_since,
        check_at = excluded.check_at
    ), changed as (
      select area, unit, rule, counted, 1 as sign from begun union all select area, unit, rule, counted, -1 from ended
    ), stamped as (
      insert into stamp_delta (district, lane, campaign, required, gaps)
      select ${district}, ${lane}, ${id}, 1, 0 from changed having count(*) > 0
    )
    select e.up_to as "upTo", d.* from edge e left join (
      select area, unit, rule, ${eachCount(tx, (c) => `sum(sign * (counted & ${COUNT_BITS[c]} <> 0)::int)::int as ${c}`)}
      from changed group by area, unit, rule) d on true`
  return {
    deltas: found.flatMap(({ upTo: _, ...delta }) => (delta.area === null ? [] : [delta])),
    upTo: found[0]?.upTo ?? null,
  }
}

/**
 * The places that the zones touch, where they are few: then those are looked for by the zones, and not the zones by all places of
 * the district (indexes place_by_geom, place_by_area). Null: they are many.
 */
async function fewTouched(
  tx: Tx,
  now: Date,
  { district, id }: OpenCampaign,
  { rules }: Wanted,
): Promise<string[] | null> {
  if (rules.length === 0) return []
  const kinds = [...new Set(rules.map((r) => r.kind))]
  const found = await tx<{ id: string }[]>`
    with zones as materialized (
      select codes, shape, near_shape, near_m from campaign_zone
      where district = ${district} and campaign = ${id} and starts <= ${now} and ends > ${now}
    )
    select distinct id from (
      (select p.id from zones z, lateral (
          select p.id from place p where p.district = ${district} and p.closed > ${now} and p.kind = any(${kinds}::text[])
            and ${touchesZone(tx)} limit ${PLACES}) p limit ${PLACES})
      union all
      (select p.id from (
          select a.code from area a
          where a.district = ${district} and a.path && (select array_agg(code) from zones, unnest(codes) code)
        ) n, lateral (
          select p.id from place p where p.district = ${district} and p.area = n.code and p.closed > ${now}
            and p.kind = any(${kinds}::text[]) limit ${PLACES}) p limit ${PLACES})
    ) t limit ${PLACES}`
  return found.length < PLACES ? found.map((p) => p.id) : null
}

/**
 * What is to be there of the places after one, as `desired`, and up to where, as `edge`: null where no place is left. A place is
 * touched by a zone where their shapes meet, or where an area's code is named: the codes of all zones, a gauge's thousand among
 * them, are met once with those above each of the district's areas (area_by_district). Each place is looked at by itself, once
 * for each zone: only what it costs to look is left to chance.
 */
const desire = (
  tx: Tx,
  now: Date,
  { district, id }: OpenCampaign,
  { levels, rules, windows }: Wanted,
  { after, few }: { after: string; few: string[] | null },
) => tx`
  rules as (
    select * from jsonb_to_recordset(${JSON.stringify(rules)}::text::jsonb) as r (rank int, rule text, kind text, role text,
      risk real, n int, "perM" double precision, "atLeast" int, evidence text, "everyS" int, "withinS" int)
  ), windows as (
    select rule, greatest(starts, ${now}) as starts, coalesce(ends, 'infinity') as ends
    from jsonb_to_recordset(${JSON.stringify(windows)}::text::jsonb) as w (rule text, starts timestamptz, ends timestamptz)
  ), zones as materialized (
    select array_position(${levels}::text[], level) - 1 as rank, codes, shape, near_shape, near_m
    from campaign_zone
    where district = ${district} and campaign = ${id} and starts <= ${now} and ends > ${now}
  ), named as materialized (
    select code, max(rank) as rank from zones, unnest(codes) as code group by code
  ), ranks as materialized (
    select coalesce(jsonb_object_agg(code, rank), '{}') as by_area from (
      select a.code, max(named.rank) as rank from area a, unnest(a.path) as step join named on named.code = step
      where a.district = ${district} and exists (select from named) group by a.code) r
  ), looked_at as materialized (
    select id, kind, area, geom, coalesce(to_m - from_m, 0) as length, risk, closed from place
    where district = ${district} and id > ${after} ${few ? tx`and id = any(${few}::uuid[])` : tx`order by id limit ${LOOKED_AT}`}
  ), touched as materialized (
    select * from (
      select id, kind, area, length, risk as place_risk, greatest(((select by_area from ranks) ->> area)::int, (
        select max(z.rank) from zones z where ${touchesZone(tx)})) as rank
      from looked_at p where closed > ${now} and kind = any(${[...new Set(rules.map((r) => r.kind))]}::text[])
    ) t where rank is not null order by id limit ${PLACES}
  ), edge as materialized (
    select least(
      (select case when count(*) = ${PLACES} then max(id::text)::uuid end from touched),
      ${few ? tx`null` : tx`(select case when count(*) = ${LOOKED_AT} then max(id::text)::uuid end from looked_at)`},
      (select subject from requirement where district = ${district} and campaign = ${id} and subject > ${after}
        and (ends > greatest(starts, ${now}) or counted <> 0) order by subject offset ${STANDING - 1} limit 1)) as up_to
  ), here as materialized (
    select * from touched where id <= coalesce((select up_to from edge), ${END})
  ), ways as materialized (
    select leaf.code as area, step from (select distinct area from here) l join area leaf on leaf.code = l.area,
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
      from here t join rules r on r.kind = t.kind and r.rank = t.rank join windows w on w.rule = r.rule
      where w.ends > w.starts
    )`

/**
 * What is wanted beside what is there, as `compared`: what is wanted and not there begins, what is there and not wanted ends. A
 * row is known by its place, rule, need and end: the shift in which a campaign began keeps its row though the window's
 * beginning is long past.
 *
 * The two are compared by a window over both, not by an outer join: the planner knows nothing of the size of either, takes
 * them for one row each, and an anti-join by nested loop over 100,000 rows never came back.
 */
const compare = (tx: Tx, now: Date, { district, id }: OpenCampaign, after: string) => tx`
  compared as materialized (
    select *, bool_or(wanted) over same as wanted_too, bool_or(not wanted) over same as there_too from (
      select subject, area, null::uuid as unit, rule, role, starts, ends, needed, risk, null::smallint as held, evidence, every,
        due, due as first_due, null::smallint as counted, true as wanted from desired
      union all
      select subject, area, unit, rule, role, starts, ends, needed, risk, held, evidence, every, due, first_due, counted, false
      from requirement
      where district = ${district} and campaign = ${id} and subject > ${after}
        and subject <= coalesce((select up_to from edge), ${END}) and (ends > greatest(starts, ${now}) or counted <> 0)
    ) both_sides window same as (partition by subject, rule, needed, ends)
  )`

/** How many hold each role now that a rule asks for, and until when that is so, as `holders` tells it of a campaign to begin. */
const holding = (tx: Tx, now: Date, campaign: OpenCampaign, { rules }: Wanted, after: string) => {
  const { district, lane } = campaign
  const at = tx`${now}::timestamptz`
  const duties = tx`
    select d.subject, d.role, d.starts, d.ends, d.holder, ${saidOf(tx, campaign)} as said from duty d
    where district = ${district} and subject > ${after} and subject <= coalesce((select up_to from edge), ${END})
      and lane in ('actual', ${lane}) and ends > ${now} and role = any(${[...new Set(rules.map((r) => r.role))]}::text[])
      and ${notDeclined(tx)}`
  return tx`
    select subject, role, ${heldNow(tx, at)}, ${heldUntil(tx, at)} as until
    from ${withPresence(tx, duties, at)} d
    group by subject, role`
}

/**
 * All that begins with how many hold it: what begins now from `holding`, in one pass over the duties of these places; the
 * few shifts to come row by row. The join is a full one, and what only has duties is left out after it: the planner takes
 * what begins for one row, and a full join is the one that it cannot make by looking through all duties for each row.
 */
const heldTogether = (tx: Tx, now: Date, campaign: OpenCampaign) => {
  const columns = tx`subject, area, rule, role, starts, ends, needed, risk, evidence, every, due, first_due`
  const fresh = tx`select ${columns} from compared where wanted and not there_too`
  return tx`(
    select ${columns}, coalesce(held, 0::smallint) as held, coalesce(agreed, 0) as agreed, coalesce(arrived, 0) as arrived,
      coalesce(until, 'infinity') as until from (
      select * from (${fresh} and starts <= ${now}) d full join holding using (subject, role) offset 0
    ) both_sides where rule is not null
    union all
    select ${columns}, h.held, h.agreed, h.arrived, h.until from (${fresh} and starts > ${now}) m, ${holders(tx, campaign, { subject: tx`m.subject`, role: tx`m.role`, at: tx`m.starts` })})`
}

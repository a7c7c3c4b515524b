import type { Position } from '../../../base/geometry.ts'
import type { Tx } from '../../../db/connect.ts'
import { awayThen } from '../away-holders.ts'
import { countedUpTo } from '../counted-then.ts'
import { requirementsThen } from '../past-gaps.ts'
import { campaignsAt } from '../store.ts'
import { onSquare } from './mercator.ts'
import { GAP_BITS, type OnDuty, type Standing, SURE_BITS, type Zone } from './model.ts'

/** What tells whether a district looks the same in a lane now: what is required, what is missing, and where. */
export interface StateStamp {
  required: string
  gaps: string
  zones: string
}

/**
 * The stamps of districts in a lane (index campaign_open, primary key of campaign_zone), with what they moved by and that is
 * not added to them yet; none where nothing is in force.
 */
export async function stateStamps(
  tx: Tx,
  lane: string,
  districts: readonly string[],
): Promise<Map<string, StateStamp>> {
  const rows = await tx<(StateStamp & { district: string })[]>`
    select c.district, c.required, c.gaps, coalesce(z.zones, '') as zones
    from (
      select c.district, string_agg(c.id || '.' || c.required_stamp + coalesce(m.required, 0), ' ' order by c.id) as required,
        string_agg(c.id || '.' || c.gap_stamp + coalesce(m.gaps, 0), ' ' order by c.id) as gaps
      from campaign c left join (
        select district, campaign, sum(required)::bigint as required, sum(gaps)::bigint as gaps from stamp_delta
        where district = any(${districts as string[]}::text[]) and lane = ${lane} group by district, campaign
      ) m on m.district = c.district and m.campaign = c.id
      where c.district = any(${districts as string[]}::text[]) and c.lane = ${lane} and c.ends = 'infinity'
      group by c.district
    ) c left join (
      select z.district, md5(string_agg(z.id::text, ' ' order by z.id)) as zones
      from campaign c join campaign_zone z on z.district = c.district and z.campaign = c.id
      where c.district = any(${districts as string[]}::text[]) and c.lane = ${lane} and c.ends = 'infinity'
        and z.ends = 'infinity'
      group by z.district
    ) z on z.district = c.district`
  return new Map(rows.map(({ district, ...stamp }) => [district, stamp]))
}

const NONE = Buffer.of()

/** Where something is required in the open campaigns of a lane, packed by id (primary key of requirement). */
export async function requiredNow(
  tx: Tx,
  district: string,
  lane: string,
): Promise<Pick<Standing, 'required' | 'known'>> {
  const [row] = await tx<{ required: Buffer | null; known: boolean }[]>`
    with c as (select id, required_at from campaign where district = ${district} and lane = ${lane} and ends = 'infinity')
    select (select string_agg(uuid_send(subject), ''::bytea order by subject) from (
        select distinct subject from requirement
        where district = ${district} and counted <> 0 and campaign in (select id from c)) r) as required,
      not exists (select from c where required_at is null) as known`
  return { required: row?.required ?? NONE, known: row?.known ?? true }
}

/**
 * Where it is not met now, and where it is sure, in which way (indexes requirement_gaps, requirement_agreed). Sorted once: an order in
 * each aggregate would be one more sort, which takes as long as reading the rows. A place is sure by all that is required there:
 * the others of its requirements are looked for place by place (primary key).
 */
export async function gapsNowPacked(tx: Tx, district: string, lane: string): Promise<Pick<Standing, 'gaps' | 'bits'>> {
  const [row] = await tx<{ gaps: Buffer | null; bits: Buffer | null }[]>`
    with c as materialized (
      select id from campaign where district = ${district} and lane = ${lane} and ends = 'infinity'
    )
    select string_agg(uuid_send(subject), ''::bytea) as gaps,
      string_agg(set_byte('\\x00'::bytea, 0, bits), ''::bytea) as bits
    from (
      select subject, bit_or(bits) as bits from (
        select r.subject, r.counted::int & ${GAP_BITS}::int as bits
        from c join requirement r on r.district = ${district} and r.campaign = c.id
        where r.gap_since is not null and r.counted & 6 <> 0
        union all
        select a.subject, (
          select bit_and(q.counted)::int & ${SURE_BITS}::int
          from (select * from requirement where district = ${district} and subject = a.subject offset 0) q
          where q.counted <> 0 and q.campaign in (select id from c))
        from (
          select distinct r.subject from c join requirement r on r.district = ${district} and r.campaign = c.id
          where r.counted & 16 <> 0) a
      ) b where bits <> 0 group by subject order by subject
    ) g`
  return { gaps: row?.gaps ?? NONE, bits: row?.bits ?? NONE }
}

/** The same as of a moment past, from the dated rows: as was known then. */
export async function standingThen(tx: Tx, district: string, lane: string, at: Date): Promise<Standing[]> {
  const all: Standing[] = []
  for (const campaign of await campaignsAt(tx, district, lane, at)) {
    const counted = await countedUpTo(tx, district, campaign, at)
    const [row] = await tx<{ required: Buffer | null; gaps: Buffer | null; bits: Buffer | null }[]>`
      select string_agg(uuid_send(subject), ''::bytea order by subject) as required,
        string_agg(uuid_send(subject), ''::bytea order by subject) filter (where bits > 0) as gaps,
        string_agg(set_byte('\\x00'::bytea, 0, bits), ''::bytea order by subject) filter (where bits > 0) as bits
      from (
        select subject, (bit_or(bits) & ${GAP_BITS}::int) | (bit_and(bits) & ${SURE_BITS}::int) as bits
        from (${requirementsThen(tx, district, campaign, counted, tx`true`)}) w group by subject
      ) s`
    all.push({ required: row?.required ?? NONE, gaps: row?.gaps ?? NONE, bits: row?.bits ?? NONE, known: true })
  }
  return all
}

/** Where campaigns of a lane are in force at a moment (primary key of campaign_zone). */
export async function zonesAt(tx: Tx, district: string, lane: string, at: Date): Promise<Zone[]> {
  const rows = await tx<(Omit<Zone, 'shape'> & { shape: { coordinates: Position[][][] } | null })[]>`
    select z.id, z.campaign, c.playbook, z.level, z.warning, z.codes, st_asgeojson(z.shape, 6)::json as shape
    from campaign c join campaign_zone z on z.district = c.district and z.campaign = c.id
    where c.district = ${district} and c.lane = ${lane} and c.starts <= ${at} and c.ends > ${at}
      and z.starts <= ${at} and z.ends > ${at} order by z.id`
  return rows.map((z) => ({
    ...z,
    shape: z.shape?.coordinates.map((polygon) => polygon.map((ring) => ring.map(onSquare))) ?? null,
  }))
}

/**
 * Who is on duty at a moment and not away, where they were last heard of on that duty: from the records of the day before it (index
 * record_by_time), and only of those whose duty runs (duty_by_holder). A duty that nobody gave for an emergency and that
 * has no end, such as a secretary's, puts nobody on the map.
 */
export async function peopleOnDuty(tx: Tx, district: string, lane: string, at: Date): Promise<OnDuty[]> {
  const rows = await tx<(Omit<OnDuty, 'where'> & { lon: number; lat: number })[]>`
    select p.id, p.name, r.occurred_at as at, r.lon, r.lat
    from (
      select distinct on (told_by) told_by, occurred_at, st_x(at) as lon, st_y(at) as lat from record
      where district = ${district} and lane = ${lane} and at is not null
        and received_at <= ${at} and received_at > ${at}::timestamptz - interval '1 day'
      order by told_by, occurred_at desc, id desc
    ) r join person p on p.district = ${district} and p.id = r.told_by,
    lateral (
      select from duty d
      where d.district = ${district} and d.holder = r.told_by and d.lane in ('actual', ${lane})
        and d.starts <= ${at} and d.ends > ${at} and d.starts <= r.occurred_at
        and (d.backfilled or d.recorded_at <= ${at}) and (d.campaign is not null or d.ends < 'infinity') limit 1
    ) u
    where p.id not in (${awayThen(tx, district, at)}) order by p.id`
  return rows.map(({ lon, lat, ...person }) => ({ ...person, where: onSquare([lon, lat]) }))
}

import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { lanesOver } from '../audit/exercises.ts'
import { ACTUAL } from '../audit/model.ts'
import type { Campaign } from './campaign.ts'
import type { Playbook } from './model.ts'

const CAMPAIGN = (tx: Tx) => tx`
  district, id, lane, playbook, version, level, starts, nullif(ends, 'infinity') as ends`

/**
 * Stores a playbook under its version; the same rules again are nothing new, other rules under an old version a new one.
 * `text` is the file, kept for its comments: they may change while the rules stay.
 */
export async function savePlaybook(
  tx: Tx,
  now: Date,
  playbook: Playbook,
  text: string | null = null,
): Promise<Playbook> {
  const [latest] = await tx<{ version: number; hash: string }[]>`
    select version, hash from playbook where id = ${playbook.id} order by version desc limit 1`
  if (latest?.hash === playbook.hash) {
    if (text !== null) {
      await tx`
        update playbook set text = ${text}
        where id = ${playbook.id} and version = ${latest.version} and text is distinct from ${text}`
    }
    return { ...playbook, version: latest.version }
  }
  const saved = { ...playbook, version: Math.max(playbook.version, (latest?.version ?? 0) + 1) }
  await tx`
    insert into playbook (id, version, hash, body, loaded_at, text)
    values (${saved.id}, ${saved.version}, ${saved.hash}, ${JSON.stringify(saved)}::text::jsonb, ${now}, ${text})`
  return saved
}

/** The playbook as a campaign froze it, or its newest version. */
export async function playbookAt(tx: Tx, id: string, version?: number): Promise<Playbook | null> {
  const [row] = await tx<{ body: Playbook }[]>`
    select body from playbook where id = ${id} and (${version ?? null}::int is null or version = ${version ?? null}::int)
    order by version desc limit 1`
  return row?.body ?? null
}

/** The newest version of every playbook. */
export async function playbooks(tx: Tx): Promise<Playbook[]> {
  const rows = await tx<{ body: Playbook }[]>`select distinct on (id) body from playbook order by id, version desc`
  return rows.map((r) => r.body)
}

/** The kinds of record that any playbook asks to hear, in any version that was loaded. */
export async function evidenceKinds(tx: Tx): Promise<string[]> {
  const rows = await tx<{ kind: string }[]>`
    select distinct r.rule -> 'evidence' ->> 'record' as kind
    from playbook p cross join lateral jsonb_array_elements(p.body -> 'rules') as r (rule)
    where r.rule -> 'evidence' ->> 'record' is not null`
  return rows.map((r) => r.kind)
}

/** The playbooks in force in a district, for real or in this lane too, as their campaigns froze them (index campaign_open). */
export async function playbooksInForce(tx: Tx, district: string, lane: string): Promise<Playbook[]> {
  const rows = await tx<{ body: Playbook }[]>`
    select p.body from campaign c join playbook p on p.id = c.playbook and p.version = c.version
    where c.district = ${district} and c.lane in ('actual', ${lane}) and c.ends = 'infinity'`
  return rows.map((r) => r.body)
}

/** The campaigns of a lane that are open in a district, in a fixed order (index campaign_open). */
export async function campaignsOpen(tx: Tx, district: string, lane: string): Promise<Campaign[]> {
  return tx<Campaign[]>`
    select ${CAMPAIGN(tx)} from campaign where district = ${district} and lane = ${lane} and ends = 'infinity' order by id`
}

/**
 * Every open campaign of a district, whatever its lane, in a fixed order (index campaign_open). Those of an exercise that is over are
 * left out: they stay as they stood when its clock stopped, and nothing that happens later is counted in them.
 */
export async function campaignsIn(tx: Tx, district: string): Promise<Campaign[]> {
  const campaigns = await tx<Campaign[]>`
    select ${CAMPAIGN(tx)} from campaign where district = ${district} and ends = 'infinity' order by id`
  const lanes = [...new Set(campaigns.map((c) => c.lane))].filter((lane) => lane !== ACTUAL)
  if (lanes.length === 0) return campaigns
  const over = await lanesOver(tx, lanes)
  return campaigns.filter((c) => !over.has(c.lane))
}

/** The districts in which the lane has an open campaign (index campaign_in_force). */
export async function districtsInForce(tx: Tx, lane: string): Promise<string[]> {
  const found = await tx<{ district: string }[]>`
    select distinct district from campaign where lane = ${lane} and ends = 'infinity'`
  return found.map((row) => row.district)
}

export async function campaignById(tx: Tx, district: string, id: string): Promise<Campaign | null> {
  const [row] = await tx<Campaign[]>`select ${CAMPAIGN(tx)} from campaign where district = ${district} and id = ${id}`
  return row ?? null
}

/** Sets the level; `ends` closes the campaign. */
export async function saveCampaign(tx: Tx, c: Campaign): Promise<void> {
  await tx`
    update campaign set level = ${c.level}, ends = coalesce(${c.ends}::timestamptz, 'infinity')
    where district = ${c.district} and id = ${c.id}`
}

/**
 * From when on duties were not looked at for people to call, when that was (`lookedAt`), when all of a campaign must be again, and
 * whether what it requires is known.
 */
interface CallWatch {
  calledAt: Date
  lookedAt: Date
  allAt: Date
  known: boolean
}

export async function callWatch(tx: Tx, c: { district: string; id: string }): Promise<CallWatch> {
  const [row] = await tx<CallWatch[]>`
    select called_at as "calledAt", looked_at as "lookedAt", call_all_at as "allAt", required_at is not null as known from campaign
    where district = ${c.district} and id = ${c.id}`
  return row as CallWatch
}

/** `allAt` null: not until what is required changes. */
export async function saveCallWatch(
  tx: Tx,
  c: { district: string; id: string },
  { calledAt, lookedAt, allAt }: { calledAt: Date; lookedAt: Date; allAt: Date | null },
): Promise<void> {
  await tx`
    update campaign set called_at = ${calledAt}, looked_at = ${lookedAt}, call_all_at = coalesce(${allAt}::timestamptz, 'infinity')
    where district = ${c.district} and id = ${c.id}`
}

/** What is required has changed: the next look for people to call is a look at everything. */
export async function callAll(tx: Tx, c: { district: string; id: string }): Promise<void> {
  await tx`update campaign set call_all_at = '-infinity' where district = ${c.district} and id = ${c.id}`
}

/** The same for all campaigns of a lane that are in force in these districts. */
export async function callAllOver(tx: Tx, districts: readonly string[], lane: string): Promise<void> {
  await tx`
    update campaign set call_all_at = '-infinity'
    where district = any(${districts as string[]}::text[]) and lane = ${lane} and ends = 'infinity'`
}

export interface Zone {
  id: string
  warning: string | null
  level: string
}

/** The zones of a campaign that are in force. */
export async function zonesOf(tx: Tx, district: string, campaign: string, at: Date): Promise<Zone[]> {
  return tx<Zone[]>`
    select id, warning, level from campaign_zone
    where district = ${district} and campaign = ${campaign} and starts <= ${at} and ends > ${at} order by id`
}

/** A part of a warning that is put in force, with the districts that it touches. */
export interface ZonePart {
  playbook: string
  version: number
  level: string
  warning: string
  part: number
  /** Which of the warning's areas. */
  area: number
  /** Metres within which a line counts as inside. */
  nearM: number
  districts: readonly string[]
}

/**
 * Puts parts of warnings in force: a campaign is opened in each district that has none of their playbook, and gets each part as
 * a zone. Two statements, however many parts and districts. Which lines are near enough to be measured (`touchesZone`) is worked out
 * here, once for each area: to measure every line takes a hundred times as long. The area is drawn more coarsely for that, and widened
 * by as much more than the margin as it may then be wrong.
 */
export async function putInForce(tx: Tx, now: Date, lane: string, parts: readonly ZonePart[]): Promise<void> {
  const each = parts.flatMap((part) => part.districts.map((district) => ({ ...part, district, id: newId(now) })))
  if (each.length === 0) return
  const districts = [...new Set(each.map((z) => z.district))]
  const opened = [...new Map(each.map((z) => [`${z.district} ${z.playbook}`, z])).values()]
  await tx`
    insert into campaign (district, id, lane, playbook, version, level, starts)
    select district, id, ${lane}, playbook, version, level, ${now}
    from ${rows(tx, opened, { district: 'text', id: 'uuid', playbook: 'text', version: 'int', level: 'text' })}
    on conflict (district, lane, playbook) where ends = 'infinity' do nothing`
  const margins = [...new Map(each.map((z) => [`${z.warning} ${z.area} ${z.nearM}`, z])).values()]
  await tx`
    insert into campaign_zone (district, campaign, id, warning, part, level, codes, shape, near_shape, near_m, starts)
    with margin as materialized (
      select t.warning, t.area, t."nearM", a.codes, a.shape, case
        when c.coarse is null or st_npoints(c.coarse) > ${MOST_CORNERS} then null
        else st_multi(st_buffer(c.coarse, t."nearM" * ${WIDER}::float8 / d.metres, 'quad_segs=2')) end as near_shape
      from ${rows(tx, margins, { warning: 'uuid', area: 'int', nearM: 'float8' })}
        join warning_area a on a.warning = t.warning and a.n = t.area
        -- Metres of a degree where it is shortest: a margin in degrees is never too small.
        cross join lateral (select ${DEGREE_M} * greatest(0.1,
          cos(radians(greatest(abs(st_ymin(a.shape)), abs(st_ymax(a.shape)))))) as metres) d
        cross join lateral (select st_simplify(a.shape, t."nearM" * ${COARSER}::float8 / d.metres, true) as coarse) c
    )
    select c.district, c.id, t.id, t.warning, t.part, t.level, m.codes, m.shape, m.near_shape, t."nearM", ${now}
    from ${rows(tx, each, {
      district: 'text',
      id: 'uuid',
      playbook: 'text',
      warning: 'uuid',
      part: 'int',
      area: 'int',
      nearM: 'float8',
      level: 'text',
    })}
      join campaign c on c.district = t.district and c.lane = ${lane} and c.playbook = t.playbook and c.ends = 'infinity'
        and c.district = any(${districts}::text[])
      join margin m on m.warning = t.warning and m.area = t.area and m."nearM" = t."nearM"`
}

/** By how much of the margin an area may be drawn wrong, for its corners to be few. */
const COARSER = 0.3
/** The margin of the coarse area for each metre of the margin: round a corner it is drawn by chords, of an eighth of a circle each. */
const WIDER = (1 + COARSER) / Math.cos(Math.PI / 8)
/** An area with more corners than that, drawn coarsely, gets no margin: it would take more than a second. */
const MOST_CORNERS = 20_000
/** Metres of a degree of latitude. */
const DEGREE_M = 111_000

/** Zones of warnings: of all their parts, or of some. */
export interface ZonesOf {
  warning: string
  /** Null: all its parts. */
  part: number | null
}

/** Takes the zones of these warnings, or of some of their parts, out of force everywhere; returns the districts that they were in. */
export async function endZones(tx: Tx, now: Date, of: readonly ZonesOf[]): Promise<string[]> {
  if (of.length === 0) return []
  const found = await tx<{ districts: string[] | null }[]>`
    select districts from warning_part where warning = any(${[...new Set(of.map((z) => z.warning))]}::uuid[])`
  // Parts that were kept before their districts were are looked for everywhere.
  const everywhere = found.some(({ districts }) => districts === null)
  const districts = [...new Set(found.flatMap((row) => row.districts ?? []))]
  const whole = of.filter((z) => z.part === null).map((z) => z.warning)
  const some = of.filter((z) => z.part !== null)
  const ended = await tx<{ district: string }[]>`
    update campaign_zone z set ends = greatest(z.starts, ${now})
    where z.ends > ${now} and ${everywhere ? tx`true` : tx`z.district = any(${districts}::text[])`}
      and (z.warning = any(${whole}::uuid[]) or (z.warning = any(${some.map((z) => z.warning)}::uuid[])
        and z.warning::text || ' ' || z.part::text = any(${some.map((z) => `${z.warning} ${z.part}`)}::text[])))
    returning z.district`
  return [...new Set(ended.map((z) => z.district))]
}

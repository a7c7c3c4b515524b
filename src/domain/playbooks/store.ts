import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
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

/** The playbooks in force in a district, for real or in this lane too, as their campaigns froze them (index campaign_open). */
export async function playbooksInForce(tx: Tx, district: string, lane: string): Promise<Playbook[]> {
  const rows = await tx<{ body: Playbook }[]>`
    select p.body from campaign c join playbook p on p.id = c.playbook and p.version = c.version
    where c.district = ${district} and c.lane in ('actual', ${lane}) and c.ends = 'infinity'`
  return rows.map((r) => r.body)
}

/** The campaigns of a lane that are open in a district, locked in a fixed order. */
export async function campaignsOpen(tx: Tx, district: string, lane: string): Promise<Campaign[]> {
  return tx<Campaign[]>`
    select ${CAMPAIGN(tx)} from campaign where district = ${district} and lane = ${lane} and ends = 'infinity'
    order by id for update`
}

/**
 * Every open campaign of a district, whatever its lane; locked, so that of two acts on the same place the second counts
 * what the first did.
 */
export async function campaignsIn(tx: Tx, district: string): Promise<Campaign[]> {
  return tx<Campaign[]>`
    select ${CAMPAIGN(tx)} from campaign where district = ${district} and ends = 'infinity' order by id for update`
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

/** When a campaign was last looked through for people to call, and when all of it must be again. */
export async function callWatch(tx: Tx, c: { district: string; id: string }): Promise<{ calledAt: Date; allAt: Date }> {
  const [row] = await tx<{ calledAt: Date; allAt: Date }[]>`
    select called_at as "calledAt", call_all_at as "allAt" from campaign where district = ${c.district} and id = ${c.id}`
  return row as NonNullable<typeof row>
}

/** `allAt` null: not until what is required changes. */
export async function saveCallWatch(
  tx: Tx,
  c: { district: string; id: string },
  calledAt: Date,
  allAt: Date | null,
): Promise<void> {
  await tx`
    update campaign set called_at = ${calledAt}, call_all_at = coalesce(${allAt}::timestamptz, 'infinity')
    where district = ${c.district} and id = ${c.id}`
}

/** What is required has changed: the next look for people to call is a look at everything. */
export async function callAll(tx: Tx, c: { district: string; id: string }): Promise<void> {
  await tx`update campaign set call_all_at = '-infinity' where district = ${c.district} and id = ${c.id}`
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

/**
 * Puts a warning's area in force: a campaign is opened in each district that has none of this playbook, and gets the
 * warning as a zone. Three statements, however many districts.
 */
export async function putInForce(
  tx: Tx,
  now: Date,
  z: { lane: string; playbook: string; version: number; level: string; warning: string; districts: string[] },
): Promise<void> {
  const each = () => z.districts.map((district) => ({ district, id: newId(now) }))
  const withIds = () => rows(tx, each(), { district: 'text', id: 'uuid' })
  await tx`
    insert into campaign (district, id, lane, playbook, version, level, starts)
    select district, id, ${z.lane}, ${z.playbook}, ${z.version}, ${z.level}, ${now} from ${withIds()}
    on conflict (district, lane, playbook) where ends = 'infinity' do nothing`
  await tx`
    insert into campaign_zone (district, campaign, id, warning, level, codes, shape, starts)
    select c.district, c.id, t.id, w.id, ${z.level}, w.codes, w.shape, ${now}
    from ${withIds()}
      join campaign c on c.district = t.district and c.lane = ${z.lane} and c.playbook = ${z.playbook} and c.ends = 'infinity'
      join warning w on w.id = ${z.warning}`
}

/** Takes the zones of these warnings out of force everywhere; returns the districts and campaigns they were in. */
export async function endZones(
  tx: Tx,
  now: Date,
  warnings: string[],
): Promise<{ district: string; campaign: string }[]> {
  return tx<{ district: string; campaign: string }[]>`
    update campaign_zone set ends = greatest(starts, ${now}) where warning = any(${warnings}::uuid[]) and ends > ${now}
    returning district, campaign`
}

import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import type { Counts, Gap } from '../gaps/model.ts'
import type { CampaignAt, RuleCounts } from './model.ts'

/** Which counts are asked for. `at` null: as they stand. */
export interface Ask {
  tree: 'area' | 'unit'
  lane: string
  at: Date | null
}

/**
 * The counts of one node by rule. Now: its rows of coverage. Then: for each of those keys the log's last row before, so
 * that a long history costs one step down an index a rule (primary keys of both).
 */
export async function countsAt(tx: Tx, ask: Ask, district: string, node: string): Promise<RuleCounts[]> {
  return tx<RuleCounts[]>`
    select k.lane, k.playbook, k.rule, ${standing(tx, ask.at)}
    from coverage k ${then(tx, ask.at)}
    where k.district = ${district} and k.tree = ${ask.tree} and k.node = ${node} and k.lane = ${ask.lane}
    order by k.playbook, k.rule`
}

/** The counts of the nodes just below, all rules together. */
export async function countsBelow(
  tx: Tx,
  ask: Ask,
  nodes: { district: string; node: string }[],
): Promise<Map<string, Counts>> {
  const found = await tx<(Counts & { node: string })[]>`
    select k.node, sum(required)::int as required, sum(unheld)::int as unheld, sum(late)::int as late from (
      select k.node, ${standing(tx, ask.at)}
      from ${rows(tx, nodes, { district: 'text', node: 'text' })}
        join coverage k on k.district = t.district and k.tree = ${ask.tree} and k.node = t.node and k.lane = ${ask.lane}
        ${then(tx, ask.at)}
    ) k group by k.node`
  return new Map(found.map(({ node, ...counts }) => [node, counts]))
}

const standing = (tx: Tx, at: Date | null): Fragment =>
  at
    ? tx`coalesce(l.required, 0) as required, coalesce(l.unheld, 0) as unheld, coalesce(l.late, 0) as late`
    : tx`k.required, k.unheld, k.late`

const then = (tx: Tx, at: Date | null): Fragment =>
  at
    ? tx`left join lateral (
      select required, unheld, late from coverage_log g
      where (g.district, g.tree, g.node, g.lane, g.playbook, g.rule) = (k.district, k.tree, k.node, k.lane, k.playbook, k.rule)
        and g.at <= ${at} order by g.at desc limit 1) l on true`
    : tx``

/** The counts of whole districts by playbook, all rules together, under `district playbook`. */
export async function countsThen(
  tx: Tx,
  { lane, at }: Omit<Ask, 'tree'>,
  of: { district: string; playbook: string }[],
): Promise<Map<string, Counts>> {
  const found = await tx<(Counts & { key: string })[]>`
    select key, sum(required)::int as required, sum(unheld)::int as unheld, sum(late)::int as late from (
      select k.district || ' ' || k.playbook as key, ${standing(tx, at)}
      from ${rows(tx, of, { district: 'text', playbook: 'text' })}
        join coverage k on k.district = t.district and k.tree = 'area' and k.node = t.district and k.lane = ${lane}
          and k.playbook = t.playbook
        ${then(tx, at)}
    ) k group by key`
  return new Map(found.map(({ key, ...counts }) => [key, counts]))
}

/** The lanes that have counts at a node. */
export async function lanesAt(tx: Tx, tree: string, district: string, node: string): Promise<string[]> {
  const found = await tx<{ lane: string }[]>`
    select distinct lane from coverage where district = ${district} and tree = ${tree} and node = ${node} order by lane`
  return found.map((r) => r.lane)
}

/** The campaigns of a district in a lane at an instant, with the level that stood then. */
export async function campaignsAt(tx: Tx, district: string, lane: string, at: Date): Promise<CampaignAt[]> {
  return tx<CampaignAt[]>`
    select c.id, c.lane, c.playbook, c.starts, nullif(c.ends, 'infinity') as ends, coalesce((
      select z.level from campaign_zone z join playbook p on p.id = c.playbook and p.version = c.version,
        jsonb_array_elements(p.body -> 'levels') with ordinality l (body, rank)
      where z.district = c.district and z.campaign = c.id and z.starts <= ${at} and z.ends > ${at}
        and l.body ->> 'id' = z.level
      order by l.rank desc limit 1), c.level) as level
    from campaign c
    where c.district = ${district} and c.lane = ${lane} and c.starts <= ${at} and c.ends > ${at} order by c.starts, c.id`
}

/** That a requirement `r` of the district lies at or below a node, as the tree stood at an instant. */
export function insideOf(
  tx: Tx,
  tree: 'area' | 'unit',
  { node, district, whole }: { node: string; district: string; whole: boolean },
  at: Date,
): Fragment {
  if (tree === 'area') return whole ? tx`true` : tx`r.area in (select code from area where path @> ${[node]}::text[])`
  return tx`r.unit in (with recursive down (unit) as (select ${node}::uuid union all select e.unit from down join unit_parent e
    on e.district = ${district} and e.parent = down.unit and e.during @> ${at}::timestamptz) select unit from down)`
}

/** What is told of a requirement `r` at a place `p`, but for how it is met. */
export const GAP = (tx: Tx) => tx`
  r.subject, p.name as place, r.area, r.campaign, r.rule, r.role, r.needed, r.starts, nullif(r.ends, 'infinity') as ends,
  nullif(r.due, 'infinity') as due, r.risk`

/** A place in the list of gaps: its sort key. */
export type GapKey = [risk: number, since: string, subject: string, rule: string, starts: string]

/** What is not met now in a campaign, gravest and oldest first, one page (index requirement_gaps). */
export async function gapsNow(
  tx: Tx,
  district: string,
  campaign: string,
  now: Date,
  areas: Fragment,
  after: GapKey | null,
  limit: number,
): Promise<Gap[]> {
  return tx<Gap[]>`
    select ${GAP(tx)}, r.held, r.gap_since as since, array_remove(array[
      case when r.held < r.needed then 'unheld' end, case when r.due <= ${now} then 'late' end], null) as kinds
    from requirement r join place p on p.district = r.district and p.id = r.subject
    where r.district = ${district} and r.campaign = ${campaign} and r.gap_since <= ${now} and ${areas}
      and (${after?.[0] ?? null}::real is null or (-r.risk, r.gap_since, r.subject, r.rule, r.starts)
        > (-(${after?.[0] ?? null}::real), ${after?.[1] ?? null}::timestamptz, ${after?.[2] ?? null}::uuid,
          ${after?.[3] ?? null}::text, ${after?.[4] ?? null}::timestamptz))
    order by r.risk desc, r.gap_since, r.subject, r.rule, r.starts limit ${limit}`
}

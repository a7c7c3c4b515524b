import type { Fragment, Tx } from '../../db/connect.ts'
import { pickCounts } from '../gaps/counts.ts'
import type { Gap } from '../gaps/model.ts'
import { type Ask, type NodeRule, standingCounts } from '../gaps/standing-counts.ts'
import { type RuleKinds, ruleKinds, sumByKind } from './by-kind.ts'
import type { CampaignAt, RuleCounts, SummedCounts } from './model.ts'

/** The counts of one node by rule, now or as they stood. */
export async function countsAt(tx: Tx, ask: Ask, district: string, node: string): Promise<RuleCounts[]> {
  const [found, kinds] = [await standingCounts(tx, ask, [{ district, node }]), await ruleKinds(tx)]
  return found.map((c) => ({
    lane: ask.lane,
    playbook: c.playbook,
    rule: c.rule,
    kind: kinds.get(`${c.playbook} ${c.rule}`) ?? '',
    ...pickCounts(c),
  }))
}

/** The counts of nodes, all rules together: of those just below one. */
export async function countsBelow(
  tx: Tx,
  ask: Ask,
  nodes: { district: string; node: string }[],
): Promise<Map<string, SummedCounts>> {
  return sumBy(await standingCounts(tx, ask, nodes), await ruleKinds(tx), (c) => c.node)
}

/** The counts of whole districts by playbook, all rules together, under `district playbook`. */
export async function countsThen(
  tx: Tx,
  ask: Omit<Ask, 'tree'>,
  of: readonly { district: string }[],
): Promise<Map<string, SummedCounts>> {
  const districts = [...new Set(of.map((o) => o.district))]
  const tops = districts.map((district) => ({ district, node: district }))
  const found = await standingCounts(tx, { ...ask, tree: 'area' }, tops)
  return sumBy(found, await ruleKinds(tx), (c) => `${c.district} ${c.playbook}`)
}

function sumBy(
  counts: readonly NodeRule[],
  kinds: RuleKinds,
  keyOf: (c: NodeRule) => string,
): Map<string, SummedCounts> {
  return new Map([...Map.groupBy(counts, keyOf)].map(([key, own]) => [key, sumByKind(own, kinds)]))
}

/** The lanes that have counts at a node. */
export async function lanesAt(tx: Tx, tree: string, district: string, node: string): Promise<string[]> {
  const found = await tx<{ lane: string }[]>`
    select lane from coverage where district = ${district} and tree = ${tree} and node = ${node}
    union
    select lane from coverage_delta where district = ${district} and tree = ${tree} and node = ${node} order by lane`
  return found.map((r) => r.lane)
}

/** The campaigns of a district in a lane at an instant, with the level that stood then; that they would end was not known. */
export async function campaignsAt(tx: Tx, district: string, lane: string, at: Date): Promise<CampaignAt[]> {
  return tx<CampaignAt[]>`
    select c.id, c.lane, c.playbook, c.starts, null::timestamptz as ends, coalesce((
      select z.level from campaign_zone z join playbook p on p.id = c.playbook and p.version = c.version,
        jsonb_array_elements(p.body -> 'levels') with ordinality l (body, rank)
      where z.district = c.district and z.campaign = c.id and z.starts <= ${at} and z.ends > ${at}
        and l.body ->> 'id' = z.level
      order by l.rank desc limit 1), c.level) as level
    from campaign c
    where c.district = ${district} and c.lane = ${lane} and c.starts <= ${at} and c.ends > ${at}
      -- One that had ended, and whose end was undone since.
      and not exists (select from undoing u where u.district = c.district and u.campaign = c.id and u.over_at <= ${at}
        and u.begun_at > ${at})
    order by c.starts, c.id`
}

/** That a requirement `r` of the district lies at or below a node, as the tree stood at an instant. */
export function insideOf(
  tx: Tx,
  tree: 'area' | 'unit',
  { node, district, whole }: { node: string; district: string; whole: boolean },
  at: Date,
): Fragment {
  if (tree === 'area') return whole ? tx`true` : tx`r.area in (select code from area where path @> ${[node]}::text[])`
  return tx`r.unit in (with recursive down (unit) as (select ${node}::uuid union select e.unit from down join unit_parent e
    on e.district = ${district} and e.parent = down.unit and e.during @> ${at}::timestamptz) select unit from down)`
}

/** What is told of a requirement `r` at a place `p`, but for how it is met. */
const GAP = (tx: Tx) => tx`
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
      case when r.counted & 2 <> 0 then 'unheld' end, case when r.counted & 4 <> 0 then 'late' end], null) as kinds
    from requirement r join place p on p.district = r.district and p.id = r.subject
    where r.district = ${district} and r.campaign = ${campaign} and r.gap_since <= ${now} and r.counted & 6 <> 0 and ${areas}
      and (${after?.[0] ?? null}::real is null or (-r.risk, r.gap_since, r.subject, r.rule, r.starts)
        > (-(${after?.[0] ?? null}::real), ${after?.[1] ?? null}::timestamptz, ${after?.[2] ?? null}::uuid,
          ${after?.[3] ?? null}::text, ${after?.[4] ?? null}::timestamptz))
    order by r.risk desc, r.gap_since, r.subject, r.rule, r.starts limit ${limit}`
}

import type { Fragment, Tx } from '../../db/connect.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import type { Gap } from '../gaps/model.ts'
import { campaignById, playbookAt } from '../playbooks/store.ts'
import { NO_SUM, sumOfRules, sumOfSums } from './by-kind.ts'
import { type Board, type CampaignAt, type NodeCounts, type RuleCounts, shareOf } from './model.ts'
import { findNode } from './nodes.ts'
import { gapsThen, gravestThen } from './past-gaps.ts'
import { campaignsAt, countsAt, countsBelow, gapsNow, insideOf, lanesAt } from './store.ts'
import { worstRules } from './worst-rules.ts'

/** What to look at: an area's code or a unit's id; a lane other than real life's; a past moment; how many gaps. */
export interface BoardRequest {
  tree: 'area' | 'unit'
  /** Left out: where people begin to look, the place at which the tree branches. */
  node?: string | undefined
  lane?: string | undefined
  at?: Date | null | undefined
  gaps?: number | undefined
}

/**
 * One node's picture, now or at any moment past. A node is read from its own rows and those of the nodes just below; its
 * gaps are listed where it lies inside one district, since above that there are only counts. AREA_UNKNOWN, UNIT_UNKNOWN.
 */
export async function readBoard(tx: Tx, _viewer: Viewer, now: Date, request: BoardRequest): Promise<Board> {
  const { tree } = request
  const lane = request.lane ?? ACTUAL
  const at = request.at ?? null
  const moment = at ?? now
  const self = await findNode(tx, tree, request.node ?? null, moment)
  const ask = { tree, lane, at }
  const rules = await countsAt(tx, ask, self.district, self.node)
  const counts = await countsBelow(tx, ask, self.below)
  // Above all roots there is no row of its own to read: what lies below is added up.
  const total = self.node === '' ? sumOfSums([...counts.values()]) : sumOfRules(rules)
  const campaigns = await campaignsAt(tx, self.district, lane, moment)
  const inside = insideOf(tx, tree, self, moment)
  const gaps: Gap[] = []
  for (const c of campaigns) {
    const limit = (request.gaps ?? 20) - gaps.length
    if (limit <= 0 || total.required === 0) break
    gaps.push(
      ...(at
        ? await gapsOf(tx, self.district, c, at, inside, rules, limit)
        : await gapsNow(tx, self.district, c.id, now, inside, null, limit)),
    )
  }
  return {
    tree,
    node: self.node,
    name: self.name,
    path: self.path,
    district: self.district,
    lane,
    at: moment,
    now: at === null,
    above: self.node === '' || self.below.some((b) => b.district !== self.district),
    total: { node: self.node, name: self.name, names: self.names, ...total, share: shareOf(total) },
    rules,
    campaigns,
    gaps,
    below: self.below.map(({ node, name, names }): NodeCounts => {
      const c = counts.get(node) ?? NO_SUM
      return { node, name, names, ...c, share: shareOf(c) }
    }),
    lanes: await lanesAt(tx, tree, self.district, self.node),
  }
}

/** The gravest gaps of a past moment, of which its counts tell under which few rules and of what kinds they were. */
async function gapsOf(
  tx: Tx,
  district: string,
  campaign: CampaignAt,
  at: Date,
  inside: Fragment,
  counts: RuleCounts[],
  limit: number,
): Promise<Gap[]> {
  const { id, playbook } = campaign
  const frozen = await playbookAt(tx, playbook, (await campaignById(tx, district, id))?.version)
  const risks = new Map(frozen?.rules.map((r) => [r.id, r.risk]))
  const own = counts.filter((c) => c.playbook === playbook)
  const worst = worstRules(own, risks, limit)
  const among = tx`${inside} and r.rule = any(${worst.map((c) => c.rule)}::text[])`
  const kinds = { unheld: worst.some((c) => c.unheld > 0), late: worst.some((c) => c.late > 0) }
  const places = await gravestThen(tx, district, campaign, at, among, kinds, limit)
  return gapsThen(tx, district, campaign, at, tx`${among} and r.subject = any(${places}::uuid[])`, limit)
}

import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countsFrom, eachCount } from './count-columns.ts'
import type { Counts } from './counts.ts'

/** Which counts are asked for. `at` null: as they stand. */
export interface Ask {
  tree: 'area' | 'unit'
  lane: string
  at: Date | null
}

/** The counts of one rule at a node. */
export interface NodeRule extends Counts {
  district: string
  node: string
  playbook: string
  rule: string
}

/** Nodes of which the counts are asked for, each in its district. */
type AskedNodes = readonly { district: string; node: string }[]

/**
 * The counts of nodes by rule: what is added up already and what acts have inserted since. Now: the rows of coverage. Then: for
 * each of those keys the log's last row before, so that a long history costs one step down an index a rule; and of what is not
 * added up, what was inserted by then (primary keys, index coverage_delta_by_node).
 */
export async function standingCounts(tx: Tx, ask: Ask, nodes: AskedNodes): Promise<NodeRule[]> {
  const [one, ...more] = new Set(nodes.map((n) => n.district))
  if (one === undefined) return []
  return more.length === 0 ? countsWithin(tx, ask, one, nodes) : countsAcross(tx, ask, nodes)
}

/**
 * Of nodes of one district, which may be hundreds: they are looked for one after another, so that how many rows each has is
 * nothing that a plan need know.
 */
async function countsWithin(tx: Tx, { tree, lane, at }: Ask, district: string, nodes: AskedNodes): Promise<NodeRule[]> {
  const added = at
    ? tx`
      select k.playbook, k.rule, ${countsFrom(tx, 'l')} from coverage k, lateral (
        select ${countsFrom(tx, 'g')} from coverage_log g
        where g.district = ${district} and g.tree = ${tree} and g.node = t.node and g.lane = ${lane}
          and g.playbook = k.playbook and g.rule = k.rule and g.at <= ${at}
        order by g.at desc limit 1) l`
    : tx`select k.playbook, k.rule, ${countsFrom(tx, 'k')} from coverage k`
  return tx<NodeRule[]>`
    select ${district}::text as district, t.node, c.playbook, c.rule, ${eachCount(tx, (c) => `sum(c.${c})::int as ${c}`)}
    from ${rows(tx, nodes, { node: 'text' })}, lateral (
      ${added}
      where k.district = ${district} and k.tree = ${tree} and k.node = t.node and k.lane = ${lane}
      union all
      select d.playbook, d.rule, ${countsFrom(tx, 'd')} from coverage_delta d
      where d.district = ${district} and d.tree = ${tree} and d.node = t.node and d.lane = ${lane}
        ${at ? tx`and d.at <= ${at}` : tx``}
    ) c
    group by t.node, c.playbook, c.rule order by t.node, c.playbook, c.rule`
}

/**
 * Of nodes of several districts, of which there are some tens: by the districts and the nodes as two lists, since a distributed
 * database joins no list with what lies on several nodes of its own. A node is of one district.
 */
async function countsAcross(tx: Tx, { tree, lane, at }: Ask, nodes: AskedNodes): Promise<NodeRule[]> {
  const [districts, ids] = [[...new Set(nodes.map((n) => n.district))], [...new Set(nodes.map((n) => n.node))]]
  const these = (table: string) => tx`
    ${tx(table)}.district = any(${districts}::text[]) and ${tx(table)}.tree = ${tree} and ${tx(table)}.node = any(${ids}::text[])
      and ${tx(table)}.lane = ${lane}`
  const added = at
    ? tx`
      select k.district, k.node, k.playbook, k.rule, ${countsFrom(tx, 'l')} from coverage k cross join lateral (
        select ${countsFrom(tx, 'g')} from coverage_log g
        where g.district = k.district and g.tree = k.tree and g.node = k.node and g.lane = k.lane
          and g.playbook = k.playbook and g.rule = k.rule and g.at <= ${at}
        order by g.at desc limit 1) l`
    : tx`select k.district, k.node, k.playbook, k.rule, ${countsFrom(tx, 'k')} from coverage k`
  return tx<NodeRule[]>`
    select c.district, c.node, c.playbook, c.rule, ${eachCount(tx, (c) => `sum(c.${c})::int as ${c}`)} from (
      ${added} where ${these('k')}
      union all
      select d.district, d.node, d.playbook, d.rule, ${countsFrom(tx, 'd')} from coverage_delta d
      where ${these('d')} ${at ? tx`and d.at <= ${at}` : tx``}
    ) c
    group by c.district, c.node, c.playbook, c.rule order by c.district, c.node, c.playbook, c.rule`
}

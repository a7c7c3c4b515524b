import type { Fragment, Tx } from '../../db/connect.ts'
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

/**
 * The counts of nodes by rule: what is added up already and what acts have inserted since. Now: the rows of coverage. Then: for
 * each of those keys the log's last row before, so that a long history costs one step down an index a rule; and of what is not
 * added up, what was inserted by then (primary keys, index coverage_delta_by_node). Nodes are looked for one after another: how
 * many rows each has is nothing that a plan need know.
 */
export async function standingCounts(
  tx: Tx,
  { tree, lane, at }: Ask,
  nodes: readonly { district: string; node: string }[],
): Promise<NodeRule[]> {
  const districts = [...new Set(nodes.map((n) => n.district))]
  const here = (column: Fragment) =>
    districts.length === 1 ? tx`${column} = ${districts[0] as string}` : tx`${column} = any(${districts}::text[])`
  const added = at
    ? tx`
      select k.playbook, k.rule, ${countsFrom(tx, 'l')} from coverage k, lateral (
        select ${countsFrom(tx, 'g')} from coverage_log g
        where ${here(tx`g.district`)} and g.district = t.district and g.tree = ${tree} and g.node = t.node and g.lane = ${lane}
          and g.playbook = k.playbook and g.rule = k.rule and g.at <= ${at}
        order by g.at desc limit 1) l`
    : tx`select k.playbook, k.rule, ${countsFrom(tx, 'k')} from coverage k`
  return tx<NodeRule[]>`
    select t.district, t.node, c.playbook, c.rule, ${eachCount(tx, (c) => `sum(c.${c})::int as ${c}`)}
    from ${rows(tx, nodes, { district: 'text', node: 'text' })}, lateral (
      ${added}
      where ${here(tx`k.district`)} and k.district = t.district and k.tree = ${tree} and k.node = t.node and k.lane = ${lane}
      union all
      select d.playbook, d.rule, ${countsFrom(tx, 'd')} from coverage_delta d
      where ${here(tx`d.district`)} and d.district = t.district and d.tree = ${tree} and d.node = t.node and d.lane = ${lane}
        ${at ? tx`and d.at <= ${at}` : tx``}
    ) c
    group by t.district, t.node, c.playbook, c.rule order by t.district, t.node, c.playbook, c.rule`
}

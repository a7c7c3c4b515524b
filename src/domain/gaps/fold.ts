import { askAll } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noteChange } from '../audit/changes.ts'
import { countsFrom, eachCount, sumCounts } from './count-columns.ts'
import { COUNT_COLUMNS, type Counts } from './counts.ts'
import { insertDeltas, upward } from './coverage.ts'

/**
 * Adds up what acts have inserted for a district, in all lanes, and carries what changed at its top into the districts above,
 * where it is inserted in its turn and added up by the same step there. What is shown stays the same in each transaction: a node
 * is always its row and what was not added to it yet.
 */
export async function foldAndRise(tx: Tx, now: Date, lane: string, district: string): Promise<void> {
  await fold(tx, now, district)
  const risen = await takeRisen(tx, now, district)
  const above = Map.groupBy(
    risen.filter((r) => r.district !== null),
    (r) => r.district as string,
  )
  for (const [upper, own] of [...above].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await insertDeltas(
      tx,
      upper,
      tx`
        with recursive d as (
          select * from ${rows(tx, own, RISEN)}
        ), up (leaf, unit) as (
          select distinct node, node::uuid from d where tree = 'unit'
          ${upward(tx, now, upper)}
        )
        select tree, node, lane, playbook, rule, at, ${eachCount(tx)} from d where tree = 'area'
        union all
        select 'unit', up.unit::text, d.lane, d.playbook, d.rule, d.at, ${countsFrom(tx, 'd')}
          from d join up on up.leaf = d.node and d.tree = 'unit'`,
    )
    for (const each of new Set(own.map((r) => r.lane))) await noteChange(tx, each, [upper], 'gaps')
  }
  await askAll(tx, lane, [...above.keys()], 'rollup', now)
}

/**
 * Takes the rows of `coverage_delta` out and adds them to their nodes, and notes in the log how each node stood at the moments at
 * which it changed. Acts commit in another order than that of their moments: what comes late is put in where it belongs, and
 * added to what the log has of later moments. The stamps of the campaigns are moved likewise. Two at once do no harm, since a row
 * is deleted once; the step's claim lets only one work.
 */
export async function fold(tx: Tx, now: Date, district: string): Promise<void> {
  await tx`
    with taken as (
      delete from coverage_delta where district = ${district}
      returning tree, node, lane, playbook, rule, at, ${eachCount(tx)}
    ), change as materialized (
      select tree, node, lane, playbook, rule, at, ${sumCounts(tx)}
      from taken group by tree, node, lane, playbook, rule, at
    ), whole as materialized (
      select tree, node, lane, playbook, rule, min(at) as first, max(at) as last, ${sumCounts(tx)}
      from change group by tree, node, lane, playbook, rule
    ), stand as (
      insert into coverage (district, tree, node, lane, playbook, rule, ${eachCount(tx)}, rising, changed_at)
      select ${district}, tree, node, lane, playbook, rule, ${eachCount(tx)},
        case tree when 'area' then node = ${district} else not exists (select from unit_parent e
          where e.district = ${district} and e.unit = node::uuid and e.parent_district = ${district}
            and e.during @> ${now}::timestamptz) end, last
      from whole order by tree, node, lane, playbook, rule
      on conflict (district, tree, node, lane, playbook, rule) do update set
        ${eachCount(tx, (c) => `${c} = coverage.${c} + excluded.${c}`)}, rising = excluded.rising,
        changed_at = greatest(coverage.changed_at, excluded.changed_at)
    ), moments as (
      select c.*, ${eachCount(tx, (c) => `b.${c} as was_${c}`)} from change c left join lateral (
        select ${countsFrom(tx, 'g')} from coverage_log g
        where g.district = ${district} and g.tree = c.tree and g.node = c.node and g.lane = c.lane
          and g.playbook = c.playbook and g.rule = c.rule and g.at <= c.at
        order by g.at desc limit 1) b on true
      union all
      select w.tree, w.node, w.lane, w.playbook, w.rule, g.at, ${eachCount(tx, () => '0')}, ${countsFrom(tx, 'g')}
      from whole w, lateral (
        select at, ${eachCount(tx)} from coverage_log g
        where g.district = ${district} and g.tree = w.tree and g.node = w.node and g.lane = w.lane
          and g.playbook = w.playbook and g.rule = w.rule and g.at > w.first offset 0) g
    )
    insert into coverage_log (district, tree, node, lane, playbook, rule, at, ${eachCount(tx)})
    select ${district}, tree, node, lane, playbook, rule, at,
      ${eachCount(tx, (c) => `coalesce(max(was_${c}), 0) + sum(sum(${c})) over upto`)}
    from moments group by tree, node, lane, playbook, rule, at
    window upto as (partition by tree, node, lane, playbook, rule order by at)
    on conflict (district, tree, node, lane, playbook, rule, at) do update set
      ${eachCount(tx, (c) => `${c} = excluded.${c}`)}`
  await tx`
    with taken as (
      delete from stamp_delta where district = ${district} returning campaign, required, gaps
    )
    update campaign c set required_stamp = c.required_stamp + t.required, gap_stamp = c.gap_stamp + t.gaps
    from (select campaign, sum(required) as required, sum(gaps) as gaps from taken group by campaign) t
    where c.district = ${district} and c.id = t.campaign`
}

/** What changed at the top of a district, and the node above that takes it in; null where there is none. */
interface Risen extends Counts {
  tree: 'area' | 'unit'
  district: string | null
  node: string | null
  lane: string
  playbook: string
  rule: string
  at: Date
}

const RISEN = {
  tree: 'text',
  node: 'text',
  lane: 'text',
  playbook: 'text',
  rule: 'text',
  at: 'timestamptz',
  ...COUNT_COLUMNS,
} as const

/**
 * Marks what changed at the top of a district as taken in above (index coverage_rising), and tells what is to be added there: the
 * difference to what was taken in before, so that running it twice adds nothing.
 */
async function takeRisen(tx: Tx, now: Date, district: string): Promise<Risen[]> {
  return tx<Risen[]>`
    with changed as (
      select * from coverage where district = ${district} and rising order by tree, node, lane, playbook, rule for update
    ), taken as (
      update coverage c set ${eachCount(tx, (c) => `up_${c} = n.${c}`)}, rising = false
      from changed n
      where c.district = ${district}
        and (c.tree, c.node, c.lane, c.playbook, c.rule) = (n.tree, n.node, n.lane, n.playbook, n.rule)
      returning c.tree, c.node, c.lane, c.playbook, c.rule, c.changed_at as at,
        ${eachCount(tx, (c) => `n.${c} - n.up_${c} as ${c}`)}
    )
    select t.tree, above.district, above.node, t.lane, t.playbook, t.rule, t.at, ${countsFrom(tx, 't')}
    from taken t left join lateral (
      select a.district, a.code as node from area leaf join area a on a.code = leaf.parent
        where t.tree = 'area' and leaf.code = t.node
      union all
      select e.parent_district, e.parent::text from unit_parent e
        where e.district = ${district} and e.unit = case t.tree when 'unit' then t.node::uuid end and e.during @> ${now}::timestamptz
    ) above on true`
}

/** Districts with something to be added up or carried up that nobody asked for: what a look at everything finds. */
export async function districtsToFold(tx: Tx): Promise<string[]> {
  const found = await tx<{ district: string }[]>`
    select district from coverage_delta union select district from stamp_delta
    union select district from coverage where rising`
  return found.map((r) => r.district).sort()
}

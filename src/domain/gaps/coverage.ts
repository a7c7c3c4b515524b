import { ask } from '../../db/agenda.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noteChange } from '../audit/changes.ts'
import { anySum, countsFrom, eachCount, sumCounts } from './count-columns.ts'
import { anyCount, COUNT_COLUMNS } from './counts.ts'
import type { Delta } from './model.ts'

const DELTA = { area: 'text', unit: 'uuid', rule: 'text', ...COUNT_COLUMNS } as const

/**
 * Adds changes of the counts to every node above them inside the district, on both trees: as rows of `coverage_delta`, which
 * whoever reads a node adds to its row of `coverage` (see `standing-counts.ts`), and which the step `rollup` adds up (see
 * `fold.ts`). An act only inserts, and so waits for no other: nodes near the top are those of everybody.
 */
export async function addToCoverage(
  tx: Tx,
  now: Date,
  at: { district: string; lane: string; playbook: string },
  deltas: Delta[],
): Promise<void> {
  const [first] = deltas
  if (!first) return
  // Where one place's gap closed and its neighbour's opened the counts stay, and yet the map is another.
  await noteChange(tx, at.lane, [at.district], 'gaps')
  const changed = deltas.filter(anyCount)
  if (changed.length === 0) {
    await insertUnmoved(tx, now, at, first.rule)
  } else {
    await insertDeltas(
      tx,
      at.district,
      tx`
        with recursive d as (
          select * from ${rows(tx, changed, DELTA)}
        ), up (leaf, unit) as (
          select distinct unit, unit from d where unit is not null
          ${upward(tx, now, at.district)}
        )
        select 'area' as tree, a.code as node, ${at.lane} as lane, ${at.playbook} as playbook, d.rule, ${now}::timestamptz as at,
            ${countsFrom(tx, 'd')}
          from d join area leaf on leaf.code = d.area
            join area a on a.code = any(leaf.path) and a.district = ${at.district}
        union all
        select 'unit', up.unit::text, ${at.lane}, ${at.playbook}, d.rule, ${now}, ${countsFrom(tx, 'd')}
          from d join up on up.leaf = d.unit`,
    )
  }
  // Stamps wait to be added up as well, and no delta is left waiting: whoever inserts one asks for it.
  await ask(tx, at.lane, at.district, 'rollup', now)
}

/**
 * That it was counted though nothing moved: of 6 that are needed 1 holds and no longer 2. A past moment is worked out as of the last
 * that was counted, and would tell of 2.
 */
async function insertUnmoved(
  tx: Tx,
  now: Date,
  { district, lane, playbook }: { district: string; lane: string; playbook: string },
  rule: string,
): Promise<void> {
  await tx`
    insert into coverage_delta (district, tree, node, lane, playbook, rule, at, ${eachCount(tx)})
    values (${district}, 'area', ${district}, ${lane}, ${playbook}, ${rule}, ${now}, ${eachCount(tx, () => '0')})`
}

/** The step of a recursion `up (leaf, unit)` that climbs a district's tree of units to its top; a ring is gone round once. */
export const upward = (tx: Tx, now: Date, district: string): Fragment => tx`
  union
  select up.leaf, e.parent from up
    join unit_parent e on e.district = ${district} and e.unit = up.unit
      and e.during @> ${now}::timestamptz and e.parent_district = ${district}`

/**
 * Inserts what `nodes` says, a query of (tree, node, lane, playbook, rule, at, and each count) of one district. A
 * recursion is inside `nodes` and not beside it: a distributed database runs a part that writes, and what it is read from,
 * each by itself, and a recursion only where that part is of one district.
 */
export async function insertDeltas(tx: Tx, district: string, nodes: Fragment): Promise<void> {
  await tx`
    with nodes as materialized (${nodes})
    insert into coverage_delta (district, tree, node, lane, playbook, rule, at, ${eachCount(tx)})
    select ${district}, tree, node, lane, playbook, rule, at, ${sumCounts(tx)}
    from nodes group by tree, node, lane, playbook, rule, at
    having ${anySum(tx)}`
}

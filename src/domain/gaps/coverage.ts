import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noteChange } from '../audit/changes.ts'
import type { Delta } from './model.ts'

const DELTA = { area: 'text', unit: 'uuid', rule: 'text', required: 'int', unheld: 'int', late: 'int' } as const

/**
 * Adds changes of the counts to every node above them inside the district, on both trees, and notes in the log how each
 * node then stood. One statement, whatever the number of rows: the board reads a node's row and never counts below it.
 * Nodes are written in order of their key, so that two engines cannot wait for one another.
 */
export async function addToCoverage(
  tx: Tx,
  now: Date,
  at: { district: string; lane: string; playbook: string },
  deltas: Delta[],
): Promise<void> {
  // Where one place's gap closed and its neighbour's opened the counts stay, and yet the map is another.
  if (deltas.length > 0) await noteChange(tx, at.lane, [at.district], 'gaps')
  const changed = deltas.filter((d) => d.required !== 0 || d.unheld !== 0 || d.late !== 0)
  if (changed.length === 0) return
  await tx`
    with recursive d as (
      select * from ${rows(tx, changed, DELTA)}
    ), up (leaf, unit) as (
      select distinct unit, unit from d where unit is not null
      union all
      select up.leaf, e.parent from up
        join unit_parent e on e.district = ${at.district} and e.unit = up.unit
          and e.during @> ${now}::timestamptz and e.parent_district = ${at.district}
    ), nodes as (
      select 'area' as tree, a.code as node, d.rule, d.required, d.unheld, d.late
        from d join area leaf on leaf.code = d.area
          join area a on a.code = any(leaf.path) and a.district = ${at.district}
      union all
      select 'unit', up.unit::text, d.rule, d.required, d.unheld, d.late from d join up on up.leaf = d.unit
    ), stand as (
      insert into coverage (district, tree, node, lane, playbook, rule, required, unheld, late, rising, changed_at)
      select ${at.district}, tree, node, ${at.lane}, ${at.playbook}, rule, sum(required), sum(unheld), sum(late),
          case tree when 'area' then node = ${at.district} else not exists (select from unit_parent e
            where e.district = ${at.district} and e.parent_district = ${at.district} and e.unit::text = node
              and e.during @> ${now}::timestamptz) end, ${now}
        from nodes group by tree, node, rule order by tree, node, rule
      on conflict (district, tree, node, lane, playbook, rule) do update set
        required = coverage.required + excluded.required, unheld = coverage.unheld + excluded.unheld,
        late = coverage.late + excluded.late, rising = excluded.rising, changed_at = excluded.changed_at
      returning tree, node, rule, required, unheld, late
    )
    insert into coverage_log (district, tree, node, lane, playbook, rule, at, required, unheld, late)
    select ${at.district}, tree, node, ${at.lane}, ${at.playbook}, rule, ${now}, required, unheld, late from stand
    on conflict (district, tree, node, lane, playbook, rule, at) do update set
      required = excluded.required, unheld = excluded.unheld, late = excluded.late`
  await ask(tx, at.lane, EVERYWHERE, 'rollup', now)
}

/**
 * Takes what changed at the top of districts one step up: into the area above, and into the unit above with those above
 * it in its own district. What is added is the difference to what was taken in before, so that running it twice adds
 * nothing. The nodes written are tops in their turn: it is run until it returns 0 (index coverage_rising).
 */
export async function rollUp(tx: Tx, now: Date, lane: string): Promise<number> {
  const [row] = await tx<{ n: number; districts: string[] }[]>`
    with recursive changed as (
      select * from coverage where lane = ${lane} and rising
      order by district, tree, node, playbook, rule for update skip locked
    ), taken as (
      update coverage c set up_required = n.required, up_unheld = n.unheld, up_late = n.late, rising = false
      from changed n
      where (c.district, c.tree, c.node, c.lane, c.playbook, c.rule)
        = (n.district, n.tree, n.node, n.lane, n.playbook, n.rule)
      returning c.district, c.tree, c.node, c.playbook, c.rule,
        n.required - n.up_required as required, n.unheld - n.up_unheld as unheld, n.late - n.up_late as late
    ), up (leaf, district, unit) as (
      select distinct t.node, e.parent_district, e.parent from taken t
        join unit_parent e on t.tree = 'unit' and e.district = t.district and e.unit::text = t.node
          and e.during @> ${now}::timestamptz
      union all
      select up.leaf, e.parent_district, e.parent from up
        join unit_parent e on e.district = up.district and e.unit = up.unit and e.parent_district = up.district
          and e.during @> ${now}::timestamptz
    ), nodes as (
      select a.district, 'area' as tree, a.code as node, t.playbook, t.rule, t.required, t.unheld, t.late
        from taken t join area leaf on t.tree = 'area' and leaf.code = t.node join area a on a.code = leaf.parent
      union all
      select up.district, 'unit', up.unit::text, t.playbook, t.rule, t.required, t.unheld, t.late
        from taken t join up on t.tree = 'unit' and up.leaf = t.node
    ), stand as (
      insert into coverage (district, tree, node, lane, playbook, rule, required, unheld, late, rising, changed_at)
      select district, tree, node, ${lane}, playbook, rule, sum(required), sum(unheld), sum(late), true, ${now}
        from nodes group by district, tree, node, playbook, rule order by district, tree, node, playbook, rule
      on conflict (district, tree, node, lane, playbook, rule) do update set
        required = coverage.required + excluded.required, unheld = coverage.unheld + excluded.unheld,
        late = coverage.late + excluded.late, rising = true, changed_at = excluded.changed_at
      returning *
    ), logged as (
      insert into coverage_log (district, tree, node, lane, playbook, rule, at, required, unheld, late)
      select district, tree, node, lane, playbook, rule, ${now}, required, unheld, late from stand
      on conflict (district, tree, node, lane, playbook, rule, at) do update set
        required = excluded.required, unheld = excluded.unheld, late = excluded.late
    )
    select (select count(*)::int from taken) as n, array(select distinct district from stand order by 1) as districts`
  await noteChange(tx, lane, row?.districts ?? [], 'gaps')
  return row?.n ?? 0
}

/** A unit where it stands in the tree. */
interface Node {
  district: string
  id: string
}

/**
 * What follows a unit's new place in the tree, inside its transaction: everything counted at it is taken from the nodes
 * above its old place and added above its new one; the log keeps both as they were. Above the top of a district that is
 * what was taken in before and what rollUp will take in next. The campaigns are locked first, so that no act counts
 * along the old way after this has looked.
 */
export async function moveCoverage(tx: Tx, now: Date, unit: Node, from: Node | null, to: Node): Promise<void> {
  await tx`select from campaign where district = ${unit.district} and ends = 'infinity' order by id for update`
  if (from) await shiftAbove(tx, now, unit, from, -1)
  const inside = to.district === unit.district
  await tx`
    update coverage set up_required = 0, up_unheld = 0, up_late = 0, rising = ${!inside}
    where district = ${unit.district} and tree = 'unit' and node = ${unit.id}`
  if (inside) await shiftAbove(tx, now, unit, to, 1)
  await tx`
    insert into agenda (lane, district, step, at)
    select distinct lane, ${EVERYWHERE}, 'rollup', ${now}::timestamptz from coverage
    where district = ${unit.district} and tree = 'unit' and node = ${unit.id}
    on conflict (lane, district, step) do update set at = least(agenda.at, excluded.at)`
}

/** Adds a unit's counts, or takes them away, from a parent upward to the top of the parent's district. */
async function shiftAbove(tx: Tx, now: Date, unit: Node, parent: Node, sign: 1 | -1): Promise<void> {
  const inside = parent.district === unit.district
  await tx`
    with recursive up (unit) as (
      select ${parent.id}::uuid
      union all
      select e.parent from up
        join unit_parent e on e.district = ${parent.district} and e.unit = up.unit
          and e.during @> ${now}::timestamptz and e.parent_district = ${parent.district}
    ), counts as (
      select lane, playbook, rule, ${sign} * case when ${inside} then required else up_required end as required,
        ${sign} * case when ${inside} then unheld else up_unheld end as unheld,
        ${sign} * case when ${inside} then late else up_late end as late
      from coverage where district = ${unit.district} and tree = 'unit' and node = ${unit.id} for update
    ), stand as (
      insert into coverage (district, tree, node, lane, playbook, rule, required, unheld, late, rising, changed_at)
      select ${parent.district}, 'unit', up.unit::text, c.lane, c.playbook, c.rule, c.required, c.unheld, c.late,
          not exists (select from unit_parent e where e.district = ${parent.district} and e.unit = up.unit
            and e.parent_district = ${parent.district} and e.during @> ${now}::timestamptz), ${now}
        from counts c, up order by 3, 4, 5, 6
      on conflict (district, tree, node, lane, playbook, rule) do update set
        required = coverage.required + excluded.required, unheld = coverage.unheld + excluded.unheld,
        late = coverage.late + excluded.late, rising = excluded.rising, changed_at = excluded.changed_at
      returning district, tree, node, lane, playbook, rule, required, unheld, late
    )
    insert into coverage_log (district, tree, node, lane, playbook, rule, at, required, unheld, late)
    select district, tree, node, lane, playbook, rule, ${now}, required, unheld, late from stand
    on conflict (district, tree, node, lane, playbook, rule, at) do update set
      required = excluded.required, unheld = excluded.unheld, late = excluded.late`
}

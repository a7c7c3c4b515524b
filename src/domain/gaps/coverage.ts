import { ask, EVERYWHERE } from '../../db/agenda.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { asideItems, byHalves, setAside } from '../../db/set-aside.ts'
import { noteChange } from '../audit/changes.ts'
import type { Delta } from './model.ts'

const DELTA = { area: 'text', unit: 'uuid', rule: 'text', required: 'int', unheld: 'int', late: 'int' } as const
const COUNTED = { lane: 'text', playbook: 'text', rule: 'text', required: 'int', unheld: 'int', late: 'int' } as const

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
  await addAt(
    tx,
    now,
    at.district,
    tx`
      with recursive d as (
        select * from ${rows(tx, changed, DELTA)}
      ), up (leaf, unit) as (
        select distinct unit, unit from d where unit is not null
        ${upward(tx, now, at.district)}
      )
      select 'area' as tree, a.code as node, ${at.lane} as lane, ${at.playbook} as playbook, d.rule, d.required, d.unheld, d.late
        from d join area leaf on leaf.code = d.area
          join area a on a.code = any(leaf.path) and a.district = ${at.district}
      union all
      select 'unit', up.unit::text, ${at.lane}, ${at.playbook}, d.rule, d.required, d.unheld, d.late
        from d join up on up.leaf = d.unit`,
  )
  await ask(tx, at.lane, EVERYWHERE, 'rollup', now)
}

/** The step of a recursion `up (leaf, unit)` that climbs a district's tree of units to its top. */
const upward = (tx: Tx, now: Date, district: string): Fragment => tx`
  union all
  select up.leaf, e.parent from up
    join unit_parent e on e.district = ${district} and e.unit = up.unit
      and e.during @> ${now}::timestamptz and e.parent_district = ${district}`

/**
 * Adds to nodes of one district what `nodes` says, a query of (tree, node, lane, playbook, rule, required, unheld, late), and
 * notes how each then stands. A recursion is inside `nodes` and not beside it: a distributed database runs a part that
 * writes, and what it is read from, each by itself, and a recursion only where that part is of one district.
 */
async function addAt(tx: Tx, now: Date, district: string, nodes: Fragment): Promise<void> {
  await tx`
    with nodes as materialized (${nodes}), stand as (
      insert into coverage (district, tree, node, lane, playbook, rule, required, unheld, late, rising, changed_at)
      select ${district}, tree, node, lane, playbook, rule, sum(required), sum(unheld), sum(late),
          case tree when 'area' then node = ${district} else not exists (select from unit_parent e
            where e.district = ${district} and e.parent_district = ${district} and e.unit::text = node
              and e.during @> ${now}::timestamptz) end, ${now}
        from nodes group by tree, node, lane, playbook, rule order by tree, node, lane, playbook, rule
      on conflict (district, tree, node, lane, playbook, rule) do update set
        required = coverage.required + excluded.required, unheld = coverage.unheld + excluded.unheld,
        late = coverage.late + excluded.late, rising = excluded.rising, changed_at = excluded.changed_at
      returning tree, node, lane, playbook, rule, required, unheld, late
    )
    insert into coverage_log (district, tree, node, lane, playbook, rule, at, required, unheld, late)
    select ${district}, tree, node, lane, playbook, rule, ${now}, required, unheld, late from stand
    on conflict (district, tree, node, lane, playbook, rule, at) do update set
      required = excluded.required, unheld = excluded.unheld, late = excluded.late`
}

/** What changed at the top of a district, and the node above that takes it in; null where there is none. */
interface Risen {
  tree: 'area' | 'unit'
  district: string | null
  node: string | null
  playbook: string
  rule: string
  required: number
  unheld: number
  late: number
}

const RISEN = {
  tree: 'text',
  node: 'text',
  playbook: 'text',
  rule: 'text',
  required: 'int',
  unheld: 'int',
  late: 'int',
} as const

/**
 * Takes what changed at the top of districts one step up: into the area above, and into the unit above with those above
 * it in its own district. What is added is the difference to what was taken in before, so that running it twice adds
 * nothing. The nodes written are tops in their turn: it is run until it returns 0 (index coverage_rising).
 *
 * A statement for each district that changed and for each above, and not one for all: each is of one node of a distributed
 * database, which alone can lock rows and pass over those that an act holds. A district of which that fails is set aside
 * with its reason, and those beside it are taken up.
 */
export async function rollUp(tx: Tx, now: Date, lane: string): Promise<number> {
  const at = { lane, step: 'rollup' } as const
  const item = (district: string) => `district ${district}`
  const aside = await asideItems(tx, EVERYWHERE, at)
  const rising = await tx<{ district: string }[]>`
    select distinct district from coverage where lane = ${lane} and rising order by district`
  const changed = rising.map((row) => row.district).filter((district) => !aside.has(item(district)))
  let risen = 0
  const failed = await byHalves(tx, changed, async (inner, districts) => {
    risen += await carryUp(inner, now, lane, districts)
  })
  const faults = failed.map(({ item: district, error }) => ({ district: EVERYWHERE, item: item(district), error }))
  await setAside(tx, now, at, faults)
  return risen
}

/** Takes what changed at the top of these districts one step up; returns how many counts. */
async function carryUp(tx: Tx, now: Date, lane: string, changed: readonly string[]): Promise<number> {
  const risen = (await Promise.all(changed.map((district) => takeRisen(tx, now, lane, district)))).flat()
  const above = Map.groupBy(
    risen.filter((r) => r.district !== null),
    (r) => r.district as string,
  )
  const districts = [...above.keys()].sort()
  for (const district of districts) {
    await addAt(
      tx,
      now,
      district,
      tx`
        with recursive d as (
          select * from ${rows(tx, above.get(district) ?? [], RISEN)}
        ), up (leaf, unit) as (
          select distinct node, node::uuid from d where tree = 'unit'
          ${upward(tx, now, district)}
        )
        select tree, node, ${lane} as lane, playbook, rule, required, unheld, late from d where tree = 'area'
        union all
        select 'unit', up.unit::text, ${lane}, d.playbook, d.rule, d.required, d.unheld, d.late
          from d join up on up.leaf = d.node and d.tree = 'unit'`,
    )
  }
  await noteChange(tx, lane, districts, 'gaps')
  return risen.length
}

/** Marks what changed at the top of a district as taken in above, but for rows that an act is counting in just now. */
async function takeRisen(tx: Tx, now: Date, lane: string, district: string): Promise<Risen[]> {
  return tx<Risen[]>`
    with changed as (
      select * from coverage where district = ${district} and lane = ${lane} and rising
      order by tree, node, playbook, rule for update skip locked
    ), taken as (
      update coverage c set up_required = n.required, up_unheld = n.unheld, up_late = n.late, rising = false
      from changed n
      where c.district = ${district}
        and (c.tree, c.node, c.lane, c.playbook, c.rule) = (n.tree, n.node, n.lane, n.playbook, n.rule)
      returning c.tree, c.node, c.playbook, c.rule,
        n.required - n.up_required as required, n.unheld - n.up_unheld as unheld, n.late - n.up_late as late
    )
    select t.tree, above.district, above.node, t.playbook, t.rule, t.required, t.unheld, t.late
    from taken t left join lateral (
      select a.district, a.code as node from area leaf join area a on a.code = leaf.parent
        where t.tree = 'area' and leaf.code = t.node
      union all
      select e.parent_district, e.parent::text from unit_parent e
        where t.tree = 'unit' and e.district = ${district} and e.unit::text = t.node and e.during @> ${now}::timestamptz
    ) above on true`
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
    where district = ${unit.district} and tree = 'unit' and node = ${unit.id}`
}

/** Adds a unit's counts, or takes them away, from a parent upward to the top of the parent's district. */
async function shiftAbove(tx: Tx, now: Date, unit: Node, parent: Node, sign: 1 | -1): Promise<void> {
  const inside = parent.district === unit.district
  const counts = await tx<Record<keyof typeof COUNTED, string | number>[]>`
    select lane, playbook, rule, ${sign} * ${inside ? tx`required` : tx`up_required`} as required,
      ${sign} * ${inside ? tx`unheld` : tx`up_unheld`} as unheld, ${sign} * ${inside ? tx`late` : tx`up_late`} as late
    from coverage where district = ${unit.district} and tree = 'unit' and node = ${unit.id}
    order by lane, playbook, rule for update`
  if (counts.length === 0) return
  await addAt(
    tx,
    now,
    parent.district,
    tx`
      with recursive up (leaf, unit) as (
        select ${parent.id}::uuid, ${parent.id}::uuid
        ${upward(tx, now, parent.district)}
      )
      select 'unit' as tree, up.unit::text as node, lane, playbook, rule, required, unheld, late
      from ${rows(tx, counts, COUNTED)}, up`,
  )
}

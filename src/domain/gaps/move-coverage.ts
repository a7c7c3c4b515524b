import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countAlone } from '../../db/turn.ts'
import { eachCount } from './count-columns.ts'
import { COUNT_COLUMNS } from './counts.ts'
import { insertDeltas, upward } from './coverage.ts'
import { fold } from './fold.ts'

const COUNTED = { lane: 'text', playbook: 'text', rule: 'text', ...COUNT_COLUMNS } as const

/** A unit where it stands in the tree. */
interface Node {
  district: string
  id: string
}

/**
 * What follows a unit's new place in the tree, inside its transaction: everything counted at it is taken from the nodes
 * above its old place and added above its new one; the log keeps both as they were. Above the top of a district that is
 * what was taken in before and what `foldAndRise` will take in next. Alone in the district, so that no act counts
 * along the old way after this has looked.
 */
export async function moveCoverage(tx: Tx, now: Date, unit: Node, from: Node | null, to: Node): Promise<void> {
  await countAlone(tx, unit.district)
  await fold(tx, now, unit.district)
  if (from) await shiftAbove(tx, now, unit, from, -1)
  const inside = to.district === unit.district
  await tx`
    update coverage set ${eachCount(tx, (c) => `up_${c} = 0`)}, rising = ${!inside}
    where district = ${unit.district} and tree = 'unit' and node = ${unit.id}`
  if (inside) await shiftAbove(tx, now, unit, to, 1)
  const lanes = await tx<{ lane: string }[]>`
    select distinct lane from coverage where district = ${unit.district} and tree = 'unit' and node = ${unit.id} order by lane`
  for (const { lane } of lanes) {
    await ask(tx, lane, unit.district, 'rollup', now)
    if (from && from.district !== unit.district) await ask(tx, lane, from.district, 'rollup', now)
  }
}

/** Adds a unit's counts, or takes them away, from a parent upward to the top of the parent's district. */
async function shiftAbove(tx: Tx, now: Date, unit: Node, parent: Node, sign: 1 | -1): Promise<void> {
  const inside = parent.district === unit.district
  const counts = await tx<Record<keyof typeof COUNTED, string | number>[]>`
    select lane, playbook, rule, ${eachCount(tx, (c) => `${sign} * ${inside ? '' : 'up_'}${c} as ${c}`)}
    from coverage where district = ${unit.district} and tree = 'unit' and node = ${unit.id}
    order by lane, playbook, rule for update`
  if (counts.length === 0) return
  await insertDeltas(
    tx,
    parent.district,
    tx`
      with recursive up (leaf, unit) as (
        select ${parent.id}::uuid, ${parent.id}::uuid
        ${upward(tx, now, parent.district)}
      )
      select 'unit' as tree, up.unit::text as node, lane, playbook, rule, ${now}::timestamptz as at, ${eachCount(tx)}
      from ${rows(tx, counts, COUNTED)}, up`,
  )
}

import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { unitsAbove } from '../../people/tree.ts'
import { type Box, extentOf } from '../../places/ground.ts'
import { areaByCode } from '../../places/store.ts'
import { findNode } from '../nodes.ts'

/**
 * Where a node lies: the box round its area, and round the places in it where no border is known. A unit lies where the
 * area does that it answers for, or the nearest unit above it. `node` null: where people begin to look, which is all roots
 * of the areas where there are several. Null: nothing of it is on the map. AREA_UNKNOWN, UNIT_UNKNOWN.
 */
export async function readExtent(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  tree: 'area' | 'unit',
  node: string | null,
): Promise<Box | null> {
  if (node === null) {
    const top = await findNode(tx, tree, null, now)
    return top.node === ''
      ? extentOf(
          tx,
          top.below.map((below) => below.node),
        )
      : readExtent(tx, _viewer, now, tree, top.node)
  }
  if (tree === 'area') {
    const area = await areaByCode(tx, node)
    if (!area) throw new MusterError('AREA_UNKNOWN', { code: node })
    return extentOf(tx, [area.code])
  }
  const unit = await unitAnywhere(tx, node)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: node })
  const area = unit.area ?? (await areaAbove(tx, unit, now))
  return area === null ? null : extentOf(tx, [area])
}

/** The area of the nearest unit above that has one. */
async function areaAbove(tx: Tx, unit: { district: string; id: string }, now: Date): Promise<string | null> {
  return (await unitsAbove(tx, unit, now)).findLast((u) => u.area !== null)?.area ?? null
}

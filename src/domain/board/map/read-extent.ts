import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import { unitAnywhere } from '../../people/store.ts'
import { type Box, extentOf } from '../../places/ground.ts'
import { areaByCode } from '../../places/store.ts'

/**
 * Where a node lies: the box round its area, and round the places in it where no border is known. A unit lies where the
 * area does that it answers for, or the nearest unit above it. Null: nothing of it is on the map. AREA_UNKNOWN,
 * UNIT_UNKNOWN.
 */
export async function readExtent(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  tree: 'area' | 'unit',
  node: string,
): Promise<Box | null> {
  if (tree === 'area') {
    const area = await areaByCode(tx, node)
    if (!area) throw new MusterError('AREA_UNKNOWN', { code: node })
    return extentOf(tx, area.code)
  }
  const unit = await unitAnywhere(tx, node)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: node })
  const area = unit.area ?? (await areaAbove(tx, unit, now))
  return area === null ? null : extentOf(tx, area)
}

/** The area of the nearest unit above that has one (primary key of unit_parent). */
async function areaAbove(tx: Tx, unit: { district: string; id: string }, now: Date): Promise<string | null> {
  const [row] = await tx<{ area: string | null }[]>`
    with recursive up (district, unit, area, step) as (
      select ${unit.district}::text, ${unit.id}::uuid, null::text, 0
      union all
      select e.parent_district, e.parent, u.area, up.step + 1 from up
        join unit_parent e on e.district = up.district and e.unit = up.unit and e.during @> ${now}::timestamptz
        join unit u on u.district = e.parent_district and u.id = e.parent
      where up.area is null
    ) select area from up where area is not null order by step limit 1`
  return row?.area ?? null
}

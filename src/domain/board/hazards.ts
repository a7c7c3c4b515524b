import { MusterError } from '../../base/errors.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { type HazardTold, hazardCourse, hazardsShown, type ShownHazard } from '../hazards/read.ts'
import { unitAnywhere } from '../people/store.ts'
import { areasIn, unitsIn } from './lists/ask.ts'
import { all } from './lists/walk.ts'
import { findNode, type Standing } from './nodes.ts'

/** Which hazards are asked for: at a node, on one place or one dam; now, or as they were known at a moment. */
export interface HazardsRequest {
  tree: 'area' | 'unit'
  node?: string | undefined
  lane: string
  at?: Date | undefined
  place?: string | undefined
  /** Those that are over as well. */
  over?: boolean | undefined
}

export interface HazardsFound {
  items: ShownHazard[]
  /** There are more than are shown. */
  more: boolean
}

/** A node has this many hazards on its map at most; a county in a large flood has some tens. */
const MOST = 500

/** The hazards at a node, the gravest first. AREA_UNKNOWN, UNIT_UNKNOWN. */
export async function readHazards(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  { tree, node, lane, at, place, over = false }: HazardsRequest,
): Promise<HazardsFound> {
  const moment = at ?? now
  const self = await findNode(tx, tree, node ?? null, moment)
  const where = all(tx, [
    (await hazardsInside(tx, { tree, self, lane, moment })).where,
    place !== undefined && tx`h.subject = ${place}::uuid`,
  ])
  const found = await hazardsShown(tx, { lane, at: at ?? null, where, over, limit: MOST + 1 })
  return { items: found.slice(0, MOST), more: found.length > MOST }
}

/** One hazard with its course, now or as it was known at a moment. HAZARD_UNKNOWN. */
export async function readHazard(
  tx: Tx,
  _viewer: Viewer,
  now: Date,
  { district, id, lane, at }: { district: string; id: string; lane: string; at?: Date | undefined },
): Promise<ShownHazard & { course: HazardTold[] }> {
  const where = tx`h.district = ${district} and h.id = ${id}::uuid`
  const [hazard] = await hazardsShown(tx, { lane, at: at ?? null, where, over: true, limit: 1 })
  if (!hazard) throw new MusterError('HAZARD_UNKNOWN', { hazard: id })
  return { ...hazard, course: await hazardCourse(tx, district, id, at ?? now) }
}

/**
 * That a hazard `h` lies at or below a node. A unit's are those of the places that it answers for: where something is required of it,
 * or where it or one of its people has a duty. (In an object: a fragment that is awaited would be run.)
 */
export async function hazardsInside(
  tx: Tx,
  { tree, self, lane, moment }: { tree: 'area' | 'unit'; self: Standing; lane: string; moment: Date },
): Promise<{ where: Fragment }> {
  const { node, district, whole } = self
  if (tree === 'area') {
    if (node === '') return { where: tx`true` }
    if (!whole) return { where: tx`h.district = ${district} and p.area = any(${await areasIn(tx, node)}::text[])` }
    const above = self.below.some((b) => b.district !== district)
    const below = tx`select b.district from area b where b.path @> ${[node]}::text[]`
    return { where: above ? tx`h.district in (${below})` : tx`h.district = ${district}` }
  }
  const unit = node === '' ? null : await unitAnywhere(tx, node)
  if (!unit) return { where: tx`true` }
  const units = await unitsIn(tx, unit, moment)
  const where = tx`h.district = ${district} and (exists (
      select from requirement r where r.district = h.district and r.subject = h.subject and r.unit = any(${units}::uuid[])
    ) or exists (
      select from duty d where d.district = h.district and d.subject = h.subject and d.lane in (${ACTUAL}, ${lane})
        and d.starts <= ${moment} and d.ends > ${moment} and (d.holder = any(${units}::uuid[]) or exists (
          select from membership m where m.district = d.district and m.person = d.holder and m.unit = any(${units}::uuid[])
            and m.starts <= ${moment} and m.ends > ${moment}))))`
  return { where }
}

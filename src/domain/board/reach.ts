import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { unitAnywhere } from '../people/store.ts'
import { areaByCode } from '../places/store.ts'
import { findNode } from './nodes.ts'

/** Where a node lies, for those who want to know what may change what is seen of it. */
export interface Reach {
  tree: 'area' | 'unit'
  /** An area's code or a unit's id. */
  node: string
  district: string
  /** There are other districts below it: it is a province or the nation, or an organisation's committee for one. */
  above: boolean
}

/** Where people begin to look, who name no node; null: above several roots. */
export async function topReach(tx: Tx, tree: 'area' | 'unit', at: Date): Promise<Reach | null> {
  const { node } = await findNode(tx, tree, null, at)
  return node === '' ? null : reachOf(tx, tree, node)
}

/** AREA_UNKNOWN, UNIT_UNKNOWN. (area_by_parent, unit_parent_by_parent) */
export async function reachOf(tx: Tx, tree: 'area' | 'unit', key: string): Promise<Reach> {
  if (tree === 'area') {
    const area = await areaByCode(tx, key)
    if (!area) throw new MusterError('AREA_UNKNOWN', { code: key })
    const [other] = await tx`select from area where parent = ${area.code} and district <> ${area.district} limit 1`
    return { tree, node: area.code, district: area.district, above: other !== undefined }
  }
  const unit = await unitAnywhere(tx, key)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: key })
  const [other] = await tx`
    select from unit_parent where parent = ${unit.id} and district <> ${unit.district} and ends = 'infinity' limit 1`
  return { tree, node: unit.id, district: unit.district, above: other !== undefined }
}

import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { isTeam } from '../people/model.ts'
import { childUnits, unitAnywhere, unitsOfAreas } from '../people/store.ts'
import { unitsAbove } from '../people/tree.ts'
import type { Area } from '../places/model.ts'
import { areaByCode, areasBelow, areasByCodes } from '../places/store.ts'
import type { NamedNode } from './model.ts'

/** Where a board stands: a node, what lies above it, and the nodes just below whose counts it shows. */
export interface Standing extends NamedNode {
  district: string
  /** It is the district itself, or the uppermost unit that answers for all of it: all its rows are below it. */
  whole: boolean
  /** The area itself, or the one that the unit answers for; null: none. */
  area: string | null
  path: NamedNode[]
  below: (NamedNode & { district: string })[]
}

/** Finds a node of a tree at an instant; without a key, where people begin to look. AREA_UNKNOWN, UNIT_UNKNOWN. */
export async function findNode(tx: Tx, tree: 'area' | 'unit', key: string | null, at: Date): Promise<Standing> {
  if (tree === 'area') {
    const area = key === null ? await topArea(tx) : await areaByCode(tx, key)
    if (!area && key !== null) throw new MusterError('AREA_UNKNOWN', { code: key })
    const below = (await areasBelow(tx, area?.code ?? null)).map((a) => ({ ...areaNode(a), district: a.district }))
    if (!area) return { ...ABOVE_ALL, below }
    const above = await areasByCodes(tx, area.path.slice(0, -1))
    const path = area.path.flatMap((code) => above.get(code) ?? []).map(areaNode)
    return {
      ...areaNode(area),
      district: area.district,
      whole: area.code === area.district,
      area: area.code,
      path,
      below,
    }
  }
  const id = key ?? (await topUnit(tx, at))
  const unit = id === null ? null : await unitAnywhere(tx, id)
  if (!unit) {
    if (key !== null) throw new MusterError('UNIT_UNKNOWN', { unit: key })
    return { ...ABOVE_ALL, below: [] }
  }
  // Where a team works, another unit goes on answering.
  const answers = isTeam(unit.kind) ? null : unit.area
  const [below, above] = [await childUnits(tx, unit.id, at), await unitsAbove(tx, unit, at)]
  return {
    ...unitNode(unit),
    district: unit.district,
    whole: answers === unit.district && above.every((u) => u.district !== unit.district),
    area: answers,
    path: above.map(unitNode),
    below: below.map((u) => ({ ...unitNode(u), district: u.district })),
  }
}

/** Above all roots: only the sums of what lies below are known there. */
const ABOVE_ALL: Standing = {
  node: '',
  name: '',
  names: {},
  district: '',
  whole: false,
  area: null,
  path: [],
  below: [],
}

/** The area that a tree with one trunk branches at; null where it has several roots, or none. */
async function topArea(tx: Tx): Promise<Area | null> {
  let top: Area | null = null
  for (;;) {
    const [only, another]: Area[] = await areasBelow(tx, top?.code ?? null, { after: '', limit: 2 })
    if (!only || another) return top
    top = only
  }
}

/** The uppermost unit that answers for the area at which people begin to look, or for one of those above or just below it. */
async function topUnit(tx: Tx, at: Date): Promise<string | null> {
  const area = await topArea(tx)
  const below = (await areasBelow(tx, area?.code ?? null)).map((a) => a.code)
  const [first] = await unitsOfAreas(tx, [...(area?.path ?? []), ...below], at)
  return first ? ((await unitsAbove(tx, first, at))[0]?.id ?? first.id) : null
}

const areaNode = (a: Area): NamedNode => ({ node: a.code, name: a.name, names: a.names })

const unitNode = (u: { id: string; name: string; names: Record<string, string> }): NamedNode => ({
  node: u.id,
  name: u.name,
  names: u.names,
})

import { MusterError } from '../../base/errors.ts'
import type { Tx } from '../../db/connect.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import type { Counts, Gap } from '../gaps/model.ts'
import { childUnits, unitAnywhere } from '../people/store.ts'
import { areaByCode, areasBelow } from '../places/store.ts'
import { type Board, type NodeCounts, shareOf } from './model.ts'
import { campaignsAt, countsAt, countsBelow, gapsNow, gapsThen, lanesAt } from './store.ts'

const NOTHING: Counts = { required: 0, unheld: 0, late: 0 }

/** What to look at: an area's code or a unit's id; a lane other than real life's; a past moment; how many gaps. */
export interface BoardRequest {
  tree: 'area' | 'unit'
  node: string
  lane?: string | undefined
  at?: Date | null | undefined
  gaps?: number | undefined
}

/**
 * One node's picture, now or at any moment past. A node is read from its own rows and those of the nodes just below; its
 * gaps are listed where it lies inside one district, since above that there are only counts. AREA_UNKNOWN, UNIT_UNKNOWN.
 */
export async function readBoard(tx: Tx, _viewer: Viewer, now: Date, request: BoardRequest): Promise<Board> {
  const { tree } = request
  const lane = request.lane ?? ACTUAL
  const at = request.at ?? null
  const moment = at ?? now
  const self = await findNode(tx, tree, request.node, moment)
  const ask = { tree, lane, at }
  const rules = await countsAt(tx, ask, self.district, self.node)
  const counts = await countsBelow(tx, ask, self.below)
  const total = rules.reduce(add, NOTHING)
  const campaigns = await campaignsAt(tx, self.district, lane, moment)
  const inside =
    tree === 'area'
      ? self.whole
        ? tx`true`
        : tx`r.area in (select code from area where path @> ${[self.node]}::text[])`
      : tx`r.unit in (with recursive down (unit) as (select ${self.node}::uuid union all select e.unit from down join unit_parent e
        on e.district = ${self.district} and e.parent = down.unit and e.during @> ${moment}::timestamptz) select unit from down)`
  const gaps: Gap[] = []
  for (const c of campaigns) {
    const limit = (request.gaps ?? 20) - gaps.length
    if (limit <= 0 || total.required === 0) break
    gaps.push(
      ...(at
        ? await gapsThen(tx, self.district, c, at, inside, limit)
        : await gapsNow(tx, self.district, c.id, now, inside, null, limit)),
    )
  }
  return {
    tree,
    node: self.node,
    name: self.name,
    district: self.district,
    lane,
    at: moment,
    now: at === null,
    total: { node: self.node, name: self.name, ...total, share: shareOf(total) },
    rules,
    campaigns,
    gaps,
    below: self.below.map((n): NodeCounts => {
      const c = counts.get(n.node) ?? NOTHING
      return { node: n.node, name: n.name, ...c, share: shareOf(c) }
    }),
    lanes: await lanesAt(tx, tree, self.district, self.node),
  }
}

interface Node {
  node: string
  name: string
  district: string
  /** It is the district itself: all its rows are below it. */
  whole: boolean
  below: { district: string; node: string; name: string }[]
}

async function findNode(tx: Tx, tree: 'area' | 'unit', key: string, at: Date): Promise<Node> {
  if (tree === 'area') {
    const area = await areaByCode(tx, key)
    if (!area) throw new MusterError('AREA_UNKNOWN', { code: key })
    const below = await areasBelow(tx, area.code)
    return {
      node: area.code,
      name: area.name,
      district: area.district,
      whole: area.code === area.district,
      below: below.map((a) => ({ district: a.district, node: a.code, name: a.name })),
    }
  }
  const unit = await unitAnywhere(tx, key)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: key })
  const below = await childUnits(tx, unit.id, at)
  return {
    node: unit.id,
    name: unit.name,
    district: unit.district,
    whole: false,
    below: below.map((u) => ({ district: u.district, node: u.id, name: u.name })),
  }
}

function add(a: Counts, b: Counts): Counts {
  return { required: a.required + b.required, unheld: a.unheld + b.unheld, late: a.late + b.late }
}

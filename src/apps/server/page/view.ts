import { oldestDue } from '../../../db/backlog.ts'
import type { Tx } from '../../../db/connect.ts'
import type { EngineName } from '../../../db/engines.ts'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { ACTUAL, type Viewer } from '../../../domain/audit/model.ts'
import { readHazards } from '../../../domain/board/hazards.ts'
import type { Board } from '../../../domain/board/model.ts'
import { type Overview, readOverview } from '../../../domain/board/overview.ts'
import { readBoard } from '../../../domain/board/read.ts'
import type { Area } from '../../../domain/places/model.ts'
import { areasBelow, areasByCodes, utcOffsetOf } from '../../../domain/places/store.ts'
import type { Playbook } from '../../../domain/playbooks/model.ts'
import { playbooks } from '../../../domain/playbooks/store.ts'
import type { Lang } from './words.ts'

const GAPS = 10

/** What the page is asked for. */
export interface Asked {
  node: string | undefined
  lane: string
  lang: Lang
}

/** How the program itself is: shown at the foot of every page. */
export interface Running {
  engine: EngineName
  now: Date
  /** Minutes east of Greenwich. */
  offset: number
  /** Since when the oldest work waits, put off or not; null: none does. */
  oldestDue: Date | null
}

/** An area's picture with all that is needed to say it in words. */
export interface Picture extends Overview {
  board: Board
  /** How many hazards stand there. */
  hazards: number
  /** From the root down to the area itself. */
  path: Area[]
  /** Every area that the page names. */
  areas: ReadonlyMap<string, Area>
  playbooks: ReadonlyMap<string, Playbook>
}

/** Either a picture; or several roots to choose from; or none, and nothing is loaded. */
export type Status = Running & { asked: Asked } & ({ picture: Picture } | { picture: null; roots: Area[] })

/** Reads all that the page shows, from one unchanging state of the data. AREA_UNKNOWN. */
export async function readStatus(tx: Tx, viewer: Viewer, engine: EngineName, now: Date, asked: Asked): Promise<Status> {
  const running = { engine, now, oldestDue: (await oldestDue(tx, ACTUAL, now))?.at ?? null }
  const roots = asked.node === undefined ? await areasBelow(tx, null) : []
  const node = asked.node ?? (roots.length === 1 ? await firstThatBranches(tx, roots[0] as Area) : undefined)
  if (node === undefined) return { ...running, asked, offset: await utcOffsetOf(tx, '', now), picture: null, roots }

  const then = await laneNow(tx, asked.lane, now)
  const board = await readBoard(tx, viewer, then, { tree: 'area', node, lane: asked.lane, gaps: GAPS })
  const { items: hazards } = await readHazards(tx, viewer, then, { tree: 'area', node, lane: asked.lane })
  const overview = await readOverview(tx, viewer, { area: board.node, lane: asked.lane, now: then, at: null })
  const self = (await areasByCodes(tx, [board.node])).get(board.node)
  const codes = [...(self?.path ?? []), ...board.below.map((n) => n.node), ...board.gaps.map((g) => g.area)]
  const areas = await areasByCodes(tx, [...codes, ...overview.campaigns.map((c) => c.district)])
  const path = (self?.path ?? []).flatMap((code) => areas.get(code) ?? [])
  const known = new Map((await playbooks(tx)).map((p) => [p.id, p]))
  const offset = await utcOffsetOf(tx, board.district, then)
  return {
    ...running,
    asked,
    offset,
    picture: { ...overview, board, hazards: hazards.length, path, areas, playbooks: known },
  }
}

/** Down from a root that has one area below it, to where there is something to choose: the rest is on the way back up. */
async function firstThatBranches(tx: Tx, root: Area): Promise<string> {
  let { code } = root
  for (;;) {
    const below = await areasBelow(tx, code)
    if (below.length !== 1 || !below[0]) return code
    code = below[0].code
  }
}

import { z } from 'zod'
import { laneNow } from '../../../domain/audit/lanes.ts'
import { actorText, type Viewer } from '../../../domain/audit/model.ts'
import { ALL } from '../../../domain/audit/topics.ts'
import { readNext } from '../../../domain/board/next.ts'
import { readOverview } from '../../../domain/board/overview.ts'
import { type Reach, reachOf, topReach } from '../../../domain/board/reach.ts'
import { readBoard } from '../../../domain/board/read.ts'
import { OverviewShape } from '../../client/live.ts'
import { BoardShape, NextShape } from '../../client/picture.ts'
import type { Context } from '../context.ts'
import { exerciseTold, warningTold } from './told.ts'

type Parts = Pick<Context, 'db' | 'clock' | 'feed' | 'shared'>

/** What is looked at: a node of a tree, without one where the tree branches first; in a lane; now, or as it was. */
export interface Seen {
  tree: 'area' | 'unit'
  node?: string | undefined
  lane: string
  at?: Date | undefined
}

/** Where a node lies; null for what lies above several roots. It changes only with the register. */
export async function reachFor({ db, clock, feed, shared }: Parts, { tree, node }: Seen): Promise<Reach | null> {
  const stampOf = () => feed.stampOf({ lane: ALL, districts: null, topics: ['register'] })
  return shared(`reach ${tree} ${node ?? ''}`, stampOf, () =>
    db.read((tx) => (node === undefined ? topReach(tx, tree, clock.now()) : reachOf(tx, tree, node))),
  )
}

/**
 * A node's board as JSON: one read and one text for all who look at it. It is drawn from the node's own rows and those
 * just below, which change together with its own; above the districts the step `rollup` tells of each that it wrote.
 * AREA_UNKNOWN, UNIT_UNKNOWN.
 */
export async function boardText(parts: Parts, viewer: Viewer, seen: Seen): Promise<string> {
  const { db, clock, feed, shared } = parts
  const { tree, node, lane, at } = seen
  const reach = await reachFor(parts, seen)
  const stampOf = () => feed.stampOf({ lane, districts: reach && [reach.district] })
  return shared(keyOf('board', viewer, seen), stampOf, () =>
    db.read(async (tx) => {
      const now = await laneNow(tx, lane, clock.now())
      const board = await readBoard(tx, viewer, now, { tree, node, lane, at })
      return JSON.stringify(z.encode(BoardShape, board))
    }),
  )
}

/** What to do next at a node, as JSON: everybody's list beside that board. AREA_UNKNOWN, UNIT_UNKNOWN. */
export async function nextText(parts: Parts, viewer: Viewer, seen: Seen): Promise<string> {
  const { db, clock, feed, shared } = parts
  const { tree, node, lane } = seen
  const reach = await reachFor(parts, seen)
  const stampOf = () => feed.stampOf({ lane, districts: reach && [reach.district] })
  return shared(keyOf('next', viewer, seen), stampOf, () =>
    db.read(async (tx) => {
      const now = await laneNow(tx, lane, clock.now())
      return JSON.stringify(z.encode(NextShape, await readNext(tx, viewer, now, { tree, node, lane })))
    }),
  )
}

/** The overview that goes beside a board, as JSON. All nodes inside a district have the same. AREA_UNKNOWN, UNIT_UNKNOWN. */
export async function overviewText(parts: Parts, viewer: Viewer, seen: Seen): Promise<string> {
  const { db, clock, feed, shared } = parts
  const { lane, at } = seen
  const reach = await reachFor(parts, seen)
  // A committee above the districts is that of its area: a province's rows are in the district of the province.
  const area = reach && (reach.above && reach.tree === 'area' ? reach.node : reach.district)
  const stampOf = async () => {
    const data = await feed.stampOf({ lane, districts: reach && !reach.above ? [reach.district] : null })
    return `${data} ${await feed.stampOf({ lane, districts: [], topics: ['exercise'] })}`
  }
  return shared(keyOf('overview', viewer, { tree: 'area', node: area ?? undefined, lane, at }), stampOf, () =>
    db.read(async (tx) => {
      const now = await laneNow(tx, lane, clock.now())
      const overview = await readOverview(tx, viewer, { area, lane, now, at: at ?? null })
      return JSON.stringify(
        z.encode(OverviewShape, {
          ...overview,
          warnings: overview.warnings.map(warningTold),
          exercise: overview.exercise && exerciseTold(overview.exercise),
        }),
      )
    }),
  )
}

/** Names all that an answer depends on, who looks included. */
function keyOf(what: string, viewer: Viewer, { tree, node, lane, at }: Seen): string {
  return JSON.stringify([what, actorText(viewer), tree, node ?? null, lane, at?.toISOString() ?? null])
}

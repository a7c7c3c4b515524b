import type { Tx } from '../../db/connect.ts'
import { type Exercise, exerciseOf, exerciseOnNow } from '../audit/exercises.ts'
import { ACTUAL, type Viewer } from '../audit/model.ts'
import { calloutsThen } from '../callouts/list.ts'
import { type CalloutProgress, parentsIn, progressOf } from '../callouts/progress.ts'
import type { KeptWarning } from '../warnings/store.ts'
import { warningsThen } from '../warnings/then.ts'
import { NO_SUM } from './by-kind.ts'
import { levelsThen } from './levels-then.ts'
import { type CampaignAt, type SummedCounts, shareOf } from './model.ts'
import { reachOf } from './reach.ts'
import { countsThen } from './store.ts'

/** An open campaign with its district's counts: seen from above there are as many as districts. */
export interface CampaignBelow extends CampaignAt, SummedCounts {
  district: string
  name: string
  names: Record<string, string>
  share: number | null
}

/** What goes on beside a board: what is in force below the area, who is being called, what came in last. */
export interface Overview {
  campaigns: CampaignBelow[]
  callouts: CalloutProgress[]
  warnings: KeptWarning[]
  /** The exercise of the lane; from real life, the one that goes on, if one does. */
  exercise: Exercise | null
}

/** Which overview: null as an area is from above all roots; `at` null is now. */
export interface OverviewRequest {
  area: string | null
  lane: string
  now: Date
  at: Date | null
}

const CAMPAIGNS = 20
const CALLOUTS = 4
const WARNINGS = 5

/** The newest of each, a screen's worth, now or as it stood; a call-out is counted from its own summonses, so few are shown. */
export async function readOverview(tx: Tx, _viewer: Viewer, request: OverviewRequest): Promise<Overview> {
  const { lane, now, at } = request
  const campaigns = await campaignsBelow(tx, request)
  const callouts: CalloutProgress[] = []
  for (const c of campaigns) {
    const newest = await calloutsThen(tx, c.district, c.id, at ?? now, CALLOUTS - callouts.length)
    if (newest.length === 0) continue
    const parents = await parentsIn(tx, c.district, at ?? now)
    for (const callout of newest) callouts.push(await progressOf(tx, callout, { now, at }, parents))
    if (callouts.length >= CALLOUTS) break
  }
  return {
    campaigns,
    callouts,
    warnings: await warningsThen(tx, lane, at, WARNINGS),
    exercise: lane === ACTUAL ? await exerciseOnNow(tx) : await exerciseOf(tx, lane),
  }
}

/**
 * The campaigns in force in the districts at, around or below an area, newest first, each with the counts of its district
 * (the keys of coverage and its log). From inside a district its own campaigns are told (primary key of campaign). From
 * above, whether a district lies below is asked of the lane's campaigns (campaign_by_time), of which there are few, and
 * not of the areas.
 */
async function campaignsBelow(tx: Tx, { area, lane, now, at }: OverviewRequest): Promise<CampaignBelow[]> {
  const moment = at ?? now
  const reach = area === null ? null : await reachOf(tx, 'area', area)
  const below = !reach ? tx`true` : reach.above ? tx`${area} = any(d.path)` : tx`c.district = ${reach.district}`
  const rows = await tx<(CampaignAt & { district: string; name: string; names: Record<string, string> })[]>`
    select c.district, d.name, d.names, c.id, c.lane, c.playbook, c.level, c.starts, null::timestamptz as ends
    from campaign c join area d on d.code = c.district
    where c.lane = ${lane} and c.starts <= ${moment} and c.ends > ${moment} and ${below}
    order by c.starts desc, c.id desc limit ${CAMPAIGNS}`
  const counts = await countsThen(tx, { lane, at }, rows)
  const levels = at ? await levelsThen(tx, rows, at) : new Map<string, string>()
  return rows.map((r) => {
    const own = counts.get(`${r.district} ${r.playbook}`) ?? NO_SUM
    return { ...r, level: levels.get(r.id) ?? r.level, ...own, share: shareOf(own) }
  })
}

import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { calloutsOf } from '../callouts/list.ts'
import type { CountedCallout } from '../callouts/read.ts'
import { countsOf } from '../callouts/store.ts'
import type { Counts } from '../gaps/model.ts'
import { type KeptWarning, warningsPage } from '../warnings/store.ts'
import { type CampaignAt, shareOf } from './model.ts'

/** An open campaign with its district's counts: seen from above there are as many as districts. */
export interface CampaignBelow extends CampaignAt, Counts {
  district: string
  name: string
  share: number | null
}

/** What goes on beside a board: what is in force below the area, who is being called, what came in last. */
export interface Overview {
  campaigns: CampaignBelow[]
  callouts: CountedCallout[]
  warnings: KeptWarning[]
}

const CAMPAIGNS = 20
const CALLOUTS = 4
const WARNINGS = 5

/** The newest of each, a screen's worth; counts of a call-out are of its own summonses, so few are shown. */
export async function readOverview(tx: Tx, _viewer: Viewer, area: string, lane: string): Promise<Overview> {
  const campaigns = await campaignsBelow(tx, area, lane)
  const callouts: CountedCallout[] = []
  for (const c of campaigns) {
    const newest = await calloutsOf(tx, c.district, c.id, null, CALLOUTS - callouts.length)
    for (const callout of newest) {
      callouts.push({ ...callout, counts: await countsOf(tx, c.district, lane, callout.id) })
    }
    if (callouts.length >= CALLOUTS) break
  }
  return { campaigns, callouts, warnings: await warningsPage(tx, lane, null, WARNINGS) }
}

/**
 * The open campaigns of the districts at, around or below an area, newest first, each with the counts of its district
 * (area_by_path, then campaign_open and the key of coverage). From inside a district its own campaigns are told.
 */
async function campaignsBelow(tx: Tx, area: string, lane: string): Promise<CampaignBelow[]> {
  const rows = await tx<Omit<CampaignBelow, 'share'>[]>`
    select c.district, d.name, c.id, c.lane, c.playbook, c.level, c.starts, null as ends,
      coalesce(sum(k.required), 0)::int as required, coalesce(sum(k.unheld), 0)::int as unheld,
      coalesce(sum(k.late), 0)::int as late
    from area d
      join campaign c on c.district = d.code and c.lane = ${lane} and c.ends = 'infinity'
      left join coverage k on k.district = c.district and k.tree = 'area' and k.node = c.district and k.lane = c.lane
        and k.playbook = c.playbook
    where d.path @> ${[area]}::text[] or d.code = (select district from area where code = ${area})
    group by c.district, d.name, c.id, c.lane, c.playbook, c.level, c.starts
    order by c.starts desc, c.id desc limit ${CAMPAIGNS}`
  return rows.map((r) => ({ ...r, share: shareOf(r) }))
}

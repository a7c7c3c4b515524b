import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import { laneNow } from '../audit/lanes.ts'
import type { Viewer } from '../audit/model.ts'
import type { Gap } from '../gaps/model.ts'
import { campaignById } from '../playbooks/store.ts'
import { gapsNow } from './store.ts'

const GapMark = z.tuple([z.number(), z.iso.datetime(), z.uuid(), z.string(), z.iso.datetime()])

/** Which gaps: a campaign's, of the whole district or of one area in it. */
export interface GapsRequest extends PageRequest {
  district: string
  campaign: string
  area?: string | undefined
}

/** What is not met now in a campaign, gravest and oldest first. CAMPAIGN_UNKNOWN, BAD_CURSOR. */
export async function readGaps(tx: Tx, _viewer: Viewer, wall: Date, request: GapsRequest): Promise<Page<Gap>> {
  const { district, campaign, area, limit } = request
  const after = keyOf(request.after, GapMark)
  const found = await campaignById(tx, district, campaign)
  if (!found) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign })
  const now = await laneNow(tx, found.lane, wall)
  const inside = area === undefined ? tx`true` : tx`r.area in (select code from area where path @> ${[area]}::text[])`
  const gaps = await gapsNow(tx, district, campaign, now, inside, after, limit + 1)
  return pageOf(gaps, limit, (g) => [g.risk, g.since, g.subject, g.rule, g.starts])
}

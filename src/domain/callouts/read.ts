import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import { calloutById, calloutsOf, type Silent, silentOf } from './list.ts'
import type { Callout, CalloutCounts } from './model.ts'
import { countsOf } from './store.ts'

const CalloutMark = z.tuple([z.coerce.date(), z.uuid()])

/** A call-out with the numbers of those called and of their answers. */
export type CountedCallout = Callout & { counts: CalloutCounts }

/** One call-out; CALLOUT_UNKNOWN. */
export async function findCallout(tx: Tx, _viewer: Viewer, district: string, id: string): Promise<Callout> {
  const callout = await calloutById(tx, district, id)
  if (!callout) throw new MusterError('CALLOUT_UNKNOWN', { callout: id })
  return callout
}

/** One call-out and how it is answered, counted from its summonses (primary key). CALLOUT_UNKNOWN. */
export async function readCallout(tx: Tx, viewer: Viewer, district: string, id: string): Promise<CountedCallout> {
  const callout = await findCallout(tx, viewer, district, id)
  return { ...callout, counts: await countsOf(tx, callout, id) }
}

/** The call-outs of a campaign, newest first. CAMPAIGN_UNKNOWN, BAD_CURSOR. */
export async function readCallouts(
  tx: Tx,
  _viewer: Viewer,
  district: string,
  campaign: string,
  { limit, after }: PageRequest,
): Promise<Page<Callout>> {
  const mark = keyOf(after, CalloutMark)
  if (!(await campaignById(tx, district, campaign))) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign })
  const rows = await calloutsOf(tx, district, campaign, mark && { startedAt: mark[0], id: mark[1] }, limit + 1)
  return pageOf(rows, limit, (c) => [c.startedAt, c.id])
}

/** Who has not answered a call-out, in the order of their ids: it ranks nobody. CALLOUT_UNKNOWN, BAD_CURSOR. */
export async function readSilent(
  tx: Tx,
  viewer: Viewer,
  district: string,
  callout: string,
  { limit, after }: PageRequest,
): Promise<Page<Silent>> {
  const [last] = keyOf(after, z.tuple([z.uuid()])) ?? [null]
  await findCallout(tx, viewer, district, callout)
  return pageOf(await silentOf(tx, district, callout, last, limit + 1), limit, (s) => [s.person])
}

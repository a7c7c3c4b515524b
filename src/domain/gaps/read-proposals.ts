import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import { linesOf, type Proposal, proposalById, proposalsOf } from './proposals.ts'

const ProposalMark = z.tuple([z.coerce.date(), z.uuid()])

/** The plans offered in a campaign, newest first. CAMPAIGN_UNKNOWN, BAD_CURSOR. */
export async function readProposals(
  tx: Tx,
  _viewer: Viewer,
  district: string,
  campaign: string,
  { limit, after }: PageRequest,
): Promise<Page<Proposal>> {
  const mark = keyOf(after, ProposalMark)
  if (!(await campaignById(tx, district, campaign))) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign })
  const rows = await proposalsOf(tx, district, campaign, limit + 1, mark && { madeAt: mark[0], id: mark[1] })
  return pageOf(rows, limit, (p) => [p.madeAt, p.id])
}

/** The lane that a proposal is of. PROPOSAL_UNKNOWN. */
export async function readProposalLane(tx: Tx, _viewer: Viewer, district: string, proposal: string): Promise<string> {
  const found = await proposalById(tx, district, proposal)
  const campaign = found && (await campaignById(tx, district, found.campaign))
  if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  return campaign.lane
}

/** What a proposal would change, line by line. PROPOSAL_UNKNOWN, BAD_CURSOR. */
export async function readProposalLines(
  tx: Tx,
  _viewer: Viewer,
  district: string,
  proposal: string,
  { limit, after }: PageRequest,
): Promise<Page<Awaited<ReturnType<typeof linesOf>>[number]>> {
  const [last] = keyOf(after, z.tuple([z.uuid()])) ?? [null]
  if (!(await proposalById(tx, district, proposal))) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  return pageOf(await linesOf(tx, district, proposal, last, limit + 1), limit, (l) => [l.duty])
}

import { z } from 'zod'
import { MusterError } from '../../base/errors.ts'
import { keyOf, type Page, type PageRequest, pageOf } from '../../base/paging.ts'
import type { Tx } from '../../db/connect.ts'
import type { Viewer } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import { linesOf, type Proposal, type ProposalLine, proposalById, proposalsOf } from './proposals.ts'

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

/** Lines of a plan that is on offer nowhere, with the names of their places and people (primary keys). */
export async function nameLines(
  tx: Tx,
  district: string,
  lines: readonly ProposalLine[],
): Promise<(ProposalLine & { place: string; person: string })[]> {
  const [places, people] = [lines.map((l) => l.subject), lines.map((l) => l.holder)]
  const found = await tx<{ id: string; name: string }[]>`
    select id, name from place where district = ${district} and id = any(${[...new Set(places)]}::uuid[])
    union all
    select id, name from person where district = ${district} and id = any(${[...new Set(people)]}::uuid[])`
  const names = new Map(found.map((f) => [f.id, f.name]))
  return lines.map((l) => ({ ...l, place: names.get(l.subject) ?? '', person: names.get(l.holder) ?? '' }))
}

/** Where a proposal is, by its id alone: proposals are few, so that they are looked through. */
export async function proposalAnywhere(tx: Tx, id: string): Promise<{ district: string; lane: string } | null> {
  const [row] = await tx<{ district: string; lane: string }[]>`
    select p.district, c.lane from proposal p join campaign c on c.district = p.district and c.id = p.campaign
    where p.id = ${id}`
  return row ?? null
}

import { MusterError } from '../../../base/errors.ts'
import type { Reading, Tx } from '../../../db/connect.ts'
import type { Rule } from '../../playbooks/model.ts'
import type { OpenCampaign } from '../model.ts'
import { type Opening, openings } from '../openings.ts'
import { type Asked, type Proposal, type ProposalLine, proposalById } from '../proposals.ts'

type Scope = Pick<Asked, 'rules' | 'subjects' | 'areas'>

/** What is open of what a plan is for. */
export async function openIn(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  rules: readonly Rule[],
  { rules: only, subjects, areas }: Scope,
): Promise<Opening[]> {
  const ids = rules.map((r) => r.id).filter((id) => only?.includes(id) ?? true)
  const which = (tx: Tx) => tx`true
    ${subjects ? tx`and r.subject = any(${subjects}::uuid[])` : tx``}
    ${areas ? tx`and r.area in (select code from area where path && ${areas}::text[])` : tx``}`
  return openings(read, now, campaign, { rules: ids, which })
}

/** What a plan was for: a coordinator's, what was asked; the engine's, what it gives and leaves of its rules. */
export function askedOf({ summary }: Proposal): Asked {
  if (summary.asked) return summary.asked
  return { rules: [...new Set([...Object.keys(summary.rules), ...summary.left.map((l) => l.rule)])], kept: [], not: [] }
}

/** A proposal that waits for a yes. PROPOSAL_UNKNOWN, PROPOSAL_DECIDED. */
export async function openProposal(tx: Tx, district: string, id: string): Promise<Proposal> {
  const proposal = await proposalById(tx, district, id)
  if (!proposal) throw new MusterError('PROPOSAL_UNKNOWN', { proposal: id })
  if (proposal.state !== 'open') throw new MusterError('PROPOSAL_DECIDED', { proposal: id })
  return proposal
}

/** Lines of a proposal by the ids of their duties (primary key of proposal_line), all of one rule, or all. */
export async function linesIn(
  tx: Tx,
  district: string,
  proposal: string,
  which: { duties: readonly string[] } | { rule: string } | 'all',
): Promise<(ProposalLine & { duty: string })[]> {
  const only = () => {
    if (which === 'all') return tx`true`
    return 'rule' in which ? tx`rule = ${which.rule}` : tx`duty = any(${which.duties as string[]}::uuid[])`
  }
  return tx<(ProposalLine & { duty: string })[]>`
    select duty, subject, rule, role, sole, holder, starts, nullif(ends, 'infinity') as ends, distance_m as "distanceM"
    from proposal_line where district = ${district} and proposal = ${proposal} and ${only()} order by duty`
}

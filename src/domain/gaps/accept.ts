import { MusterError } from '../../base/errors.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { type Actor, actorFrom, actorText } from '../audit/model.ts'
import { audit } from '../audit/store.ts'
import { campaignById } from '../playbooks/store.ts'
import { giveLines } from './give-lines.ts'
import type { OpenCampaign } from './model.ts'

export interface Accepted {
  given: number
  overtaken: number
}

/** What has been given of an accepted proposal; `done`: all of it. */
interface Giving extends Accepted {
  done: boolean
}

/** How far a plan is given, and what was said when it was accepted. */
interface HowFar {
  after: string | null
  only: string[] | null
  given: number
  partOf: string | null
  reason: string | null
  decidedBy: string | null
}

/** Lines given in one transaction, but for those of one place, which stay together. */
export const PIECE = 2_000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** Takes a proposal as accepted, and gives the first piece of it. */
export async function accept(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: OpenCampaign,
  proposal: string,
): Promise<Giving> {
  await takeAsAccepted(tx, now, actor, campaign, proposal)
  return givePiece(tx, now, actor, campaign, proposal)
}

/** Takes a proposal as accepted; nothing of it is given yet (`givePiece`). PROPOSAL_DECIDED. */
export async function takeAsAccepted(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district }: OpenCampaign,
  proposal: string,
): Promise<void> {
  const [taken] = await tx`
    update proposal set state = 'accepted', decided_at = ${now}, decided_by = ${actorText(actor)}, given_to = ${BEFORE_ALL}
    where district = ${district} and id = ${proposal} and state = 'open' returning id`
  if (!taken) throw new MusterError('PROPOSAL_DECIDED', { proposal })
}

/**
 * Gives the next lines of an accepted proposal, in the order of their places, as far as their requirements still lack them.
 * Lines that the register refuses, because somebody was quicker, are left out and counted. How far it is stands in the
 * proposal, so that whoever began it need not be the one that ends it.
 */
export async function givePiece(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: OpenCampaign,
  proposal: string,
): Promise<Giving> {
  const { district, lane } = campaign
  // Some lines alone (`given_only`) were accepted of plans from before parts were plans of their own.
  const [at] = await tx<HowFar[]>`
    select given_to as after, given_only as only, given, part_of as "partOf", reason, decided_by as "decidedBy" from proposal
    where district = ${district} and id = ${proposal} for update`
  const { only = null, after = null, given: before = 0, partOf = null, reason = null, decidedBy = null } = at ?? {}
  const all = tx`district = ${district} and proposal = ${proposal} ${only ? tx`and duty = any(${only}::uuid[])` : tx``}`
  const countAll = async () =>
    (await tx<{ n: number }[]>`select count(*)::int as n from proposal_line where ${all}`)[0]?.n ?? 0
  if (after === null) return { done: true, given: before, overtaken: (await countAll()) - before }
  const [last] = await tx<{ subject: string }[]>`
    select subject from proposal_line where ${all} and subject > ${after} order by subject offset ${PIECE - 1} limit 1`
  const piece = tx`${all} and subject > ${after} ${last ? tx`and subject <= ${last.subject}` : tx``}`
  const lines = () => tx`
    select duty, subject, rule, role, sole, holder, starts, ends, distance_m from proposal_line where ${piece}`
  const given = before + (await giveLines(tx, now, actor, campaign, lines, proposal)).length
  await tx`
    update proposal set given_to = ${last?.subject ?? null}, given = ${given}
    where district = ${district} and id = ${proposal}`
  if (last) return { done: false, given, overtaken: 0 }
  const done = { given, overtaken: (await countAll()) - given }
  const detail = { ...done, ...(partOf !== null && { of: partOf }), ...(reason !== null && { reason }) }
  // The engine may give the last of what a person accepted: it stays that person's act.
  const by = decidedBy === null ? actor : actorFrom(decidedBy)
  await audit(tx, now, by, { district, lane, act: 'proposal.accept', subject: proposal, detail })
  await ask(tx, lane, district, 'call', now)
  return { done: true, ...done }
}

/** Proposals of a campaign that were accepted and not given to their end (index proposal_giving). */
export async function givingsOf(tx: Tx, { district, id }: OpenCampaign): Promise<string[]> {
  const found = await tx<{ id: string }[]>`
    select id from proposal where district = ${district} and campaign = ${id} and given_to is not null order by id`
  return found.map((p) => p.id)
}

/**
 * The proposals of a campaign of which more is to be given, and since when the first of them is; null: there are none (index
 * proposal_giving).
 */
export async function beingGiven(
  tx: Tx,
  { district, id }: OpenCampaign,
): Promise<{ proposals: string[]; since: Date } | null> {
  const [row] = await tx<{ proposals: string[] | null; since: Date | null }[]>`
    select array_agg(id::text) as proposals, min(decided_at) as since from proposal
    where district = ${district} and campaign = ${id} and given_to is not null`
  return row?.proposals && row.since ? { proposals: row.proposals, since: row.since } : null
}

/** Accepts a proposal that waits for a person's yes, or refuses it, with what they say of it. */
export async function decideProposal(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  proposal: string,
  yes: boolean,
  reason: string | null = null,
): Promise<Accepted> {
  const { campaign, giving } = await db.write(now, async (tx) => {
    const [row] = await tx<{ campaign: string }[]>`
      select campaign from proposal where district = ${district} and id = ${proposal}`
    const campaign = row && (await campaignById(tx, district, row.campaign))
    if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
    // What this plan stood in the way of may be planned now; and the step gives what this process should not come to give.
    await ask(tx, campaign.lane, district, 'plan', now)
    await keepReason(tx, district, proposal, reason)
    const giving = yes ? await accept(tx, now, actor, campaign, proposal) : null
    if (!giving) await refuseProposal(tx, now, actor, campaign, proposal, reason)
    return { campaign, giving }
  })
  let state = giving
  while (state && !state.done) state = await db.write(now, (tx) => givePiece(tx, now, actor, campaign, proposal))
  return { given: state?.given ?? 0, overtaken: state?.overtaken ?? 0 }
}

/** Why somebody accepts it: kept before the first piece is given, since the last, which tells of it, may be another process's. */
export async function keepReason(tx: Tx, district: string, proposal: string, reason: string | null): Promise<void> {
  await tx`update proposal set reason = ${reason} where district = ${district} and id = ${proposal} and state = 'open'`
}

/** Takes a proposal as refused. PROPOSAL_DECIDED. */
export async function refuseProposal(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, lane }: OpenCampaign,
  proposal: string,
  reason: string | null,
): Promise<void> {
  const [refused] = await tx<{ partOf: string | null }[]>`
    update proposal set state = 'refused', decided_at = ${now}, decided_by = ${actorText(actor)}
    where district = ${district} and id = ${proposal} and state = 'open' returning part_of as "partOf"`
  if (!refused) throw new MusterError('PROPOSAL_DECIDED', { proposal })
  const detail = { ...(refused.partOf !== null && { of: refused.partOf }), ...(reason !== null && { reason }) }
  await audit(tx, now, actor, { district, lane, act: 'proposal.refuse', subject: proposal, detail })
}

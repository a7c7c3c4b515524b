import { MusterError } from '../../../base/errors.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import type { Actor } from '../../audit/model.ts'
import { once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Planner } from '../../planner/model.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import { fill, leftOf, willing } from '../fill.ts'
import { type Asked, type Barred, type Left, type ProposalLine, propose } from '../proposals.ts'
import { lineKey } from '../steer.ts'
import { askedOf, linesIn, openIn, openProposal } from './asked.ts'
import { inForce } from './campaign.ts'

/**
 * What to plan for: some places, or some areas with what lies below them; neither means all that is open. Or again what a
 * proposal is for, whose place the new one takes.
 */
export interface PlanInput {
  subjects?: string[] | undefined
  areas?: string[] | undefined
  instead?: string | undefined
  /** Lines of the proposal that stay as they are, by the ids of their duties; left out: those that were kept in it. */
  keep?: string[] | undefined
  /** Who is not to have which place; what was said so of the proposal before holds on. */
  not?: Barred[] | undefined
}

export interface Planned {
  /** Null: there was nothing to plan, or nobody to plan with. Then the proposal before stands. */
  proposal: string | null
  lines: number
  people: number
  left: Left[]
}

/**
 * Plans for what is open now, whatever the rules say of who fills it, and offers the plan: a coordinator asked for it, and
 * decides on it. What the engine plans at once it does not wait for. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER, PROPOSAL_UNKNOWN,
 * PROPOSAL_DECIDED, LINE_UNKNOWN, LINE_GONE, BAD_INPUT for lines of no proposal, KEY_USED.
 */
export async function planByHand(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  id: string,
  input: PlanInput,
  planner: Planner,
  key?: string,
): Promise<Planned> {
  const sent = { district, key, act: 'proposal.make', asked: { id, ...input } }
  return db.write(now, (tx) =>
    once(
      tx,
      now,
      sent,
      (answer) => answer,
      async () => {
        const { campaign, rules } = await inForce(tx, actor, district, id)
        const { asked, keep } = await whatIsAsked(tx, campaign, input)
        const open = await openIn(tx, now, campaign, rules, asked)
        const people = await willing(tx, now, campaign, open, rules)
        const steer = { keep, not: asked.not }
        const { lines, unfilled } = await fill(tx, now, campaign, rules, open, people, planner, steer)
        const left = leftOf(unfilled)
        if (lines.length === 0) return { proposal: null, lines: 0, people: 0, left }
        if (input.instead) await replaced(tx, now, district, input.instead)
        const kept = new Set(keep.map(lineKey))
        const stays = (line: ProposalLine) => kept.has(lineKey(line))
        const proposal = await propose(tx, now, campaign, lines, left, { asked, stays })
        const holders = new Set(lines.map((l) => l.holder)).size
        const detail = { lines: lines.length, people: holders }
        await audit(tx, now, actor, { district, lane: campaign.lane, act: 'proposal.make', subject: proposal, detail })
        return { proposal, lines: lines.length, people: holders, left }
      },
    ),
  )
}

/** What is to be planned and what is decided on already: as the request says, or as the proposal before was asked, and more. */
async function whatIsAsked(
  tx: Tx,
  campaign: Campaign,
  { subjects, areas, instead, keep, not = [] }: PlanInput,
): Promise<{ asked: Omit<Asked, 'kept'>; keep: ProposalLine[] }> {
  const scope = { ...(subjects && { subjects }), ...(areas && { areas }) }
  if (instead === undefined) {
    if (keep?.length) throw new MusterError('BAD_INPUT', { what: 'keep: name the proposal, as instead' })
    return { asked: { ...scope, not }, keep: [] }
  }
  const before = await openProposal(tx, campaign.district, instead)
  if (before.campaign !== campaign.id) throw new MusterError('PROPOSAL_UNKNOWN', { proposal: instead })
  const { kept: keptBefore, ...asked } = askedOf(before)
  const lines = await linesIn(tx, campaign.district, instead, { duties: keep ?? keptBefore })
  const there = new Set(lines.map((l) => l.duty))
  const unknown = keep?.find((duty) => !there.has(duty))
  if (unknown) throw new MusterError('LINE_UNKNOWN', { line: unknown, proposal: instead })
  // What stayed before, and is refused now, need not be named twice.
  const refused = new Set(not.map((n) => `${n.subject} ${n.rule} ${n.holder}`))
  const kept = keep ? lines : lines.filter((l) => !refused.has(`${l.subject} ${l.rule} ${l.holder}`))
  return { asked: { ...asked, ...scope, not: [...asked.not, ...not] }, keep: kept }
}

/** Takes a proposal back in favour of another. PROPOSAL_DECIDED when somebody was quicker. */
async function replaced(tx: Tx, now: Date, district: string, proposal: string): Promise<void> {
  const [taken] = await tx`
    update proposal set state = 'overtaken', decided_at = ${now}
    where district = ${district} and id = ${proposal} and state = 'open' returning id`
  if (!taken) throw new MusterError('PROPOSAL_DECIDED', { proposal })
}

import { MusterError } from '../../../base/errors.ts'
import type { Db, Reading, Tx } from '../../../db/connect.ts'
import type { Actor, Viewer } from '../../audit/model.ts'
import { answerBefore, once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import { type Filling, readFilling, willing } from '../fill.ts'
import { type Filled, leftOf } from '../filled.ts'
import { sayInstead } from '../offers.ts'
import { type Asked, type Barred, type Left, type Proof, type ProposalLine, propose } from '../proposals.ts'
import { checkKept, lineKey } from '../steer.ts'
import { stillGood } from '../still-good.ts'
import { askedOf, linesIn, openIn, openProposal } from './asked.ts'
import { inForce } from './campaign.ts'

/**
 * What to plan for: some places, or some areas with what lies below them; neither means all that is open. Or again what a
 * proposal is for, whose place the new one takes.
 */
export interface PlanInput {
  /** Ids of rules; left out: all of the campaign's. */
  rules?: string[] | undefined
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
  /** Of rules whose plan is not proved to be the best. */
  proofs: Proof[]
}

/** How a plan is made of what was read for it: here and now, or in a thread. */
export type Solve = (filling: Filling) => Filled | Promise<Filled>

/** What was asked for, and all that it is planned from. */
interface Task {
  campaign: Campaign
  rules: Rule[]
  asked: Omit<Asked, 'kept'>
  filling: Filling
}

/**
 * Plans for what is open now, whatever the rules say of who fills it, and offers the plan: a coordinator asked for it, and
 * decides on it. What the engine plans at once it does not wait for. It is read in parts and written in a transaction of its
 * own, so that nobody waits while it is made; what was filled meanwhile is left out of it. CAMPAIGN_UNKNOWN, CAMPAIGN_OVER,
 * PROPOSAL_UNKNOWN, PROPOSAL_DECIDED, LINE_UNKNOWN, LINE_GONE, RULE_UNKNOWN, BAD_INPUT for lines of no proposal, KEY_USED.
 */
export async function planByHand(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  id: string,
  input: PlanInput,
  solve: Solve,
  key?: string,
): Promise<Planned> {
  const sent = { district, key, act: 'proposal.make', asked: { id, ...input } }
  const as = (answer: Planned) => answer
  const before = await db.read((tx) => answerBefore(tx, sent, as))
  if (before) return before
  const task = await taskOf(db.read, now, actor, district, id, input)
  const made = await solve(task.filling)
  const lines = await linesStillGood(db.read, now, task, made)
  return db.write(now, (tx) => once(tx, now, sent, as, () => offer(tx, now, actor, input, task, made, lines)))
}

/** The same plan, which nobody is offered and nothing remembers. Throws as `planByHand` does. */
export async function planUnseen(
  db: Db,
  now: Date,
  viewer: Viewer,
  district: string,
  id: string,
  input: PlanInput,
  solve: Solve,
): Promise<{ lines: ProposalLine[]; left: Left[]; proofs: Proof[] }> {
  const { filling } = await taskOf(db.read, now, viewer, district, id, input)
  const made = await solve(filling)
  return { lines: made.lines, left: leftOf(made), proofs: made.proofs }
}

async function taskOf(
  read: Reading,
  now: Date,
  viewer: Viewer,
  district: string,
  id: string,
  input: PlanInput,
): Promise<Task> {
  const { campaign, rules } = await read((tx) => inForce(tx, viewer, district, id))
  const unknown = input.rules?.find((rule) => !rules.some((r) => r.id === rule))
  if (unknown) throw new MusterError('RULE_UNKNOWN', { rule: unknown, known: rules.map((r) => r.id).join(', ') })
  const { asked, keep } = await read((tx) => whatIsAsked(tx, campaign, input))
  const open = await openIn(read, now, campaign, rules, asked)
  const people = await willing(read, now, campaign, open, rules)
  const { instead } = input
  const before = instead === undefined ? [] : await read((tx) => linesIn(tx, district, instead, 'all'))
  const filling = await readFilling(read, now, campaign, rules, open, people, { keep, not: asked.not, before })
  return { campaign, rules, asked, filling }
}

/** The lines of a plan that hold still: it was made a while ago, and nothing was locked. LINE_GONE. */
async function linesStillGood(
  read: Reading,
  now: Date,
  { campaign, rules, asked, filling }: Task,
  { lines }: Filled,
): Promise<ProposalLine[]> {
  const { keep } = filling.steer
  const open = await openIn(read, now, campaign, rules, asked)
  checkKept(keep, open)
  return stillGood(read, now, campaign, { rules, open, lines, keep })
}

/** Offers the lines of a plan that hold still. */
async function offer(
  tx: Tx,
  now: Date,
  actor: Actor,
  { instead }: PlanInput,
  { campaign, asked, filling }: Task,
  made: Filled,
  lines: ProposalLine[],
): Promise<Planned> {
  const { district, lane } = campaign
  const { keep } = filling.steer
  // Whoever ends the campaign meanwhile was quicker.
  await inForce(tx, actor, district, campaign.id)
  const left = leftOf(made)
  const { proofs } = made
  if (lines.length === 0) return { proposal: null, lines: 0, people: 0, left, proofs }
  if (instead) await replaced(tx, now, district, instead)
  const kept = new Set(keep.map(lineKey))
  const proposal = await propose(
    tx,
    now,
    campaign,
    lines,
    { left, proofs },
    { asked, stays: (line) => kept.has(lineKey(line)) },
  )
  if (instead) await sayInstead(tx, campaign, [instead], proposal)
  const people = new Set(lines.map((l) => l.holder)).size
  const detail = { lines: lines.length, people }
  await audit(tx, now, actor, { district, lane, act: 'proposal.make', subject: proposal, detail })
  return { proposal, lines: lines.length, people, left, proofs }
}

/** What is to be planned and what is decided on already: as the request says, or as the proposal before was asked, and more. */
async function whatIsAsked(
  tx: Tx,
  campaign: Campaign,
  { rules, subjects, areas, instead, keep, not = [] }: PlanInput,
): Promise<{ asked: Omit<Asked, 'kept'>; keep: ProposalLine[] }> {
  const scope = { ...(rules && { rules }), ...(subjects && { subjects }), ...(areas && { areas }) }
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
  return { asked: { ...asked, ...scope, instead, not: [...asked.not, ...not] }, keep: kept }
}

/** Takes a proposal back in favour of another. PROPOSAL_DECIDED when somebody was quicker. */
async function replaced(tx: Tx, now: Date, district: string, proposal: string): Promise<void> {
  const [taken] = await tx`
    update proposal set state = 'overtaken', decided_at = ${now}
    where district = ${district} and id = ${proposal} and state = 'open' returning id`
  if (!taken) throw new MusterError('PROPOSAL_DECIDED', { proposal })
}

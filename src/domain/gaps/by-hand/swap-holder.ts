import { MusterError } from '../../../base/errors.ts'
import { distanceM } from '../../../base/geometry.ts'
import type { Db, Tx } from '../../../db/connect.ts'
import { within } from '../../../db/transaction.ts'
import { countBeside } from '../../../db/turn.ts'
import { noteChange } from '../../audit/changes.ts'
import type { Actor, Viewer } from '../../audit/model.ts'
import { once } from '../../audit/once.ts'
import { audit } from '../../audit/store.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import type { Opening } from '../openings.ts'
import { saveCounts } from '../plan-part.ts'
import type { Proposal, ProposalLine } from '../proposals.ts'
import { windowKey } from '../steer.ts'
import { askedOf, linesIn, openIn, openProposal } from './asked.ts'
import { inForce } from './campaign.ts'
import { type Fits, fitsOf, insistedOn } from './insisted.ts'
import { type Free, readNearest } from './nearest.ts'

/** A line of a plan that waits, and who is to have it in its holder's stead. */
export interface SwapRequest {
  proposal: string
  line: string
  holder: string
}

export interface SwappedHolder {
  line: string
  holder: string
  distanceM: number
}

interface AskedLine {
  plan: Proposal
  campaign: Campaign
  rule: Rule
  line: ProposalLine & { duty: string }
  opening: Opening
  /** The plan's other lines, which count as given. */
  others: (ProposalLine & { duty: string })[]
}

/** So many are looked at to find the few who have room with all of the plan. */
const LOOKED_AT = 50

/**
 * Who could have a line of a plan that waits, the nearest first: those who may take it under its rule and have room for it beside all
 * else that the plan gives them. PROPOSAL_UNKNOWN, PROPOSAL_DECIDED, CAMPAIGN_OVER, LINE_UNKNOWN, GAP_FILLED.
 */
export async function readOthers(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  district: string,
  { proposal, line, limit }: { proposal: string; line: string; limit: number },
): Promise<Free[]> {
  const asked = await askedLine(tx, viewer, now, district, proposal, line)
  const { campaign, rule, opening, others } = asked
  const { subject, begins: starts } = opening
  const request = { subject, rule: rule.id, starts, lane: campaign.lane, campaign: campaign.id, limit: LOOKED_AT }
  const { items } = await readNearest(tx, viewer, now, district, request)
  const given = others.filter((l) => l.rule === rule.id)
  const there = new Set(given.filter((l) => l.subject === subject).map((l) => l.holder))
  const found: Free[] = []
  for (const each of items) {
    if (each.person === asked.line.holder || there.has(each.person)) continue
    const theirs = given.filter((l) => l.holder === each.person)
    // Who has nothing else in the plan has the room that was just read.
    if (theirs.length > 0) {
      const person = await insistedOn(tx, now, district, each.person)
      if (!(await fitsOf(tx, now, campaign, rule, opening, person, theirs)).room) continue
    }
    found.push({ ...each, load: each.load + theirs.length })
    if (found.length === limit) break
  }
  return found
}

/**
 * Gives a line of a plan that waits to somebody else, who may have it under its rule: of the kinds and skills asked for, within reach,
 * willing, there, and with room beside all else that the plan gives them. The plan stays what it is otherwise. Sent twice it changes
 * nothing more. PROPOSAL_UNKNOWN, PROPOSAL_DECIDED, CAMPAIGN_OVER, LINE_UNKNOWN, GAP_FILLED, PERSON_UNKNOWN, HOME_UNKNOWN,
 * HOLDER_UNFIT, KEY_USED.
 */
export async function swapHolder(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  request: SwapRequest,
  key?: string,
): Promise<SwappedHolder> {
  const sent = { district, key, act: 'proposal.swap', asked: request }
  const same = (answer: SwappedHolder) => answer
  return db.write(now, async (tx) => {
    await countBeside(tx, district)
    return once(tx, now, sent, same, () => swap(tx, now, actor, district, request))
  })
}

async function swap(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  { proposal, line: duty, holder }: SwapRequest,
): Promise<SwappedHolder> {
  await tx`select from proposal where district = ${district} and id = ${proposal} for update`
  const { plan, campaign, rule, line, opening, others } = await askedLine(tx, actor, now, district, proposal, duty)
  if (holder === line.holder) return { line: duty, holder, distanceM: line.distanceM }
  const person = await insistedOn(tx, now, district, holder)
  const given = others.filter((l) => l.rule === rule.id)
  const fits = await fitsOf(tx, now, campaign, rule, opening, person, given)
  const twice = given.some((l) => l.holder === holder && windowKey(l) === windowKey(line))
  const why = twice ? 'room' : firstMisfit(fits)
  if (why) throw new MusterError('HOLDER_UNFIT', { why })
  const far = Math.round(distanceM(person.at, [opening.lon, opening.lat]))
  await tx`
    update proposal_line set holder = ${holder}, distance_m = ${far}
    where district = ${district} and proposal = ${proposal} and duty = ${duty}`
  // How far it is from the best was said of the plan as the planner made it.
  const { proofs: _, ...summary } = plan.summary
  await saveCounts(tx, district, proposal, summary)
  const detail = { line: duty, from: line.holder, to: holder }
  await audit(tx, now, actor, { district, lane: campaign.lane, act: 'proposal.swap', subject: proposal, detail })
  await noteChange(tx, campaign.lane, [district], 'proposals')
  return { line: duty, holder, distanceM: far }
}

/** The first thing for which somebody may not have a place under its rule; null: nothing. */
function firstMisfit(fits: Fits): keyof Fits | null {
  return (['qualified', 'within', 'there', 'willing', 'room'] as const).find((fit) => !fits[fit]) ?? null
}

async function askedLine(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  district: string,
  proposal: string,
  duty: string,
): Promise<AskedLine> {
  const plan = await openProposal(tx, district, proposal)
  const { campaign, rules } = await inForce(tx, viewer, district, plan.campaign)
  const all = await linesIn(tx, district, proposal, 'all')
  const line = all.find((l) => l.duty === duty)
  if (!line) throw new MusterError('LINE_UNKNOWN', { line: duty, proposal })
  const rule = rules.find((r) => r.id === line.rule)
  const scope = { ...askedOf(plan), rules: [line.rule], subjects: [line.subject] }
  const open = await openIn(within(tx), now, campaign, rules, scope)
  const opening = open.find((o) => windowKey(o) === windowKey(line))
  if (!rule || !opening) throw new MusterError('GAP_FILLED')
  return { plan, campaign, rule, line, opening, others: all.filter((l) => l.duty !== duty) }
}

import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask } from '../../db/agenda.ts'
import type { Db, Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { noteChange } from '../audit/changes.ts'
import type { Actor } from '../audit/model.ts'
import { once } from '../audit/once.ts'
import type { Campaign } from '../playbooks/campaign.ts'
import { campaignById } from '../playbooks/store.ts'
import { type Accepted, givePiece, keepReason, refuseProposal, takeAsAccepted } from './accept.ts'
import { type LineFilter, namedLines, openOf } from './plan-lines.ts'
import { namePlan } from './plan-names.ts'
import { type Proposal, proposalById } from './proposals.ts'

/** What is decided of a plan: which of its lines, yes or no. */
export interface PartDecision {
  proposal: string
  yes: boolean
  which: LineFilter
  reason?: string | undefined
}

export interface PartDecided extends Accepted {
  /** The plan that the lines are in now: the same, where all that was open was meant. */
  part: string
  /** Lines that were decided on, and those that still wait. */
  lines: number
  rest: number
}

/** Lines of one part at most: they are moved in one transaction. */
const MOST = 20_000

/**
 * Accepts or refuses some lines of a plan that waits, by what is true of them. They become a plan of their own, which is accepted or
 * refused and whose duties name it; the rest waits on, with what it gives counted anew. All of what is open decides the plan itself.
 * Sent twice under one key it is done once; a process that dies has done nothing, or has accepted, and the step `plan` gives what is
 * left. PROPOSAL_UNKNOWN, PROPOSAL_DECIDED, LINES_NONE, LINES_MANY, KEY_USED.
 */
export async function decidePart(
  db: Db,
  now: Date,
  actor: Actor,
  district: string,
  decision: PartDecision,
  key?: string,
): Promise<PartDecided> {
  const { proposal, yes } = decision
  const sent = { district, key, act: 'proposal.part', asked: decision }
  const same = (answer: PartTaken) => answer
  const taken = await db.write(now, async (tx) => {
    await countBeside(tx, district)
    return once(tx, now, sent, same, () => takePart(tx, now, actor, district, decision))
  })
  const { part, lines, rest } = taken
  const campaign = await db.read((tx) => campaignOf(tx, district, proposal))
  if (!yes) return { part, lines, rest, given: 0, overtaken: 0 }
  for (;;) {
    const { done, given, overtaken } = await db.write(now, (tx) => givePiece(tx, now, actor, campaign, part))
    if (done) return { part, lines, rest, given, overtaken }
  }
}

/** What is known of a part once it is decided on; what it gives is known when it is given. */
type PartTaken = Pick<PartDecided, 'part' | 'lines' | 'rest'>

async function takePart(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  { proposal, yes, which, reason }: PartDecision,
): Promise<PartTaken> {
  const says = { yes, reason: reason ?? null }
  // Of two who decide at once the second finds the lines gone that the first took.
  const [held] = await tx<{ state: string }[]>`
    select state from proposal where district = ${district} and id = ${proposal} for update`
  if (!held) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  if (held.state !== 'open') throw new MusterError('PROPOSAL_DECIDED', { proposal })
  const campaign = await campaignOf(tx, district, proposal)
  const of = { district, lane: campaign.lane, proposals: [proposal], now }
  if (Object.values(which).every((value) => value === undefined)) {
    const lines = (await openOf(tx, of)).get(proposal)?.duties ?? 0
    await decide(tx, now, actor, campaign, proposal, says)
    return { part: proposal, lines, rest: 0 }
  }
  const filter: LineFilter = which.lines ? which : { ...which, state: 'to-give' }
  const wanted = await tx<{ duty: string }[]>`
    select duty from (${namedLines(tx, of, filter)}) q order by duty limit ${MOST + 1}`
  const duties = wanted.map((l) => l.duty)
  if (duties.length === 0) throw new MusterError('LINES_NONE', { proposal })
  const [left] = await tx<{ n: number }[]>`
    select count(*)::int as n from (${namedLines(tx, of, { state: 'to-give' })}) q where duty <> all(${duties}::uuid[])`
  const rest = left?.n ?? 0
  if (rest > 0 && duties.length > MOST) throw new MusterError('LINES_MANY', { most: MOST })
  const part = rest === 0 ? proposal : await partOff(tx, now, campaign, proposal, duties)
  await decide(tx, now, actor, campaign, part, says)
  return { part, lines: duties.length, rest }
}

async function decide(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: Campaign,
  proposal: string,
  { yes, reason }: { yes: boolean; reason: string | null },
): Promise<void> {
  const { district, lane } = campaign
  // What this plan stood in the way of may be planned now; and the step gives what this process should not come to give.
  await ask(tx, lane, district, 'plan', now)
  await keepReason(tx, district, proposal, reason)
  if (yes) await takeAsAccepted(tx, now, actor, campaign, proposal)
  else await refuseProposal(tx, now, actor, campaign, proposal, reason)
  await noteChange(tx, lane, [district], 'proposals')
}

/** Moves lines into a plan of their own, and counts both anew. */
async function partOff(
  tx: Tx,
  now: Date,
  campaign: Campaign,
  proposal: string,
  duties: readonly string[],
): Promise<string> {
  const { district } = campaign
  const whole = (await proposalById(tx, district, proposal)) as Proposal
  const part = newId(now)
  await tx`
    insert into proposal (district, id, campaign, state, made_at, summary, by_hand, level, part_of)
    select district, ${part}, campaign, 'open', made_at, summary, by_hand, level, id from proposal
    where district = ${district} and id = ${proposal}`
  await tx`
    update proposal_line set proposal = ${part}
    where district = ${district} and proposal = ${proposal} and duty = any(${duties as string[]}::uuid[])`
  // What the whole leaves open, and how good it is, is said of the whole.
  const { left: _, proofs: __, ...own } = whole.summary
  await saveCounts(tx, district, part, { ...own, left: [] })
  await saveCounts(tx, district, proposal, whole.summary)
  await namePlan(tx, campaign, { proposal: part, madeAt: whole.madeAt })
  return part
}

/** Counts anew what a plan gives, of its lines (primary key of proposal_line). */
export async function saveCounts(
  tx: Tx,
  district: string,
  proposal: string,
  summary: Proposal['summary'],
): Promise<void> {
  const rows = await tx<{ rule: string; n: number; metres: number }[]>`
    select rule, count(*)::int as n, sum(distance_m)::float8 as metres from proposal_line
    where district = ${district} and proposal = ${proposal} group by rule order by rule`
  const [people] = await tx<{ n: number }[]>`
    select count(distinct holder)::int as n from proposal_line where district = ${district} and proposal = ${proposal}`
  const counted = {
    ...summary,
    made: summary.made ?? summary.people,
    rules: Object.fromEntries(rows.map((r) => [r.rule, r.n])),
    people: people?.n ?? 0,
    metres: Math.round(rows.reduce((sum, r) => sum + r.metres, 0)),
  }
  await tx`
    update proposal set summary = ${JSON.stringify(counted)}::text::jsonb
    where district = ${district} and id = ${proposal}`
}

async function campaignOf(tx: Tx, district: string, proposal: string): Promise<Campaign> {
  const found = await proposalById(tx, district, proposal)
  const campaign = found && (await campaignById(tx, district, found.campaign))
  if (!campaign) throw new MusterError('PROPOSAL_UNKNOWN', { proposal })
  return campaign
}

import { HOUR, MINUTE } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Reading, Tx } from '../../db/connect.ts'
import { ENGINE } from '../audit/model.ts'
import type { Playbook, Rule } from '../playbooks/model.ts'
import { campaignById, playbookAt } from '../playbooks/store.ts'
import { givePiece, PIECE, takeAsAccepted } from './accept.ts'
import { type Filling, readFilling, willing } from './fill.ts'
import { type Filled, leftOf } from './filled.ts'
import type { OpenCampaign } from './model.ts'
import { linesOffered, type Offer, offersOf, refusedLines, sayInstead, standsUntil, supersede } from './offers.ts'
import { openings } from './openings.ts'
import { offeredByHand, type ProposalLine, propose } from './proposals.ts'
import { UNSTEERED } from './steer.ts'
import { stillGood } from './still-good.ts'

/** What nobody had room for is tried again after this long: shifts end, and people have rested. */
const AGAIN_MS = 2 * HOUR

/** A plan of which lines held no longer when it was written is made again after this long, for what they would have filled. */
const SOON_MS = 2 * MINUTE

/** What the engine is to plan in a campaign: what is filled at once, or what is offered to a person. */
export interface PlanTask {
  campaign: OpenCampaign
  how: 'auto' | 'propose'
  rules: Rule[]
  filling: Filling
}

/**
 * Reads what is to be planned in a campaign, but for rules that are passed over, since their plan failed. `again`:
 * until when an offer stands. What is on offer is let stand for a while; after that, gaps that have
 * arisen since are no longer kept waiting for somebody's yes.
 */
export async function readPlanTasks(
  read: Reading,
  now: Date,
  campaign: OpenCampaign,
  passedOver: ReadonlySet<string>,
): Promise<{ tasks: PlanTask[]; again: Date | null }> {
  const playbook = await read((tx) => playbookAt(tx, campaign.playbook, campaign.version))
  const levels = levelsOf(campaign, playbook)
  const { old, standing, again } = sorted(await read((tx) => offersOf(tx, campaign)), now, levels)
  const rules = (playbook?.rules ?? []).filter((r) => r.fill !== 'hand' && !standing.has(r.id) && !passedOver.has(r.id))
  const open = await openings(read, now, campaign, { rules: rules.map((r) => r.id) })
  const tasks: PlanTask[] = []
  if (open.length === 0) return { tasks, again }
  const people = await willing(read, now, campaign, open, rules)
  const byHand = await read((tx) => offeredByHand(tx, campaign))
  const before = await read((tx) => linesOffered(tx, campaign, old))
  const not = await read((tx) => refusedLines(tx, now, campaign))
  for (const how of ['auto', 'propose'] as const) {
    const these: Rule[] = rules.filter((r) => r.fill === how)
    // What is to be filled at once does not wait for a coordinator who may have gone home.
    const wanted = how === 'auto' ? open : open.filter((o) => !byHand.has(`${o.subject} ${o.rule}`))
    const steer = how === 'auto' ? UNSTEERED : { ...UNSTEERED, before, not }
    const filling = await readFilling(read, now, campaign, these, wanted, people, steer)
    if (filling.windows.length + filling.rosters.length === 0) continue
    tasks.push({ campaign, how, rules: these, filling })
  }
  return { tasks, again }
}

/** The lines of a plan that hold still: it was made a while ago, and nothing was locked. */
export async function linesStillGood(
  read: Reading,
  now: Date,
  { campaign, rules }: PlanTask,
  { lines }: Filled,
): Promise<ProposalLine[]> {
  const open = await openings(read, now, campaign, { rules: rules.map((r) => r.id) })
  return stillGood(read, now, campaign, { rules, open, lines })
}

/**
 * Writes the lines of a plan that hold still (`linesStillGood`, read a moment before): as an offer, or as one that is accepted at
 * once, where each line is given only as far as it is lacking. Returns the proposal that has more to give than one transaction
 * should.
 */
export async function writePlan(
  tx: Tx,
  now: Date,
  { campaign, how }: PlanTask,
  made: Filled,
  good: readonly ProposalLine[],
): Promise<string | null> {
  const { district, lane, id } = campaign
  const current = await campaignById(tx, district, id)
  if (!current || current.ends) return null
  // Who lives out of reach will in two hours too: a change of the register asks for a plan of its own.
  if (made.unfilled.some((u) => u.reason === 'no-capacity-left')) {
    await ask(tx, lane, district, 'plan', new Date(now.getTime() + AGAIN_MS))
  }
  if (good.length < made.lines.length) await ask(tx, lane, district, 'plan', new Date(now.getTime() + SOON_MS))
  const byHand = how === 'auto' ? new Set<string>() : await offeredByHand(tx, campaign)
  const lines = good.filter((l) => !byHand.has(`${l.subject} ${l.rule}`))
  if (lines.length === 0) return null
  const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
  const { old } = sorted(await offersOf(tx, campaign), now, levelsOf(current, playbook))
  if (how === 'propose' && !(await supersede(tx, now, campaign, old, lines))) return null
  const proposal = await propose(tx, now, campaign, lines, { left: leftOf(made), proofs: made.proofs })
  if (how === 'propose') {
    await sayInstead(
      tx,
      campaign,
      old.map((o) => o.id),
      proposal,
    )
    return null
  }
  await takeAsAccepted(tx, now, ENGINE, campaign, proposal)
  if (lines.length > PIECE) return proposal
  return (await givePiece(tx, now, ENGINE, campaign, proposal)).done ? null : proposal
}

/** The level that is in force, and how the playbook orders its levels. */
const levelsOf = ({ level }: OpenCampaign, playbook: Playbook | null) => ({
  level,
  levels: playbook?.levels.map((l) => l.id) ?? [],
})

/** Offers by whether something better may take their place. */
function sorted(
  offers: readonly Offer[],
  now: Date,
  levels: ReturnType<typeof levelsOf>,
): { old: Offer[]; standing: Set<string>; again: Date | null } {
  const old: Offer[] = []
  const standing = new Set<string>()
  let again: Date | null = null
  for (const offer of offers) {
    const until = standsUntil(offer, now, levels)
    if (!until) old.push(offer)
    else for (const rule of offer.rules) standing.add(rule)
    if (until && (!again || until < again)) again = until
  }
  return { old, standing, again }
}

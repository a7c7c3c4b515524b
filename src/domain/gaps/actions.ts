import { MINUTE } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { laneNow } from '../audit/lanes.ts'
import { ACTUAL } from '../audit/model.ts'
import type { AnsweredIn } from '../callouts/actions.ts'
import { subjectsOf } from '../duties/store.ts'
import { followHazards } from '../hazards/follow.ts'
import type { Campaign } from '../playbooks/campaign.ts'
import { campaignById, campaignsIn, campaignsOpen } from '../playbooks/store.ts'
import type { RecordInput } from '../records/model.ts'
import { addToCoverage } from './coverage.ts'
import type { OpenCampaign } from './model.ts'
import {
  awaitingEvidence,
  type Heard,
  type LockedRows,
  lockDue,
  lockRequirements,
  nextCheckOf,
  ofSubjects,
  restate,
  type WhichRequirements,
} from './store.ts'

/** People decline in bursts: a plan waits this long for the others, and is made once. */
const GATHER_MS = 2 * MINUTE

/** Works out the chosen requirements of a campaign anew, carries the change up the trees, and asks for the next look. */
export async function restateAndCount(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  which: WhichRequirements,
): Promise<void> {
  await countBeside(tx, campaign.district)
  await countRows(tx, now, campaign, await lockRequirements(tx, campaign, which))
}

/** Requirements looked at in one transaction: at a change of shifts all of a county's are due at one instant. */
const PIECE = 5_000

/** Works out anew what time alone may have changed, as much as one transaction should; returns whether there may be more. */
export async function restateDue(tx: Tx, now: Date, campaign: OpenCampaign): Promise<boolean> {
  await countBeside(tx, campaign.district)
  const locked = await lockDue(tx, now, campaign, PIECE)
  await countRows(tx, now, campaign, locked)
  return locked.length === PIECE
}

async function countRows(
  tx: Tx,
  now: Date,
  campaign: OpenCampaign,
  locked: LockedRows,
  heard: readonly Heard[] = [],
): Promise<void> {
  const { district, lane } = campaign
  const deltas = await restate(tx, now, campaign, locked, heard)
  await addToCoverage(tx, now, campaign, deltas)
  const next = await nextCheckOf(tx, campaign)
  if (next) await ask(tx, lane, district, 'gaps', next)
  if (deltas.some((d) => d.unheld > 0)) await ask(tx, lane, district, 'plan', new Date(now.getTime() + GATHER_MS))
  if (deltas.some((d) => d.unheld < 0)) await ask(tx, lane, district, 'call', now)
}

/** Where duties changed: those of real life are seen in exercises too, those of an exercise in it alone. */
export interface LaneOf {
  district: string
  lane: string
}

/**
 * Whatever gives or ends duties, in its transaction: every campaign of the district that asks anything of these subjects sees
 * it at once, so that none shows as answered for what somebody has just let go. `now` is the time of the lane; an exercise that
 * sees a real duty end is looked at by its own clock. Returns the campaigns.
 */
export async function countDuties(
  tx: Tx,
  now: Date,
  { district, lane }: LaneOf,
  subjects: string[],
): Promise<Campaign[]> {
  // Before the campaigns are read: one that is put in force meanwhile works out its requirements after this, or is seen here.
  await countBeside(tx, district)
  const campaigns = lane === ACTUAL ? await campaignsIn(tx, district) : await campaignsOpen(tx, district, lane)
  for (const campaign of campaigns) {
    const then = campaign.lane === lane ? now : await laneNow(tx, campaign.lane, now)
    await countRows(tx, then, campaign, await lockRequirements(tx, campaign, ofSubjects(tx, then, subjects)))
  }
  // An exercise may be paused, and its engine with it: real life's adds up what is counted there.
  if (campaigns.some((c) => c.lane !== lane)) await ask(tx, lane, district, 'rollup', now)
  return campaigns
}

/** What follows a change of duties by people, inside its transaction: `countDuties`, and a look at what to plan and whom to call. */
export async function afterLaneDuties(tx: Tx, now: Date, at: LaneOf, subjects: string[]): Promise<void> {
  for (const campaign of await countDuties(tx, now, at, subjects)) {
    const then = campaign.lane === at.lane ? now : await laneNow(tx, campaign.lane, now)
    // A shift to come is no gap yet, but whoever lets go of it should be replaced before it begins.
    await ask(tx, campaign.lane, at.district, 'plan', then)
    await ask(tx, campaign.lane, at.district, 'call', then)
  }
}

/** The same for duties of real life. */
export async function afterDuties(tx: Tx, now: Date, district: string, subjects: string[]): Promise<void> {
  await afterLaneDuties(tx, now, { district, lane: ACTUAL }, subjects)
}

/** What follows records, inside their transaction: hazards are as they tell, and evidence that was waited for is there. */
export async function afterRecords(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  records: readonly RecordInput[],
): Promise<void> {
  // Before a hazard is held: who waits for the turn with one in hand would wait for an act that has the turn and waits for it.
  await countBeside(tx, district)
  const waited = await followHazards(tx, { now, district, lane }, records)
  await hearEvidence(tx, now, { district, lane }, [...records, ...waited])
}

/** Evidence that requirements waited for is there, and the board shows it at once. */
export async function hearEvidence(tx: Tx, now: Date, at: LaneOf, records: readonly Heard[]): Promise<void> {
  // A device whose clock is ahead tells of the future: it is believed up to now, or a section would be silent for as long.
  const heard = records.map((r) => ({ ...r, occurredAt: r.occurredAt > now ? now : r.occurredAt }))
  await countBeside(tx, at.district)
  for (const campaign of await campaignsOpen(tx, at.district, at.lane)) {
    await countRows(tx, now, campaign, await lockRequirements(tx, campaign, awaitingEvidence(tx, now, heard)), heard)
  }
}

/**
 * What follows when people answer a call, inside its transaction. What they decline counts as held no more, and is held again when
 * they come round, in that lane; of what they accept or are at, the campaign that called them is surer.
 */
export async function afterDecline(tx: Tx, now: Date, at: AnsweredIn, duties: string[]): Promise<void> {
  const { district, campaign: id } = at
  const subjects = await subjectsOf(tx, district, duties)
  if (id === undefined) return afterLaneDuties(tx, now, at, subjects)
  const campaign = await campaignById(tx, district, id)
  if (campaign && !campaign.ends) await restateAndCount(tx, now, campaign, ofSubjects(tx, now, subjects))
}

import { MINUTE } from '../../base/clock.ts'
import { ask } from '../../db/agenda.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { subjectsOf } from '../duties/store.ts'
import { campaignsIn, campaignsOpen } from '../playbooks/store.ts'
import { addToCoverage } from './coverage.ts'
import type { OpenCampaign } from './model.ts'
import { awaiting, nextCheckOf, ofSubjects, restate, takeEvidence } from './store.ts'

/** People decline in bursts: a plan waits this long for the others, and is made once. */
const GATHER_MS = 2 * MINUTE

/** Works out the chosen requirements of a campaign anew, carries the change up the trees, and asks for the next look. */
export async function restateAndCount(tx: Tx, now: Date, campaign: OpenCampaign, which: Fragment): Promise<number> {
  const deltas = await restate(tx, now, campaign, which)
  await addToCoverage(tx, now, campaign, deltas)
  const next = await nextCheckOf(tx, campaign)
  if (next) await ask(tx, campaign.lane, campaign.district, 'gaps', next)
  if (deltas.some((d) => d.unheld > 0)) {
    await ask(tx, campaign.lane, campaign.district, 'plan', new Date(now.getTime() + GATHER_MS))
  }
  if (deltas.some((d) => d.unheld < 0)) await ask(tx, campaign.lane, campaign.district, 'call', now)
  return deltas.length
}

/**
 * What follows a change of duties, inside its transaction: every campaign that asks anything of these subjects sees it
 * at once, so that the board never shows as answered for what somebody has just let go.
 */
export async function afterDuties(tx: Tx, now: Date, district: string, subjects: string[]): Promise<void> {
  for (const campaign of await campaignsIn(tx, district)) {
    await restateAndCount(tx, now, campaign, ofSubjects(tx, now, subjects))
    // A shift to come is no gap yet, but whoever lets go of it should be replaced before it begins.
    await ask(tx, campaign.lane, district, 'plan', now)
    await ask(tx, campaign.lane, district, 'call', now)
  }
}

/** What follows records, inside their transaction: evidence that was waited for is there, and the board shows it at once. */
export async function afterRecords(
  tx: Tx,
  now: Date,
  district: string,
  lane: string,
  records: { subject: string; kind: string; occurredAt: Date }[],
): Promise<void> {
  // A device whose clock is ahead tells of the future: it is believed up to now, or a section would be silent for as long.
  const heard = records.map((r) => ({ ...r, occurredAt: r.occurredAt > now ? now : r.occurredAt }))
  for (const campaign of await campaignsOpen(tx, district, lane)) {
    await takeEvidence(tx, campaign, heard)
    await restateAndCount(tx, now, campaign, awaiting(tx, now, heard))
  }
}

/** What follows when people decline, inside its transaction: what they were asked to hold counts as held no more. */
export async function afterDecline(tx: Tx, now: Date, district: string, duties: string[]): Promise<void> {
  await afterDuties(tx, now, district, await subjectsOf(tx, district, duties))
}

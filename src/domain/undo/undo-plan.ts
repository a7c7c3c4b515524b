import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, actorText, ENGINE } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import type { UndoableAct } from './find-act.ts'
import type { UndoSize } from './model.ts'
import { insertUndoing } from './store.ts'

/** A plan as it was accepted. */
interface Accepted {
  campaign: string
  state: string
  given: number
  /** Not null: more of it is to be given. */
  givenTo: string | null
  decidedBy: string | null
}

/**
 * Withdraws an accepted plan: what it gave ends piece by piece, what has not begun as if it never was. It is not accepted a second
 * time; its places are planned anew. ACT_UNDONE; ACT_OVERTAKEN where its campaign is over.
 */
export async function beginPlanUndo(tx: Tx, now: Date, actor: Actor, act: UndoableAct): Promise<UndoSize> {
  const { district, lane, subject } = act
  const proposal = subject ?? ''
  await countBeside(tx, district)
  const [row] = await tx<Accepted[]>`
    select campaign, state, given, given_to as "givenTo", decided_by as "decidedBy" from proposal where district = ${district} and id = ${proposal} for update`
  if (row?.state !== 'accepted') throw new MusterError('ACT_UNDONE')
  if (row.givenTo !== null) throw new MusterError('ACT_OVERTAKEN', { what: 'it is still being given' })
  // A rule that lets the engine accept would have it given again at once.
  if (row.decidedBy === actorText(ENGINE)) throw new MusterError('ACT_FINAL', { act: act.act })
  const campaign = await campaignById(tx, district, row.campaign)
  if (!campaign || campaign.ends) throw new MusterError('ACT_OVERTAKEN', { what: 'the campaign is over' })
  const size = await sizeOfPlan(tx, now, { district, campaign: campaign.id, proposal, given: row.given })
  await tx`update proposal set state = 'undone', given_to = null, undone_at = ${now}
    where district = ${district} and id = ${proposal}`
  await insertUndoing(tx, {
    district,
    id: newId(now),
    act: act.id,
    lane,
    kind: 'plan',
    subject: proposal,
    campaign: campaign.id,
    actedAt: act.at,
    overAt: null,
    begunAt: now,
    begunBy: actorText(actor),
    stage: 'duties',
    total: row.given,
  })
  return size
}

/** What a plan gave that lasts still, and to how many; the rest of it is over, or others have it (index duty_by_campaign). */
async function sizeOfPlan(
  tx: Tx,
  now: Date,
  { district, campaign, proposal, given }: { district: string; campaign: string; proposal: string; given: number },
): Promise<UndoSize> {
  const [row] = await tx<{ duties: number; people: number }[]>`
    select count(*)::int as duties, count(distinct holder)::int as people from duty
    where district = ${district} and campaign = ${campaign} and proposal = ${proposal} and ends > greatest(starts, ${now})`
  const { duties = 0, people = 0 } = row ?? {}
  return { kind: 'plan', duties, lost: Math.max(0, given - duties), people }
}

import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { campaignById } from '../playbooks/store.ts'
import type { UndoableAct } from './find-act.ts'
import type { UndoSize } from './model.ts'
import { insertUndoing } from './store.ts'

/**
 * Takes back the stop of a call-out: it goes on for all who were still waited for. ACT_UNDONE where it is stopped no longer, or was
 * stopped again since; ACT_OVERTAKEN where its campaign is over.
 */
export async function beginCalloutUndo(tx: Tx, now: Date, actor: Actor, act: UndoableAct): Promise<UndoSize> {
  const { district, lane, subject } = act
  const callout = subject ?? ''
  await countBeside(tx, district)
  const [row] = await tx<{ campaign: string }[]>`
    update callout set stopped_at = null, stop_reason = null, stopped_by = null
    where district = ${district} and id = ${callout} and stopped_at = ${act.at} returning campaign`
  if (!row) throw new MusterError('ACT_UNDONE')
  const campaign = await campaignById(tx, district, row.campaign)
  if (!campaign || campaign.ends) throw new MusterError('ACT_OVERTAKEN', { what: 'the campaign is over' })
  const [stopped] = await tx<{ people: number }[]>`
    select count(*)::int as people from summons
    where district = ${district} and callout = ${callout} and stopped_at = ${act.at}`
  const people = stopped?.people ?? 0
  const told = Number(act.detail.people ?? people)
  await insertUndoing(tx, {
    district,
    id: newId(now),
    act: act.id,
    lane,
    kind: 'callout',
    subject: callout,
    campaign: campaign.id,
    actedAt: act.at,
    overAt: null,
    begunAt: now,
    begunBy: actorText(actor),
    stage: 'calls',
    total: people,
  })
  return { kind: 'callout', duties: 0, lost: Math.max(0, told - people), people }
}

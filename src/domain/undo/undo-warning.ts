import { MusterError } from '../../base/errors.ts'
import { newId } from '../../base/ids.ts'
import { ask, askAll, EVERYWHERE } from '../../db/agenda.ts'
import type { Tx } from '../../db/connect.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { reopenCampaigns, resumeZones, zonesEndedBy } from '../playbooks/resume.ts'
import { resumeWarning, withdrawCancel } from '../warnings/resume.ts'
import type { UndoableAct } from './find-act.ts'
import type { UndoSize } from './model.ts'
import { insertUndoing } from './store.ts'

/**
 * Takes back that a warning was ended by hand: our own Cancel is withdrawn, the warning stands as it stood, its zones begin again,
 * and campaigns that had ended by it are open again at their level. What they require, what ended with that, and who was stood down
 * come back in pieces. ACT_UNDONE; ACT_OVERTAKEN where the warning has run out, or another campaign has taken the place of one.
 */
export async function beginWarningUndo(tx: Tx, now: Date, actor: Actor, act: UndoableAct): Promise<UndoSize> {
  const warning = act.subject ?? ''
  const zones = await zonesEndedBy(tx, warning, act.at)
  const districts = [...new Set(zones.map((z) => z.district))].sort()
  for (const district of districts) await countBeside(tx, district)
  if (!(await withdrawCancel(tx, String(act.detail.by ?? '')))) throw new MusterError('ACT_UNDONE')
  await resumeWarning(tx, now, warning)
  const over = await reopenCampaigns(tx, zones)
  await resumeZones(tx, now, zones)
  const size: UndoSize = { kind: 'warning', duties: 0, lost: 0, people: 0 }
  const campaigns = new Map(zones.map((z) => [z.campaign, z]))
  for (const { campaign, district } of campaigns.values()) {
    const own = await sizeIn(tx, now, { district, campaign, since: act.at })
    size.duties += own.duties
    size.lost += own.lost
    size.people += own.people
    await insertUndoing(tx, {
      district,
      id: newId(now),
      act: act.id,
      lane: act.lane,
      kind: 'warning',
      subject: warning,
      campaign,
      actedAt: act.at,
      overAt: over.get(campaign) ?? null,
      begunAt: now,
      begunBy: actorText(actor),
      stage: 'duties',
      total: own.duties + own.lost + own.people,
    })
  }
  await askAll(tx, act.lane, districts, 'require', now)
  await askAll(tx, act.lane, districts, 'undo', now)
  await ask(tx, act.lane, EVERYWHERE, 'warn', now)
  return size
}

/**
 * What ended with a campaign's requirements since a moment: duties that can be given again, those that others hold by now, people who
 * were stood down (indexes duty_not_required and duty_by_subject, callout_by_campaign and primary key of summons).
 */
async function sizeIn(
  tx: Tx,
  now: Date,
  { district, campaign, since }: { district: string; campaign: string; since: Date },
): Promise<Omit<UndoSize, 'kind'>> {
  const [ended] = await tx<{ n: number; taken: number }[]>`
    select count(*)::int as n, count(*) filter (where d.sole and coalesce((
        select true from (select * from duty where district = ${district} and subject = d.subject and role = d.role offset 0) o
        where o.sole and o.lane = d.lane and o.id <> d.id and o.starts < d.was_until and o.ends > greatest(o.starts, d.starts, ${now})
        limit 1), false))::int as taken
    from duty d
    where d.district = ${district} and d.campaign = ${campaign} and d.end_reason = 'no longer required'
      and d.changed_at >= ${since} and d.was_until > ${now}`
  const callouts = await tx<{ id: string }[]>`
    select id from callout where district = ${district} and campaign = ${campaign}`
  const [stood] = await tx<{ people: number }[]>`
    select count(*)::int as people from summons
    where district = ${district} and callout = any(${callouts.map((c) => c.id)}::uuid[])
      and stood_down_at >= ${since} and stopped_at is null`
  const { n = 0, taken = 0 } = ended ?? {}
  return { duties: n - taken, lost: taken, people: stood?.people ?? 0 }
}

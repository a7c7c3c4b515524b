import type { Fragment, Tx } from '../../db/connect.ts'
import { learnSizes } from '../../db/statistics.ts'
import { noteChange } from '../audit/changes.ts'
import { type Actor, actorText } from '../audit/model.ts'
import type { OpenCampaign } from './model.ts'

/** A duty that was given. */
export interface Given {
  id: string
  subject: string
  holder: string
}

/**
 * Gives duties as the lines say, a query of (duty, subject, rule, role, sole, holder, starts, ends, distance_m): as many as
 * their requirement still lacks, the nearest first, from now or from the beginning of their shift. Where a sole role is held
 * by somebody who declined in this campaign, that duty ends at the same instant. Lines that the register refuses, because
 * somebody was quicker, are left out. Counting anew is the caller's.
 */
export async function giveLines(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: OpenCampaign,
  lines: () => Fragment,
  proposal: string | null,
): Promise<Given[]> {
  const { district } = campaign
  await tx`
    update duty d set ends = greatest(d.starts, ${now}), changed_at = ${now}, end_reason = 'declined'
    from (${lines()}) l
    where l.sole and d.district = ${district} and d.subject = l.subject and d.role = l.role and d.sole
      and d.lane = ${campaign.lane} and d.starts <= ${now} and d.ends > ${now}
      and exists (select from summons s where s.district = ${district} and s.campaign = ${campaign.id}
        and s.person = d.holder and s.declined_at is not null and d.id = any(s.duties))`
  const given = await tx<Given[]>`
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
      proposal, recorded_at, recorded_by, changed_at)
    select ${district}, l.duty, ${campaign.lane}, 'place', l.subject, l.role, l.sole, 'person', l.holder,
      greatest(l.starts, ${now}), l.ends, ${campaign.id}, ${proposal}, ${now}, ${actorText(actor)}, ${now}
    from (
      select *, row_number() over (partition by subject, rule, ends order by distance_m, duty) as nth from (${lines()}) p
      where ends > ${now}
    ) l
    where exists (select from requirement r where r.district = ${district} and r.subject = l.subject
      and r.campaign = ${campaign.id} and r.rule = l.rule and r.ends = l.ends and r.needed - r.held >= l.nth)
    on conflict do nothing
    returning id, subject, holder`
  await learnSizes(tx, 'duty', given.length)
  await noteChange(tx, campaign.lane, [district], 'duties')
  return given
}

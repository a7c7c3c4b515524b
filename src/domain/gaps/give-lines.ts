import type { Fragment, Tx } from '../../db/connect.ts'
import { learnSizes } from '../../db/statistics.ts'
import { noteChange } from '../audit/changes.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { countBeside } from '../playbooks/store.ts'
import { countDuties } from './actions.ts'
import { type EndedDuty, standDownFrom } from './after-ended.ts'
import type { OpenCampaign } from './model.ts'
import { declined, sameRole } from './standing.ts'
import { lockRows } from './store.ts'

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
 * somebody was quicker, are left out. What changes is counted in every campaign that sees it.
 *
 * The requirements are locked first, so that of two plans for one place the second sees what the first gave. Everything is
 * then found line by line with an index (duty_by_subject, primary key of requirement), by subqueries that the planner cannot turn
 * into joins: it takes lines written a moment ago for one, and joined 18,375 of them with as many requirements in a loop.
 */
export async function giveLines(
  tx: Tx,
  now: Date,
  actor: Actor,
  campaign: OpenCampaign,
  lines: () => Fragment,
  proposal: string | null,
): Promise<Given[]> {
  const { district, lane, id } = campaign
  await countBeside(tx, district)
  await lockRows(tx, campaign, tx`subject = any(array(select subject from (${lines()}) l)) and ends > ${now}`)
  const letGo = await tx<EndedDuty[]>`
    with ${declined(tx, campaign)}
    update duty set ends = greatest(starts, ${now}), changed_at = ${now}, end_reason = 'declined'
    where district = ${district} and id = any(array(
      select o.id from (${lines()}) l, lateral (
        select d.id from duty d
        where d.district = ${district} and d.subject = l.subject and ${sameRole(tx, tx`l.role`)} and d.sole and d.lane = ${lane}
          and d.starts <= ${now} and d.ends > ${now} and (select ids from declined) ? d.id::text offset 0) o
      where l.sole))
    returning district, id, lane, subject_kind as "subjectKind", subject, role, holder_kind as "holderKind", holder`
  const given = await tx<Given[]>`
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
      proposal, recorded_at, recorded_by, changed_at)
    select ${district}, l.duty, ${lane}, 'place', l.subject, l.role, l.sole, 'person', l.holder,
      greatest(l.starts, ${now}), l.ends, ${id}, ${proposal}, ${now}, ${actorText(actor)}, ${now}
    from (
      select *, row_number() over (partition by subject, rule, ends order by distance_m, duty) as nth from (${lines()}) p
      where ends > ${now}
    ) l, lateral (
      select true from requirement r where r.district = ${district} and r.subject = l.subject and r.campaign = ${id}
        and r.rule = l.rule and r.ends = l.ends and r.needed - r.held >= l.nth limit 1) r
    order by l.subject, l.role
    on conflict do nothing
    returning id, subject, holder`
  await learnSizes(tx, 'duty', given.length)
  await noteChange(tx, lane, [district], 'duties')
  await countDuties(tx, now, campaign, [...new Set([...given, ...letGo].map((d) => d.subject))])
  await standDownFrom(tx, now, actor, district, letGo)
  return given
}

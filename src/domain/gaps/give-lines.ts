import type { Fragment, Tx } from '../../db/connect.ts'
import { learnSizes } from '../../db/statistics.ts'
import { noteChange } from '../audit/changes.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { countBeside } from '../playbooks/store.ts'
import { countDuties } from './actions.ts'
import { type EndedDuty, standDownFrom } from './after-ended.ts'
import type { OpenCampaign } from './model.ts'
import { declined, dutiesOf } from './standing.ts'
import { lockRequirements } from './store.ts'

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
 * then found line by line with an index (duty_by_subject, primary key of requirement), by subqueries that the planner can neither turn
 * into joins nor look into: it takes lines written a moment ago for one, and joined 18,375 of them with as many requirements in a loop.
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
  await lockRequirements(tx, campaign, { subjects: lines(), are: tx`ends > ${now}` })
  const letGo = await tx<EndedDuty[]>`
    with ${declined(tx, campaign)}
    update duty set ends = greatest(starts, ${now}), changed_at = ${now}, end_reason = 'declined'
    from (
      select o.id as declined from (${lines()}) l, lateral (
        select d.id from ${dutiesOf(tx, district, tx`l.subject`)} d
        where d.role = l.role and d.sole and d.lane = ${lane} and d.starts <= ${now} and d.ends > ${now}
          and (select ids from declined) ? d.id::text) o
      where l.sole) o
    where district = ${district} and id = o.declined
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
      select true from (select * from requirement where district = ${district} and subject = l.subject offset 0) r
      where r.campaign = ${id} and r.rule = l.rule and r.ends = l.ends and r.needed - r.held >= l.nth limit 1) r
    order by l.subject, l.role
    on conflict do nothing
    returning id, subject, holder`
  await learnSizes(tx, 'duty', given.length)
  await noteChange(tx, lane, [district], 'duties')
  await countDuties(tx, now, campaign, [...new Set([...given, ...letGo].map((d) => d.subject))])
  await standDownFrom(tx, now, actor, district, letGo)
  return given
}

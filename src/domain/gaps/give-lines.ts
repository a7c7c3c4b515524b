import type { Fragment, Tx } from '../../db/connect.ts'
import { learnSizes } from '../../db/statistics.ts'
import { countBeside } from '../../db/turn.ts'
import { noteChange } from '../audit/changes.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { relyOnAbsencesOf } from '../people/absences.ts'
import { countDuties } from './actions.ts'
import { type EndedDuty, standDownFrom } from './after-ended.ts'
import type { OpenCampaign } from './model.ts'
import { freeUntil, partRoundAbsences } from './stand-in.ts'
import { away, backAt, declined, dutiesOf } from './standing.ts'
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
 * by somebody who declined in this campaign, that duty ends at the same instant; where its holder is away, it is parted round the
 * absence, and what is given ends where it goes on. Lines that the register refuses, because somebody was quicker, are left out,
 * and of a plan those for somebody who is away by now. What changes is counted in every campaign that sees it.
 *
 * The people are held first (`relyOnAbsencesOf`), and then the requirements, so that of two plans for one place the second sees
 * what the first gave. Everything is then found line by line with an index (duty_by_subject, primary key of requirement), by
 * subqueries that the planner can neither turn into joins nor look into: it takes lines written a moment ago for one, and joined
 * 18,375 of them with as many requirements in a loop.
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
  const people = await tx<{ holder: string }[]>`select distinct holder from (${lines()}) l`
  await relyOnAbsencesOf(
    tx,
    district,
    people.map((p) => p.holder),
  )
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
  // A plan may be accepted hours after it was made; a coordinator who names somebody may know better.
  const wanted = () => tx`
    select * from (select *, greatest(starts, ${now}) as at from (${lines()}) q) l
    where l.ends > ${now} ${proposal ? tx`and ${backAt(tx, tx`l.at`, tx`l.holder`)} is null` : tx``}`
  const lacks = (least: Fragment) => tx`
    (select true from (select * from requirement where district = ${district} and subject = l.subject offset 0) r
    where r.campaign = ${id} and r.rule = l.rule and r.ends = l.ends and r.needed - r.held >= ${least} limit 1)`
  const parted = await partRoundAbsences(
    tx,
    now,
    actor,
    campaign,
    tx`select * from (${wanted()}) l where ${lacks(tx`1`)}`,
  )
  const given = await tx<Given[]>`
    with ${away(tx, district, now)}
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
      proposal, recorded_at, recorded_by, changed_at)
    select ${district}, l.duty, ${lane}, 'place', l.subject, l.role, l.sole, 'person', l.holder, l.at,
      least(l.ends, ${freeUntil(tx, campaign)}), ${id}, ${proposal}, ${now}, ${actorText(actor)}, ${now}
    from (
      select *, row_number() over (partition by subject, rule, ends order by distance_m, duty) as nth from (${wanted()}) p
    ) l where ${lacks(tx`l.nth`)}
    order by l.subject, l.role
    on conflict do nothing
    returning id, subject, holder`
  await learnSizes(tx, ['duty'])
  await noteChange(tx, lane, [district], 'duties')
  const ended = [...letGo, ...parted]
  await countDuties(tx, now, campaign, [...new Set([...given, ...ended].map((d) => d.subject))])
  await standDownFrom(tx, now, actor, district, ended)
  return given
}

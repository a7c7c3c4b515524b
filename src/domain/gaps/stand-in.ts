import { newIds } from '../../base/ids.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, actorText } from '../audit/model.ts'
import type { GivingDuty, MakeRoom } from '../duties/actions.ts'
import type { Duty } from '../duties/model.ts'
import { isSole } from '../playbooks/sole.ts'
import { afterDuties, type LaneOf } from './actions.ts'
import { afterDutiesEnded, type EndedDuty } from './after-ended.ts'
import { away, backAt, dutiesOf } from './standing.ts'

/** A duty that was parted, and what goes on of it after the absence; null: nothing, it ends before. */
type Parted = Duty & { goesOn: Date | null; until: Date | null; proposal: string | null }

/** What goes on of a person's duty, or is given back of it; `until` null: without an end. */
type Continued = Omit<Parted, 'district' | 'ends' | 'recordedAt' | 'recordedBy' | 'endReason' | 'backfilled' | 'goesOn'>

const CONTINUED = {
  id: 'uuid',
  lane: 'text',
  subjectKind: 'text',
  subject: 'uuid',
  role: 'text',
  sole: 'boolean',
  holder: 'uuid',
  starts: 'timestamptz',
  until: 'timestamptz',
  campaign: 'uuid',
  proposal: 'uuid',
} as const

/** Writes what goes on of duties, each under an id of its own: what was is not changed. */
async function goOn(
  tx: Tx,
  now: Date,
  actor: Actor,
  district: string,
  duties: readonly Omit<Continued, 'id' | 'holderKind'>[],
): Promise<void> {
  if (duties.length === 0) return
  const ids = newIds(now, duties.length)
  const numbered = duties.map((duty, i) => ({ ...duty, id: ids[i] as string }))
  await tx`
    insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends, campaign,
      proposal, recorded_at, recorded_by, changed_at)
    select ${district}, id, lane, "subjectKind", subject, role, sole, 'person', holder, starts,
      coalesce(until, 'infinity'), campaign, proposal, ${now}, ${actorText(actor)}, ${now}
    from ${rows(tx, numbered, CONTINUED)}`
}

/**
 * Makes room for stand-ins: where one of the lines, a query of (subject, role, sole, holder, starts), gives a sole role of
 * which the holder is away then, that holder's duty is parted round the absence. It ends where the stand-in begins, and the
 * same duty begins again where the absence ends, if it lasts so long. An absence until further notice has no end, and so what
 * is given up for it does not come back. Returns what was parted, for what follows when duties end. Only duties of the lines'
 * own lane are in the way of them; of two acts on one duty, the second finds it parted. (Indexes duty_by_subject, absence_by_end.)
 */
export async function partRoundAbsences(
  tx: Tx,
  now: Date,
  actor: Actor,
  { district, lane }: LaneOf,
  lines: Fragment,
): Promise<Duty[]> {
  await countBeside(tx, district)
  const parted = await tx<Parted[]>`
    with ${away(tx, district, now)}
    update duty set ends = o.at, changed_at = ${now}, end_reason = 'away', parted_until = o.lasts
    from (
      select distinct on (p.parted) p.*, l.at from (
        select subject, role, sole, holder, greatest(starts, ${now}) as at from (${lines}) q
      ) l, lateral (
        select d.id as parted, case when ${backAt(tx, tx`l.at`)} < d.ends then ${backAt(tx, tx`l.at`)} end as back, d.ends as lasts
        from ${dutiesOf(tx, district, tx`l.subject`)} d
        where d.role = l.role and d.sole and d.lane = ${lane} and d.starts <= l.at and d.ends > l.at and d.holder <> l.holder
          and ${backAt(tx, tx`l.at`)} is not null) p
      where l.sole order by p.parted, l.at) o
    where district = ${district} and id = o.parted and ends > o.at
    returning district, id, lane, subject_kind as "subjectKind", subject, role, sole, holder_kind as "holderKind", holder,
      starts, nullif(ends, 'infinity') as ends, campaign, proposal, recorded_at as "recordedAt", recorded_by as "recordedBy",
      end_reason as "endReason", backfilled, back as "goesOn", nullif(lasts, 'infinity') as until`
  const going = parted.flatMap(({ goesOn, ...duty }) => (goesOn ? [{ ...duty, lane, starts: goesOn }] : []))
  await goOn(tx, now, actor, district, going)
  return parted.map(({ goesOn: _, until: __, proposal: ___, ...duty }) => duty)
}

/**
 * Until when the role that a line `l` gives from its beginning `at` is free: where it is sole, until its next holder begins, who
 * may be the one whom a stand-in stands in for. (Index duty_by_subject.)
 */
export const freeUntil = (tx: Tx, { district, lane }: LaneOf) => tx`
  coalesce(case when l.sole then (
    select min(d.starts) from ${dutiesOf(tx, district, tx`l.subject`)} d
    where d.role = l.role and d.sole and d.lane = ${lane} and d.starts > l.at and d.ends > d.starts) end, 'infinity')`

/**
 * Where one of these duties, ended by now, stood in for somebody who is away, the place is that holder's again: from now until they
 * have it again anyway, or as long as theirs would have gone on. Who has left since, and what was for a campaign that is over, gets
 * nothing back. While they are away nobody holds it, as before there was a stand-in. (Index duty_by_subject.)
 */
async function giveBack(tx: Tx, now: Date, actor: Actor, ended: readonly EndedDuty[]): Promise<void> {
  for (const [district, duties] of Map.groupBy(ended, (d) => d.district)) {
    const found = await tx<Omit<Continued, 'id' | 'holderKind'>[]>`
      select p.subject_kind as "subjectKind", p.subject, p.role, p.sole, p.holder, p.lane, p.campaign, p.proposal,
        greatest(u.ends, ${now}) as starts, nullif(n.until, 'infinity') as until
      from duty u, lateral (
        select * from duty where district = ${district} and subject = u.subject and role = u.role and ends = u.starts offset 0) p,
        lateral (select coalesce((
          select min(starts) from duty where district = ${district} and subject = u.subject and role = u.role and id <> u.id
            and ends > greatest(starts, ${now}) and sole and lane = u.lane), p.parted_until) as until) n
      where u.district = ${district} and u.id = any(${duties.map((d) => d.id)}::uuid[]) and u.sole
        and p.sole and p.lane = u.lane and p.end_reason = 'away' and p.holder_kind = 'person' and p.holder <> u.holder
        and n.until > greatest(u.ends, ${now})
        and (p.campaign is null or exists (
          select from campaign c where c.district = ${district} and c.id = p.campaign and c.ends > ${now}))
        and (not exists (select from membership m where m.district = ${district} and m.person = p.holder) or exists (
          select from membership m where m.district = ${district} and m.person = p.holder and m.ends > ${now}))`
    await goOn(tx, now, actor, district, found)
  }
}

/** What follows when somebody ends duties by hand. */
export async function afterEndedByHand(tx: Tx, now: Date, actor: Actor, ended: readonly EndedDuty[]): Promise<void> {
  await giveBack(tx, now, actor, ended)
  await afterDutiesEnded(tx, now, actor, ended)
}

/** Makes room for one duty that is given by hand. */
const makeRoom: MakeRoom = async (tx, now, actor, lane, { district, subject, role, sole, holder, starts }) => {
  const line = () => tx`
    select ${subject}::uuid as subject, ${role}::text as role, ${sole}::boolean as sole, ${holder}::uuid as holder,
      ${starts}::timestamptz as starts`
  const parted = await partRoundAbsences(tx, now, actor, { district, lane }, line())
  const [room] = await tx<{ until: Date | null }[]>`
    select nullif(${freeUntil(tx, { district, lane })}, 'infinity') as until
    from (select *, greatest(starts, ${now}) as at from (${line()}) q) l`
  return { until: room?.until ?? null, parted }
}

/** What giving one duty asks of playbooks, and brings about among gaps and call-outs. */
export const givingDuty: GivingDuty = { soleOf: isSole, makeRoom, afterDuties, afterEnd: afterDutiesEnded }

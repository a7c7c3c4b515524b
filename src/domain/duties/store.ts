import { newId } from '../../base/ids.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { refusal } from '../../db/sqlstate.ts'
import { countBeside } from '../../db/turn.ts'
import { type Actor, actorText } from '../audit/model.ts'
import { relyOnAbsencesOf } from '../people/absences.ts'
import { dutyEndReason, dutyEnds } from './known-then.ts'
import type { Duty, NewDuty } from './model.ts'

const DUTY = (tx: Tx) => tx`
  district, id, lane, subject_kind as "subjectKind", subject, role, sole, holder_kind as "holderKind", holder,
  starts, nullif(ends, 'infinity') as ends, campaign, recorded_at as "recordedAt", recorded_by as "recordedBy",
  end_reason as "endReason", backfilled`

/** Writes a duty from `now` or a later start; DUTY_TAKEN if the register refuses it, DUTY_PAST if it begins before. */
export async function insertDuty(tx: Tx, now: Date, actor: Actor, lane: string, d: NewDuty): Promise<Duty> {
  const starts = d.starts ? new Date(d.starts as Date) : now
  await relyOnAbsencesOf(tx, d.district, [d.holder])
  try {
    const [row] = await tx<Duty[]>`
      insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends,
        recorded_at, recorded_by, changed_at)
      values (${d.district}, ${newId(now)}, ${lane}, ${d.subjectKind ?? 'place'}, ${d.subject}, ${d.role},
        ${d.sole}, ${d.holderKind ?? 'person'}, ${d.holder}, ${starts},
        coalesce(${(d.ends as Date) ?? null}::timestamptz, 'infinity'), ${now}, ${actorText(actor)}, ${now})
      returning ${DUTY(tx)}`
    return row as Duty
  } catch (error) {
    throw refusal(error, { role: d.role, what: 'a duty begins when it is given, not before' })
  }
}

export async function dutyById(tx: Tx, district: string, id: string): Promise<Duty | null> {
  const [row] = await tx<Duty[]>`select ${DUTY(tx)} from duty where district = ${district} and id = ${id}`
  return row ?? null
}

/** Those of these duties that there are (primary key). */
export async function dutiesByIds(tx: Tx, district: string, ids: string[]): Promise<Duty[]> {
  return tx<Duty[]>`select ${DUTY(tx)} from duty where district = ${district} and id = any(${ids}::uuid[]) order by id`
}

/**
 * Ends duties now, or at a moment to come, or before they begin; those over by then are left alone. Returns what was ended.
 */
export async function endDuties(
  tx: Tx,
  now: Date,
  district: string,
  which: Fragment,
  reason: string,
  at = now,
): Promise<Duty[]> {
  await countBeside(tx, district)
  return tx<Duty[]>`
    update duty set ends = greatest(starts, ${at}), was_until = ends, changed_at = ${now}, end_reason = ${reason}
    where district = ${district} and ends > greatest(starts, ${at}) and ${which}
    returning ${DUTY(tx)}`
}

/**
 * Who answers for a subject at an instant in a lane: real duties and those of the exercise, oldest first (index duty_by_subject).
 * A duty brought in from an earlier register shows from its beginning and carries when it was recorded.
 */
export async function dutiesOf(
  tx: Tx,
  { district, lane }: { district: string; lane: string },
  subject: string,
  at: Date,
): Promise<(Duty & { name: string })[]> {
  return tx`
    select ${DUTY(tx)}, nullif(${dutyEnds(tx, at)}, 'infinity') as ends, ${dutyEndReason(tx, at)} as "endReason", coalesce(
        (select name from person p where p.district = d.district and p.id = d.holder),
        (select name from unit u where u.district = d.district and u.id = d.holder), '') as name
    from duty d where district = ${district} and subject = ${subject} and lane in ('actual', ${lane}) and during @> ${at}::timestamptz
    order by role, starts, id`
}

/** What a person answers for at an instant (index duty_by_holder). */
export async function dutiesHeldBy(tx: Tx, district: string, holder: string, at: Date): Promise<Duty[]> {
  return tx<Duty[]>`
    select ${DUTY(tx)} from duty
    where district = ${district} and holder = ${holder} and ends > ${at} and starts <= ${at}
    order by role, starts, id`
}

/** What a place `q` counts of a role's load, by so many people or metres that count one; null: each counts one. */
export type Weighing = { people: number } | { perM: number } | null

/** The sum of what places `q` count, as `weigh` has it for one. */
export function weighed(tx: Tx, weighing: NonNullable<Weighing>): Fragment {
  const parts =
    'people' in weighing
      ? tx`coalesce(q.people, 0)::float8 / ${weighing.people}::float8`
      : tx`coalesce(q.to_m - q.from_m, 0)::float8 / ${weighing.perM}::float8`
  return tx`sum(greatest(1, ceil(${parts} - 1e-6)))`
}

/**
 * How many duties of a role each person carries in a window of time, or what their places count: what the planner must leave
 * room for. Of these people alone (index duty_by_holder), or of everybody.
 */
export async function loads(
  tx: Tx,
  district: string,
  lane: string,
  role: string,
  from: Date,
  to: Date,
  people: string[] | null = null,
  weighing: Weighing = null,
): Promise<Map<string, number>> {
  const rows = await tx<{ holder: string; n: number }[]>`
    select holder, ${weighing ? weighed(tx, weighing) : tx`count(*)`}::int as n
    from duty ${weighing ? tx`join place q using (district) ` : tx``}
    where district = ${district} ${weighing ? tx`and q.id = subject` : tx``} and role = ${role} and lane in ('actual', ${lane}) and holder_kind = 'person'
      and starts < ${to} and ends > greatest(starts, ${from}) ${people ? tx`and holder = any(${people}::uuid[])` : tx``}
    group by holder`
  return new Map(rows.map((r) => [r.holder, r.n]))
}

/** A shift that somebody stood, or was given. */
export interface Served {
  holder: string
  ends: Date
}

/** Who has so many duties of a role, or more, that lie in a stretch of time or reach into it. */
export async function holdersWith(
  tx: Tx,
  district: string,
  lane: string,
  role: string,
  [from, to]: readonly [Date, Date],
  least: number,
): Promise<Set<string>> {
  const found = await tx<{ holder: string }[]>`
    select holder from duty
    where district = ${district} and role = ${role} and lane in ('actual', ${lane}) and holder_kind = 'person'
      and starts < ${to} and ends > ${from} and ends > starts
    group by holder having count(*) >= ${least}`
  return new Set(found.map((f) => f.holder))
}

/** The duties of a role that end in a stretch of time and have an end, of these people (index duty_by_holder). */
export async function servedIn(
  tx: Tx,
  district: string,
  lane: string,
  role: string,
  from: Date,
  to: Date,
  people: string[],
): Promise<Served[]> {
  return tx<Served[]>`
    select holder, ends from duty
    where district = ${district} and holder = any(${people}::uuid[]) and role = ${role} and lane in ('actual', ${lane})
      and ends > ${from} and ends <= ${to} and ends > starts`
}

/** What these duties are about. */
export async function subjectsOf(tx: Tx, district: string, duties: string[]): Promise<string[]> {
  const rows = await tx<{ subject: string }[]>`
    select distinct subject from duty where district = ${district} and id = any(${duties}::uuid[])`
  return rows.map((r) => r.subject)
}

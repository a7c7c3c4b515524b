import { newId } from '../../base/ids.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { noteChange } from './changes.ts'
import { ACTUAL, type Act, type Actor, actorText } from './model.ts'
import { ALL, topicOf } from './topics.ts'

/**
 * Writes one audit row in the transaction of the act itself: both are there, or neither. Whoever looks at that district is
 * told that something changed.
 */
export async function audit(tx: Tx, now: Date, actor: Actor, act: Act): Promise<void> {
  await tx`
    insert into audit (district, id, at, lane, actor, act, subject, detail)
    values (${act.district}, ${newId(now)}, ${now}, ${act.lane ?? null}, ${actorText(actor)}, ${act.act}, ${act.subject ?? null},
      ${JSON.stringify(act.detail ?? {})}::text::jsonb)`
  if (!act.quiet) await noteChange(tx, seenIn(act), [act.district], topicOf(act.act))
}

/** Who looks at which lane is told of an act: real duties are seen in every exercise, and how an exercise stands is seen everywhere. */
function seenIn({ act, lane = ALL }: Pick<Act, 'act' | 'lane'>): string {
  const topic = topicOf(act)
  return topic === 'exercise' || (topic === 'duties' && lane === ACTUAL) ? ALL : lane
}

/** That an act of `audit` (named `a`) belongs to a lane or, done on the register itself, to every one. */
export const actIn = (tx: Tx, lane: string): Fragment => tx`(a.lane is null or a.lane = ${lane})`

/** Writes one audit row for each of several acts of one kind, in one statement. */
export async function auditAll(
  tx: Tx,
  now: Date,
  actor: Actor,
  acts: Omit<Act, 'subject' | 'detail'> & { each: readonly { subject: string; detail: Record<string, unknown> }[] },
): Promise<void> {
  if (acts.each.length === 0) return
  const list = acts.each.map((each) => ({ id: newId(now), ...each }))
  await tx`
    insert into audit (district, id, at, lane, actor, act, subject, detail)
    select ${acts.district}, id, ${now}, ${acts.lane ?? null}, ${actorText(actor)}, ${acts.act}, subject, detail
    from ${rows(tx, list, { id: 'uuid', subject: 'text', detail: 'jsonb' })}`
  await noteChange(tx, seenIn(acts), [acts.district], topicOf(acts.act))
}

export interface AuditRow {
  id: string
  at: Date
  actor: string
  act: string
  subject: string | null
  detail: Record<string, unknown>
}

/** What was done to one subject, newest first (index audit_by_subject). */
export async function auditOf(tx: Tx, district: string, subject: string, limit: number): Promise<AuditRow[]> {
  return tx<AuditRow[]>`
    select id, at, actor, act, subject, detail from audit
    where district = ${district} and subject = ${subject}
    order by at desc, id desc limit ${limit}`
}

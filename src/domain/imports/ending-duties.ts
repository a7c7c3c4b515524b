import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countBeside } from '../../db/turn.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { afterDutiesEnded, type EndedDuty } from '../gaps/after-ended.ts'
import type { Saved } from './saved.ts'

/** Somebody, or a unit, who gives up all that they hold from a moment on. */
export interface Leaver {
  district: string
  holder: string
  /** Not before now. */
  at: Date
}

/** A duty that an import ended: what has to be known to find who is without anybody then. */
export type Ended = EndedDuty & { at: Date; starts: Date; sole: boolean }

const LEAVER = { holder: 'uuid', at: 'timestamptz' } as const

/** Real life alone: an exercise has its own people, who stay until it is over. (Index duty_by_holder.) */
export async function endHeldBy(tx: Tx, now: Date, leavers: readonly Leaver[], reason: string): Promise<Ended[]> {
  const ended: Ended[] = []
  for (const [district, theirs] of Map.groupBy(leavers, (leaver) => leaver.district)) {
    await countBeside(tx, district)
    ended.push(
      ...(await tx<Ended[]>`
        update duty d set ends = greatest(d.starts, t.at), changed_at = ${now}, end_reason = ${reason}
        from ${rows(tx, theirs, LEAVER)}
        where d.district = ${district} and d.holder = t.holder and d.lane = ${ACTUAL} and d.ends > greatest(d.starts, t.at)
        returning ${ENDED(tx)}`),
    )
  }
  return ended
}

export const ENDED = (tx: Tx) => tx`
  d.district, d.id, d.lane, d.subject_kind as "subjectKind", d.subject, d.role, d.holder_kind as "holderKind", d.holder,
  d.sole, d.starts, d.ends as at`

/** What somebody answers for in a role, or nobody does: a place, or a post at a unit. */
const answeredFor = ({ subject, role }: Pick<Ended, 'subject' | 'role'>) => `${subject} ${role}`

/**
 * What follows when an import ended duties, in its transaction: their places are gaps or held by others, who was called for them
 * is stood down, and the report counts them, with the places and posts at which nobody has the role from that moment on.
 */
export async function followEnded(
  tx: Tx,
  now: Date,
  actor: Actor,
  ended: readonly Ended[],
  saved: Saved,
): Promise<void> {
  await afterDutiesEnded(tx, now, actor, ended)
  saved.ends.duties += ended.length
  for (const [district, duties] of Map.groupBy(ended, (duty) => duty.district)) {
    const subjects = [...new Set(duties.map((duty) => duty.subject))]
    const left = await tx<(Pick<Ended, 'subject' | 'role' | 'starts'> & { ends: Date | null })[]>`
      select subject, role, starts, nullif(ends, 'infinity') as ends from duty
      where district = ${district} and subject = any(${subjects}::uuid[]) and lane = ${ACTUAL} and ends > ${now}`
    const others = Map.groupBy(left, answeredFor)
    const isHeldAt = (key: string, at: Date) =>
      others.get(key)?.some((duty) => duty.starts <= at && (duty.ends === null || duty.ends > at))
    const bare = new Set(
      duties
        .map((duty) => [answeredFor(duty), duty.at] as const)
        .filter(([key, at]) => !isHeldAt(key, at))
        .map(([key]) => key),
    )
    saved.ends.bare += bare.size
  }
}

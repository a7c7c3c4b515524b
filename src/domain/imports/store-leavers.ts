import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countBeside } from '../../db/turn.ts'
import { ACTUAL } from '../audit/model.ts'
import { ENDED, type Ended } from './ending-duties.ts'

/** When the last membership of each of these people ends, null: not; who has none is not in the answer (primary key). */
export async function lastMemberships(
  tx: Tx,
  district: string,
  people: readonly string[],
): Promise<Map<string, Date | null>> {
  const found = await tx<{ person: string; ends: Date | null }[]>`
    select person, nullif(max(ends), 'infinity') as ends from membership
    where district = ${district} and person = any(${people as string[]}::uuid[]) group by person`
  return new Map(found.map(({ person, ends }) => [person, ends]))
}

/** Ends memberships, those to come as well, at these moments where they last longer. Returns whose ended (primary key). */
export async function endMemberships(
  tx: Tx,
  district: string,
  ends: readonly { person: string; unit: string; at: Date }[],
): Promise<string[]> {
  const ended = await tx<{ id: string }[]>`
    update membership m set ends = greatest(m.starts, t.at)
    from ${rows(tx, ends, { person: 'uuid', unit: 'uuid', at: 'timestamptz' })}
    where m.district = ${district} and m.person = t.person and m.unit = t.unit and m.ends > greatest(m.starts, t.at)
    returning m.person as id`
  return ended.map(({ id }) => id)
}

/** From when on each of these people is no more in the organisation; null: they are, perhaps again. Returns for whom that is new. */
export async function markLeft(
  tx: Tx,
  district: string,
  people: readonly { id: string; at: Date | null }[],
): Promise<Set<string>> {
  const changed = await tx<{ id: string }[]>`
    update person p set left_at = coalesce(t.at, 'infinity')
    from ${rows(tx, people, { id: 'uuid', at: 'timestamptz' })}
    where p.district = ${district} and p.id = t.id and p.left_at <> coalesce(t.at, 'infinity')
    returning p.id`
  return new Set(changed.map(({ id }) => id))
}

/**
 * Ends posts of people at units of which they are no members any more, as their memberships end; a post at a unit of which the
 * person never was a member stays. (Index duty_by_holder.)
 */
export async function endPostsLeft(tx: Tx, now: Date, district: string, people: readonly string[]): Promise<Ended[]> {
  await countBeside(tx, district)
  const memberships = await tx<{ person: string; unit: string; at: Date }[]>`
    select person, unit, greatest(max(ends), ${now}) as at from membership
    where district = ${district} and person = any(${people as string[]}::uuid[])
    group by person, unit having max(ends) < 'infinity'`
  return tx<Ended[]>`
    update duty d set ends = greatest(d.starts, t.at), changed_at = ${now}, end_reason = 'left'
    from ${rows(tx, memberships, { person: 'uuid', unit: 'uuid', at: 'timestamptz' })}
    where d.district = ${district} and d.holder = t.person and d.subject = t.unit and d.subject_kind = 'unit'
      and d.lane = ${ACTUAL} and d.ends > greatest(d.starts, t.at)
    returning ${ENDED(tx)}`
}

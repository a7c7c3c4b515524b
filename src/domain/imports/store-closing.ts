import { newId } from '../../base/ids.ts'
import type { Tx } from '../../db/connect.ts'
import { rows } from '../../db/rows.ts'
import { countBeside } from '../../db/turn.ts'
import { ACTUAL, type Actor } from '../audit/model.ts'
import { ENDED, type Ended } from './ending-duties.ts'
import { insertDuties } from './store-duties.ts'
import type { Hung } from './store-units.ts'

/** A unit that is dissolved from a moment on, not before now; `successor` takes over what hangs on it, null: nobody does. */
export interface Closing {
  district: string
  id: string
  at: Date
  successor: string | null
  /** Its last day, as the file has it. */
  last: string
  line: number
  code: string
  kept: string
}

const CLOSING = { id: 'uuid', at: 'timestamptz' } as const

interface Member {
  person: string
  unit: string
  kind: string
  sentBy: string | null
}

/** Ends memberships of units as they are dissolved (index membership_by_unit). */
export async function leaveClosing(tx: Tx, district: string, units: readonly Closing[]): Promise<Member[]> {
  return tx<Member[]>`
    update membership m set ends = greatest(m.starts, t.at)
    from ${rows(tx, units, CLOSING)}
    where m.district = ${district} and m.unit = t.id and m.ends > greatest(m.starts, t.at)
    returning m.person, m.unit, m.kind, m.sent_by as "sentBy"`
}

/** Makes members of dissolved units members of their successors, but for those who are members there. */
export async function joinHeirs(
  tx: Tx,
  district: string,
  members: readonly Member[],
  closing: ReadonlyMap<string, Closing>,
): Promise<void> {
  const wanted = members.flatMap((member) => {
    const { successor, at } = closing.get(member.unit) as Closing
    return successor === null ? [] : [{ ...member, unit: successor, at }]
  })
  if (wanted.length === 0) return
  const heirs = [...new Set(wanted.map((member) => member.unit))]
  const there = await tx<{ key: string }[]>`
    select person || ' ' || unit as key from membership
    where district = ${district} and unit = any(${heirs}::uuid[]) and ends = 'infinity'`
  const known = new Set(there.map(({ key }) => key))
  const fresh = new Map(wanted.map((member) => [`${member.person} ${member.unit}`, member]))
  const list = [...fresh].flatMap(([key, member]) => (known.has(key) ? [] : [member]))
  const columns = { person: 'uuid', unit: 'uuid', kind: 'text', at: 'timestamptz', sentBy: 'uuid' } as const
  await tx`
    insert into membership (district, person, unit, kind, starts, sent_by)
    select ${district}, person, unit, kind, at, "sentBy" from ${rows(tx, list, columns)}
    on conflict (district, person, unit, starts) do update set ends = 'infinity', kind = excluded.kind`
}

/** Ends posts at units as they are dissolved (index duty_by_subject). */
export async function endPostsAt(tx: Tx, now: Date, district: string, units: readonly Closing[]): Promise<Ended[]> {
  await countBeside(tx, district)
  return tx<Ended[]>`
    update duty d set ends = greatest(d.starts, t.at), changed_at = ${now}, end_reason = 'dissolved'
    from ${rows(tx, units, CLOSING)}
    where d.district = ${district} and d.subject = t.id and d.lane = ${ACTUAL} and d.ends > greatest(d.starts, t.at)
    returning ${ENDED(tx)}`
}

/** Gives what ended on to the successors, from the same moment on, as far as the register takes it (duty_one_holder). Returns
 * the ids of those that were. */
export async function giveOn(
  tx: Tx,
  now: Date,
  actor: Actor,
  ended: readonly Ended[],
  closing: ReadonlyMap<string, Closing>,
): Promise<Set<string>> {
  const given = ended.flatMap((duty, n) => {
    const heirOf = (id: string) => closing.get(id)?.successor
    const [subject, holder] = [heirOf(duty.subject), heirOf(duty.holder)]
    if (subject === null || holder === null) return []
    return [
      {
        n,
        id: newId(now),
        district: duty.district,
        subjectKind: duty.subjectKind as 'place' | 'unit',
        subject: subject ?? duty.subject,
        role: duty.role,
        sole: duty.sole,
        holderKind: duty.holderKind,
        holder: holder ?? duty.holder,
        starts: (duty.at > now ? duty.at : now).toISOString(),
        ends: null,
      },
    ]
  })
  const taken = given.length > 0 ? await insertDuties(tx, now, actor, given) : new Set<number>()
  return new Set(ended.flatMap((duty, n) => (taken.has(n) ? [duty.id] : [])))
}

/** A unit that stands below one that is dissolved. */
export interface Orphan {
  unit: string
  parent: string
}

/** Of its own district alone: what is below in another is moved by that district's own file. */
export async function orphansOf(tx: Tx, district: string, units: readonly Closing[]): Promise<Orphan[]> {
  return tx<Orphan[]>`
    select e.unit, e.parent from ${rows(tx, units, CLOSING)}
      join unit_parent e on e.parent = t.id and e.during @> t.at
      join unit u on u.district = e.district and u.id = e.unit and u.dissolved > t.at
    where e.district = ${district} and u.district = ${district}`
}

export async function parentsOf(
  tx: Tx,
  now: Date,
  district: string,
  units: readonly string[],
): Promise<Map<string, { district: string; id: string }>> {
  const found = await tx<{ unit: string; district: string; id: string }[]>`
    select unit, parent_district as district, parent as id from unit_parent
    where district = ${district} and unit = any(${units as string[]}::uuid[]) and during @> ${now}::timestamptz`
  return new Map(found.map(({ unit, ...parent }) => [unit, parent]))
}

/** Hangs units under others from a moment on. */
export async function hangElsewhere(
  tx: Tx,
  district: string,
  moves: readonly { unit: string; to: { district: string; id: string }; at: Date }[],
): Promise<Hung[]> {
  if (moves.length === 0) return []
  const list = moves.map(({ unit, to, at }) => ({ unit, parent: to.id, parentDistrict: to.district, at }))
  const columns = { unit: 'uuid', parent: 'uuid', parentDistrict: 'text', at: 'timestamptz' } as const
  const left = await tx<{ unit: string; district: string; id: string }[]>`
    update unit_parent e set ends = t.at from ${rows(tx, list, columns)}
    where e.district = ${district} and e.unit = t.unit and e.during @> t.at
    returning e.unit, e.parent_district as district, e.parent as id`
  const from = new Map(left.map(({ unit, ...parent }) => [unit, parent]))
  await tx`
    insert into unit_parent (district, unit, parent_district, parent, starts)
    select ${district}, unit, "parentDistrict", parent, at from ${rows(tx, list, columns)}
    on conflict (district, unit, starts) do update set
      parent_district = excluded.parent_district, parent = excluded.parent, ends = 'infinity'`
  return moves.map(({ unit, to }) => ({ district, unit, from: from.get(unit) ?? null, to }))
}

/** Which of these units anything is counted at. */
export async function countedUnits(tx: Tx, district: string, units: readonly string[]): Promise<Set<string>> {
  const found = await tx<{ node: string }[]>`
    select distinct node from coverage where district = ${district} and tree = 'unit' and node = any(${units as string[]}::text[])`
  return new Set(found.map(({ node }) => node))
}
